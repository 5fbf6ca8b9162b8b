import type { Outcome, Visit } from "../run/visit.ts";
import { StateFailure, stateErrors } from "../state-failure.ts";

/** The first rule whose condition is true decides; without one `Default`, with the state's own Assign and Output. */
export const runChoice = async (visit: Visit<"Choice">): Promise<Outcome> => {
  const { state, input } = visit;
  for (const [index, rule] of state.Choices.entries()) {
    const location = `Choices[${index}]/Condition`;
    const isMet = await visit.evaluate(location, rule.Condition);
    if (typeof isMet !== "boolean") throw visit.wrongType(location, rule.Condition, "boolean", isMet);
    if (isMet) return visit.conclude(rule, input, { next: rule.Next, prefix: `Choices[${index}]/` });
  }
  if (state.Default === undefined) {
    throw new StateFailure(
      stateErrors.noChoiceMatched,
      `No rule of the Choice state '${visit.name}' was met, and it has no Default.`,
    );
  }
  return visit.conclude(state, input, { next: state.Default });
};
