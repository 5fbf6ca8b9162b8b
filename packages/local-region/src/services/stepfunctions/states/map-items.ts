import { isJsonArray } from "../../../json.ts";
import type { Json } from "../../../ports.ts";
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
  if (isJsonArray(items)) return items;
  if (source !== undefined) throw visit.wrongType("Items", source, "array", items);
  throw visit.evaluationFailed(`Map state input must be an array but was: ${JSON.stringify(items)}`);
};
