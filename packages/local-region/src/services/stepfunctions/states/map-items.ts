import { isJsonArray } from "../../../json.ts";
import type { Json } from "../../../ports.ts";
import type { StateExecution } from "../interpreter/state-execution.ts";

/** The items that the state maps over. They are kept, because the expression may give others after a kill. */
export const itemsOf = async (stateExecution: StateExecution<"Map">): Promise<readonly Json[]> => {
  const { branch, state, entered, input, retryCount } = stateExecution;
  const { Items: source } = state;
  const items =
    source === undefined
      ? input.value
      : await branch.execution.memo(`items ${entered.id} ${retryCount}`, () =>
          stateExecution.evaluate("Items", source),
        );
  if (isJsonArray(items)) return items;
  if (source !== undefined) throw stateExecution.wrongType("Items", source, "array", items);
  throw stateExecution.evaluationFailed(`Map state input must be an array but was: ${JSON.stringify(items)}`);
};
