import { isObject, type JsonObject, parseJson } from "../../../json.ts";
import type { Json } from "../../../ports.ts";
import type { StateType } from "../definition/states.ts";
import type { JournalEvent } from "../journal/history-event.ts";
import { type Payload, payloadFrom } from "../payload.ts";
import type { Execution } from "./execution.ts";
import { type Scope, ScopeClosed } from "./scope.ts";

/** Where a branch goes on: at a state, or nowhere because it had ended. */
export type Position =
  | { readonly isOver: false; readonly stateName: string; readonly input: Payload }
  | { readonly isOver: true; readonly output: Payload };

/** The item of an inline Map that an iteration works on. */
export interface MapItem {
  readonly mapName: string;
  readonly index: number;
  readonly value: Json;
}

export const iterationDetails = ({ mapName, index }: MapItem): JsonObject => ({ name: mapName, index });

const typesWithAborted: readonly (StateType | undefined)[] = ["Task", "Wait", "Parallel", "Map"];

/** Recorded beside the line of states: AWS lets the next event follow on the one before. */
const notFollowed = ["MapIterationFailed", "MapStateSucceeded", "ParallelStateSucceeded"];

/**
 * One line of states: the execution itself, a branch of a Parallel or an iteration of an inline Map. It is run by
 * straight code that records each event; after a kill the same code runs again and recalls instead, event by event, until
 * it comes to what had not happened yet.
 */
export class Branch {
  readonly execution: Execution;
  readonly path: string;
  readonly scope: Scope;
  variables: Readonly<Record<string, Json>>;
  /** Whether it is itself an iteration of an inline Map, not just inside one. */
  isIteration = false;
  /** The type of the state it is in. */
  currentType: StateType | undefined;
  /** For an iteration of an inline Map. */
  readonly item: MapItem | undefined;
  readonly #past: readonly JournalEvent[];
  #recalled = 0;
  #lastEventId: number;
  readonly #forks = new Set<Branch>();

  constructor(
    execution: Execution,
    at: {
      readonly path: string;
      readonly scope: Scope;
      readonly previousEventId: number;
      readonly variables: Readonly<Record<string, Json>>;
      readonly item?: MapItem | undefined;
    },
  ) {
    this.execution = execution;
    this.path = at.path;
    this.scope = at.scope;
    this.variables = at.variables;
    this.#lastEventId = at.previousEventId;
    this.item = at.item;
    this.#past = execution.pastOf(at.path);
  }

  get hasPast(): boolean {
    return this.#past.length > 0;
  }

  get lastEventId(): number {
    return this.#lastEventId;
  }

  /** The next event follows on the last one of `other`. */
  follow(other: Branch): void {
    this.#lastEventId = other.lastEventId;
  }

  /** `startedEventId`: of the Parallel or Map that the fork belongs to. */
  fork(index: number, startedEventId: number, item: MapItem | undefined = this.item): Branch {
    const fork = new Branch(this.execution, {
      path: `${startedEventId}/${index}`,
      scope: this.scope.child(),
      previousEventId: startedEventId,
      variables: this.variables,
      item,
    });
    this.#forks.add(fork);
    return fork;
  }

  /** A fork that is over is forgotten, and with it what it had assigned. */
  join(fork: Branch): void {
    this.#forks.delete(fork);
    fork.scope.close();
  }

  /** Ends the branch from outside, as a failure beside it does, and says so in the history. */
  abort(): void {
    if (this.scope.isClosed) return;
    for (const fork of this.#forks) fork.abort();
    this.#recallAll();
    if (typesWithAborted.includes(this.currentType)) this.record(`${this.currentType}StateAborted`, {});
    if (this.isIteration && this.item) this.record("MapIterationAborted", iterationDetails(this.item));
    this.scope.close();
  }

  /**
   * Appends an event. Throws ScopeClosed when the branch was ended, StateFailure at the limit of 25,000 events, and a
   * plain Error when the journal tells another story than the definition.
   */
  record(type: string, details: JsonObject, decision?: JsonObject): JournalEvent {
    if (this.scope.isClosed) throw new ScopeClosed();
    const unread = this.#past[this.#recalled];
    if (unread) {
      throw new Error(
        `The journal of ${this.execution.row.arn} has ${unread.type} where ${type} was expected.`,
      );
    }
    const event = this.execution.append({
      path: this.path,
      previousEventId: Math.max(this.#lastEventId, this.execution.redriveEventId),
      type,
      details,
      ...(decision === undefined ? {} : { decision }),
    });
    this.#follow(event);
    return event;
  }

  /** The next event of the past, if it has this type. */
  recall(type: string): JournalEvent | undefined {
    const event = this.#past[this.#recalled];
    if (event?.type !== type) return undefined;
    this.#recalled += 1;
    this.#follow(event);
    return event;
  }

  /** Goes on behind this event, which may be one of a fork. */
  skipThrough(eventId: number): void {
    this.#recalled = this.#past.filter(({ id }) => id <= eventId).length;
    this.#lastEventId = eventId;
  }

  /** Whether the next event of the past has this type. */
  isNext(type: string): boolean {
    return this.#past[this.#recalled]?.type === type;
  }

  /** The next event of the past that tells of a failure, skipping what led to it. */
  recallFailure(): JournalEvent | undefined {
    const index = this.#past.findIndex((e, i) => i >= this.#recalled && e.decision?.failure !== undefined);
    const event = this.#past[index];
    if (!event) return undefined;
    this.#recalled = index + 1;
    this.#lastEventId = event.id;
    return event;
  }

  /** For a branch that is ended before it has come to the end of its past. */
  #recallAll(): void {
    for (const event of this.#past.slice(this.#recalled)) {
      this.#lastEventId = event.id;
      const entered = typesWithAborted.find((type) => event.type === `${type}StateEntered`);
      if (entered) this.currentType = entered;
      if (event.type.endsWith("StateExited")) this.currentType = undefined;
    }
    this.#recalled = this.#past.length;
  }

  #follow({ id, type }: JournalEvent): void {
    if (!notFollowed.includes(type)) this.#lastEventId = id;
  }

  /** Goes past all states that were left before, taking over what they assigned. */
  skipPast(startAt: string, input: Payload): Position {
    let position: Position = { isOver: false, stateName: startAt, input };
    this.#past.forEach((event, index) => {
      if (!event.type.endsWith("StateExited")) return;
      this.#recalled = index + 1;
      this.#lastEventId = event.id;
      this.variables = { ...this.variables, ...assignedIn(event) };
      const output = payloadFrom(String(event.details.output));
      const next = event.decision?.next;
      position =
        typeof next === "string"
          ? { isOver: false, stateName: next, input: output }
          : { isOver: true, output };
    });
    return position;
  }
}

const assignedIn = (event: JournalEvent): Record<string, Json> => {
  const assigned = event.details.assignedVariables;
  if (!isObject(assigned)) return {};
  return Object.fromEntries(
    Object.entries(assigned).map(([name, value]) => [name, parseJson(String(value))]),
  );
};
