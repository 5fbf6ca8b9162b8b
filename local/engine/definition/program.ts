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

export type {
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

/** The program of the Map state with this name, wherever it is nested. */
export const processorOf = (program: Program, stateName: string): Program | undefined => {
  for (const [name, state] of program.states) {
    if (state.Type === "Map") {
      if (name === stateName) return state.processor;
      const found = processorOf(state.processor, stateName);
      if (found) return found;
    }
    if (state.Type === "Parallel") {
      for (const branch of state.branches) {
        const found = processorOf(branch, stateName);
        if (found) return found;
      }
    }
  }
  return undefined;
};
