import { bodyOf, idsOf } from "../choices.ts";
import type { Choice } from "../shapes.ts";

/** The texts of the picked choices, each on a line, in the order in which they are offered. */
export const multipleText = (
  { answers }: { readonly answers: readonly Choice[] },
  picked: readonly string[],
): string => {
  const inOrder = idsOf(answers).filter((id) => picked.includes(id));
  const gone = picked.filter((id) => !inOrder.includes(id));
  return [...inOrder, ...gone].map((id) => bodyOf(answers, id)).join("\n");
};
