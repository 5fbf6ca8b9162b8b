import { bodyOf } from "../choices.ts";
import type { Choice } from "../shapes.ts";

/** `1. firmware`, each place on a line. */
export const orderText = (
  { answers }: { readonly answers: readonly Choice[] },
  given: readonly string[],
): string => given.map((id, place) => `${place + 1}. ${bodyOf(answers, id)}`).join("\n");
