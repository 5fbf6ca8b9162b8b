import type { StateExecution } from "../interpreter/state-execution.ts";
import { type Item, itemsIn } from "../map/item.ts";

/** The items that the state maps over. They are kept, because the expression may give others after a kill. */
export const itemsOf = async (stateExecution: StateExecution<"Map">): Promise<readonly Item[]> => {
  const { branch, state, entered, input, retryCount } = stateExecution;
  const { Items: source } = state;
  const mapped =
    source === undefined
      ? input.value
      : await branch.execution.memo(`items ${entered.id} ${retryCount}`, () =>
          stateExecution.evaluate("Items", source),
        );
  const items = itemsIn(mapped);
  if (items) return items;
  if (source !== undefined) throw stateExecution.wrongType("Items", source, "array", mapped);
  throw stateExecution.evaluationFailed(
    `Map state input must be an array but was: ${JSON.stringify(mapped)}`,
  );
};
