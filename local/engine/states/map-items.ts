import type { Json } from "../../ports.ts";
import { isJsonArray } from "../json.ts";
import type { Visit } from "../run/visit.ts";

/** The items: kept, because the expression could give others after a kill. */
export const itemsOf = async (visit: Visit<"Map">): Promise<readonly Json[]> => {
  const { branch, state, entered, input, retryCount } = visit;
  const { Items: source } = state;
  const items =
    source === undefined
      ? input.value
      : await branch.execution.memo(`items ${entered.id} ${retryCount}`, () =>
          visit.evaluate("Items", source),
        );
  if (!isJsonArray(items)) throw visit.wrongType("Items", source ?? "$states.input", "array", items);
  return items;
};
