import type { Outcome, StateExecution } from "../interpreter/state-execution.ts";
import { StateFailure, stateErrors } from "../state-failure.ts";

/** Takes the first rule whose condition is true; without one `Default`, with the state's own Assign and Output. */
export const runChoice = async (stateExecution: StateExecution<"Choice">): Promise<Outcome> => {
  const { state, input } = stateExecution;
  for (const [index, rule] of state.Choices.entries()) {
    const location = `Choices[${index}]/Condition`;
    const isMet = await stateExecution.evaluate(location, rule.Condition);
    if (typeof isMet !== "boolean")
      throw stateExecution.wrongType(location, rule.Condition, "boolean", isMet);
    if (isMet) return stateExecution.conclude(rule, input, { next: rule.Next, prefix: `Choices[${index}]/` });
  }
  if (state.Default === undefined) {
    throw new StateFailure(
      stateErrors.noChoiceMatched,
      `No rule of the Choice state '${stateExecution.name}' was met, and it has no Default.`,
    );
  }
  return stateExecution.conclude(state, input, { next: state.Default });
};
