import { type JsonObject, parseJson } from "../../../json.ts";
import type { Json } from "../../../ports.ts";
import type { Program } from "../definition/program.ts";
import type { ExecutionRow } from "../journal/executions.ts";
import type { JournalEvent } from "../journal/history-event.ts";
import { limits } from "../limits.ts";
import { StateFailure, stateErrors } from "../state-failure.ts";
import { Branch } from "./branch.ts";
import type { Machinery } from "./machinery.ts";
import { type BranchPasts, branchPasts, openTasks } from "./redriven-past.ts";
import { Scope } from "./scope.ts";

/** What happened before the region was killed. */
export interface Past {
  readonly events: readonly JournalEvent[];
  readonly notes: ReadonlyMap<string, string>;
}

const noPast: Past = { events: [], notes: new Map() };

const endings = ["ExecutionSucceeded", "ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut"];

/** A running execution: its place in the journal, and the scope that all its branches live in. */
export class Execution {
  readonly machinery: Machinery;
  readonly row: ExecutionRow;
  readonly program: Program;
  readonly input: Json;
  readonly scope = new Scope();
  isOver = false;
  /** The event of its last redrive; 0 for none. */
  readonly redriveEventId: number;
  readonly #past: BranchPasts;
  readonly #notes: ReadonlyMap<string, string>;
  #lastEventId = 0;

  constructor(machinery: Machinery, row: ExecutionRow, program: Program, past: Past = noPast) {
    this.machinery = machinery;
    this.row = row;
    this.program = program;
    this.input = parseJson(row.input);
    this.#notes = past.notes;
    this.#past = branchPasts(past.events);
    this.#lastEventId = past.events.at(-1)?.id ?? 0;
    this.redriveEventId = past.events.findLast(({ type }) => type === "ExecutionRedriven")?.id ?? 0;
  }

  /** Attempts at tasks that still wait for an answer. */
  openTasks(): readonly string[] {
    return openTasks(this.#past);
  }

  /** Tells what belongs to this redrive from the same of one before, in names that must differ. */
  get redriveSuffix(): string {
    return this.row.redriveCount === 0 ? "" : `.${this.row.redriveCount}`;
  }

  get lastEventId(): number {
    return this.#lastEventId;
  }

  /** What is left to recall on a branch. */
  pastOf(path: string): readonly JournalEvent[] {
    const past = this.#past.get(path) ?? [];
    this.#past.delete(path);
    return past;
  }

  rootBranch(): Branch {
    return new Branch(this, { path: "", scope: this.scope, previousEventId: 0, variables: {} });
  }

  append(event: {
    readonly path: string;
    readonly previousEventId: number;
    readonly type: string;
    readonly details: JsonObject;
    readonly decision?: JsonObject;
  }): JournalEvent {
    if (this.#lastEventId + 1 >= limits.historyEvents && !endings.includes(event.type)) {
      throw new StateFailure(
        stateErrors.runtime,
        `The execution reached the maximum number of history events (${limits.historyEvents}).`,
      );
    }
    this.#lastEventId += 1;
    const stored: JournalEvent = {
      id: this.#lastEventId,
      timestamp: Math.round(this.machinery.clock.now()),
      ...event,
    };
    this.machinery.journal.append(this.row, stored);
    return stored;
  }

  /** A value that must be the same after a kill, and that no event holds. */
  async memo(name: string, make: () => Json | Promise<Json>): Promise<Json> {
    const noted = this.noted(name);
    if (noted !== undefined) return noted;
    const value = await make();
    this.note(name, value);
    return value;
  }

  /** Keeps a value under a name of its own, on the disk with the events of this turn. */
  note(name: string, value: Json): void {
    const { journal, events } = this.machinery;
    journal.write(() => events.insertNote(this.row.id, name, JSON.stringify(value)));
  }

  /** What was kept under the name before the region was killed. */
  noted(name: string): Json | undefined {
    const text = this.#notes.get(name);
    return text === undefined ? undefined : parseJson(text);
  }
}
