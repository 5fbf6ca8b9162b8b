import type { Clock } from "../../../clock.ts";
import { type JsonObject, parseJson } from "../../../json.ts";
import type { Json } from "../../../ports.ts";
import type { Program } from "../definition/program.ts";
import type { EventsTable, RecordedHistory } from "../journal/events.ts";
import type { ExecutionRow } from "../journal/executions.ts";
import type { JournalEvent } from "../journal/history-event.ts";
import type { Journal } from "../journal/journal.ts";
import { limits } from "../limits.ts";
import { StateFailure, stateErrors } from "../state-failure.ts";
import { type BranchHistories, branchHistories, openTasks } from "./redriven-history.ts";
import { Scope } from "./scope.ts";

/** What an execution records its history with. */
export interface Recording {
  readonly clock: Pick<Clock, "now">;
  readonly journal: Pick<Journal, "append" | "write">;
  readonly events: Pick<EventsTable, "insertNote">;
}

const noHistory: RecordedHistory = { events: [], notes: new Map() };

const endings = ["ExecutionSucceeded", "ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut"];

/** A running execution: its place in the journal, and the scope that all its branches live in. */
export class Execution {
  readonly row: ExecutionRow;
  readonly program: Program;
  readonly input: Json;
  readonly scope = new Scope();
  isOver = false;
  /** What expressions see as the context object of a state that is tested by itself. */
  testContext: JsonObject | undefined;
  /** The event of its last redrive; 0 for none. */
  readonly redriveEventId: number;
  readonly #recording: Recording;
  readonly #history: BranchHistories;
  readonly #notes: ReadonlyMap<string, string>;
  #lastEventId = 0;

  constructor(
    recording: Recording,
    row: ExecutionRow,
    program: Program,
    history: RecordedHistory = noHistory,
  ) {
    this.#recording = recording;
    this.row = row;
    this.program = program;
    this.input = parseJson(row.input);
    this.#notes = history.notes;
    this.#history = branchHistories(history.events);
    this.#lastEventId = history.events.at(-1)?.id ?? 0;
    this.redriveEventId = history.events.findLast(({ type }) => type === "ExecutionRedriven")?.id ?? 0;
  }

  /** The attempts at tasks that still wait for an answer. */
  openTasks(): readonly string[] {
    return openTasks(this.#history);
  }

  /** Ends names that must differ from the same names before this redrive. */
  get redriveSuffix(): string {
    return this.row.redriveCount === 0 ? "" : `.${this.row.redriveCount}`;
  }

  get lastEventId(): number {
    return this.#lastEventId;
  }

  /** What a branch has to replay; each branch takes it once. */
  historyOf(path: string): readonly JournalEvent[] {
    const history = this.#history.get(path) ?? [];
    this.#history.delete(path);
    return history;
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
      timestamp: Math.round(this.#recording.clock.now()),
      ...event,
    };
    this.#recording.journal.append(this.row, stored);
    return stored;
  }

  /** Makes a value once and keeps it, where it must be the same after a kill and no event holds it. */
  async memo(name: string, make: () => Json | Promise<Json>): Promise<Json> {
    const noted = this.noted(name);
    if (noted !== undefined) return noted;
    const value = await make();
    this.note(name, value);
    return value;
  }

  /** Keeps a value under a name. It is committed together with the events of this turn of the event loop. */
  note(name: string, value: Json): void {
    const { journal, events } = this.#recording;
    journal.write(() => events.insertNote(this.row.id, name, JSON.stringify(value)));
  }

  /** The value that was kept under the name before the region was killed. */
  noted(name: string): Json | undefined {
    const text = this.#notes.get(name);
    return text === undefined ? undefined : parseJson(text);
  }
}
