import { isObject, type JsonObject, parseJson } from "../../../json.ts";
import type { Json } from "../../../ports.ts";
import type { Program } from "../definition/program.ts";
import type { StateType } from "../definition/states.ts";
import type { JournalEvent } from "../journal/history-event.ts";
import type { Item } from "../map/item.ts";
import { type Payload, payloadFrom } from "../payload.ts";
import type { Execution } from "./execution.ts";
import { type Scope, ScopeClosed } from "./scope.ts";

/** Where a branch continues: at a state, or nowhere because it has ended. */
export type Position =
  | { readonly isOver: false; readonly stateName: string; readonly input: Payload }
  | { readonly isOver: true; readonly output: Payload };

/** The item of an inline Map that an iteration works on. */
export interface MapItem extends Item {
  readonly mapName: string;
  readonly index: number;
}

export const iterationDetails = ({ mapName, index }: MapItem): JsonObject => ({ name: mapName, index });

const typesWithAborted: readonly (StateType | undefined)[] = ["Task", "Wait", "Parallel", "Map"];

/** Events that are no `previousEventId` of the next one: AWS gives the event before them. */
const notFollowed = ["MapIterationFailed", "MapStateSucceeded", "ParallelStateSucceeded"];

/**
 * One line of states: the execution itself, a branch of a Parallel or an iteration of an inline Map. The code that runs it
 * records each event. After a kill the same code runs again: it replays the recorded events one by one, and records again
 * from where they end.
 */
export class Branch {
  readonly execution: Execution;
  readonly path: string;
  readonly scope: Scope;
  variables: Readonly<Record<string, Json>>;
  /** Whether it is an iteration of an inline Map itself, not only inside one. */
  isIteration = false;
  /** The type of the state it is in. */
  currentType: StateType | undefined;
  /** The item of the inline Map that the branch is in; undefined: it is in none. */
  readonly item: MapItem | undefined;
  readonly #history: readonly JournalEvent[];
  /** How many events of the history were replayed so far. */
  #replayed = 0;
  #lastEventId: number;
  /** The event before the last one. */
  #eventIdBeforeLast: number;
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
    this.#eventIdBeforeLast = at.previousEventId;
    this.item = at.item;
    this.#history = execution.historyOf(at.path);
  }

  get lastEventId(): number {
    return this.#lastEventId;
  }

  /** Makes the last event of `other` the `previousEventId` of the next one. */
  follow(other: Branch): void {
    this.#lastEventId = other.lastEventId;
  }

  /** As if the event that it gives as its `previousEventId` were the last one. */
  followBefore({ previousEventId }: JournalEvent): void {
    this.#lastEventId = previousEventId;
  }

  /** For an iteration that waited for this one's end: AWS gives it the last event before `MapIterationSucceeded`. */
  startAfter(iteration: Branch): void {
    this.#lastEventId = iteration.#eventIdBeforeLast;
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

  /** Forgets a fork that has ended, with what it assigned. */
  join(fork: Branch): void {
    this.#forks.delete(fork);
    fork.scope.close();
  }

  /** Ends the branch from outside since a branch beside it fails, and records that. `previousEventId`: the failure. */
  abort(previousEventId: number): void {
    if (this.scope.isClosed) return;
    for (const fork of this.#forks) fork.abort(previousEventId);
    this.#replayRest();
    const note = (type: string, details: JsonObject): void => {
      this.#lastEventId = previousEventId;
      this.record(type, details);
    };
    if (this.isIteration && this.item) note("MapIterationAborted", iterationDetails(this.item));
    if (typesWithAborted.includes(this.currentType)) note(`${this.currentType}StateAborted`, {});
    this.scope.close();
  }

  /** Records that the Task whose failure ends the branches beside it is over. */
  recordFailedTask(previousEventId: number): void {
    if (this.currentType !== "Task") return;
    this.#lastEventId = previousEventId;
    this.record("TaskStateAborted", {});
  }

  /**
   * Records an event. Throws ScopeClosed when the branch has ended, StateFailure at the limit of 25,000 events, and a
   * plain Error when the journal does not match the definition.
   */
  record(type: string, details: JsonObject, decision?: JsonObject): JournalEvent {
    if (this.scope.isClosed) throw new ScopeClosed();
    const next = this.#history[this.#replayed];
    if (next) {
      throw new Error(
        `The journal of ${this.execution.row.arn} has ${next.type} where ${type} was expected.`,
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

  /** Replays the next event of the history if it has this type. */
  replay(type: string): JournalEvent | undefined {
    const event = this.#history[this.#replayed];
    if (event?.type !== type) return undefined;
    this.#replayed += 1;
    this.#follow(event);
    return event;
  }

  /** Continues after this event, which may belong to a fork. */
  skipThrough(eventId: number): void {
    this.#replayed = this.#history.filter(({ id }) => id <= eventId).length;
    this.#lastEventId = eventId;
  }

  /** Replays the next event that holds a failure, and skips the events before it. */
  replayFailure(): JournalEvent | undefined {
    const index = this.#history.findIndex((e, i) => i >= this.#replayed && e.decision?.failure !== undefined);
    const event = this.#history[index];
    if (!event) return undefined;
    this.#replayed = index + 1;
    this.#lastEventId = event.id;
    return event;
  }

  /** For a branch that is ended before it has replayed all of its history. */
  #replayRest(): void {
    for (const event of this.#history.slice(this.#replayed)) {
      this.#lastEventId = event.id;
      const entered = typesWithAborted.find((type) => event.type === `${type}StateEntered`);
      if (entered) this.currentType = entered;
      if (event.type.endsWith("StateExited")) this.currentType = undefined;
    }
    this.#replayed = this.#history.length;
  }

  #follow({ id, type }: JournalEvent): void {
    if (notFollowed.includes(type)) return;
    this.#eventIdBeforeLast = this.#lastEventId;
    this.#lastEventId = id;
  }

  /** Skips the states that were left before, and takes over what they assigned. */
  replayExitedStates(startAt: string, input: Payload): Position {
    let position: Position = { isOver: false, stateName: startAt, input };
    this.#history.forEach((event, index) => {
      if (!event.type.endsWith("StateExited")) return;
      this.#replayed = index + 1;
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

/** The line of states of the execution itself. `at`: what a state that is tested by itself has around it. */
export const rootBranch = (
  execution: Execution,
  at: { readonly variables: Readonly<Record<string, Json>>; readonly item?: MapItem | undefined } = {
    variables: {},
  },
): Branch => new Branch(execution, { path: "", scope: execution.scope, previousEventId: 0, ...at });

/**
 * Runs a branch from its first state, or from where it was when the region was killed, to its end.
 * Resolves to its output. Rejects with StateFailure when a state fails and nothing catches it, and with ScopeClosed when the
 * branch was ended from outside.
 */
export type RunBranch = (branch: Branch, program: Program, input: Payload) => Promise<Payload>;

const assignedIn = (event: JournalEvent): Record<string, Json> => {
  const assigned = event.details.assignedVariables;
  if (!isObject(assigned)) return {};
  return Object.fromEntries(
    Object.entries(assigned).map(([name, value]) => [name, parseJson(String(value))]),
  );
};
