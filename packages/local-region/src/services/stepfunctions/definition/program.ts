import type {
  ChoiceState,
  FailState,
  MapState,
  ParallelState,
  PassState,
  SucceedState,
  TaskState,
  WaitState,
} from "./states.ts";

export type ParallelNode = ParallelState & { readonly branches: readonly Program[] };

export type MapNode = MapState & { readonly processor: Program; readonly isDistributed: boolean };

/** A state as the interpreter runs it; nested machines are programs of their own. */
export type State =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | ParallelNode
  | MapNode
  | SucceedState
  | FailState;

/** A machine, or one nested in a Parallel or Map, that has passed all checks. */
export interface Program {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
  /** Of the whole execution; top level only. */
  readonly timeoutSeconds?: number;
}

const nestedIn = (state: State): readonly Program[] => {
  if (state.Type === "Map") return [state.processor];
  return state.Type === "Parallel" ? state.branches : [];
};

/** Where a state is in a definition. */
export interface StatePlace {
  readonly state: State;
  /** The innermost Map around it; undefined: it is in none. */
  readonly mapName: string | undefined;
}

/** Finds a state by its name, wherever it is nested; names are unique in a definition. */
export const placeOf = (
  program: Program,
  stateName: string,
  mapName: string | undefined = undefined,
): StatePlace | undefined => {
  const own = program.states.get(stateName);
  if (own) return { state: own, mapName };
  for (const [name, state] of program.states) {
    for (const nested of nestedIn(state)) {
      const found = placeOf(nested, stateName, state.Type === "Map" ? name : mapName);
      if (found) return found;
    }
  }
  return undefined;
};

export const findState = (program: Program, stateName: string): State | undefined =>
  placeOf(program, stateName)?.state;
