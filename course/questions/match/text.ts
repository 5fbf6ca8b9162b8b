import { type AnswerParts, partOf } from "../answer.ts";
import { bodyOf } from "../choices.ts";
import type { Choice } from "../shapes.ts";

interface Matched {
  readonly answers: readonly Choice[];
  readonly items: readonly { readonly itemId: string; readonly itemBody: string }[];
}

/** `kernel → schedules`, each item that was matched on a line. */
export const matchText = ({ items, answers }: Matched, given: AnswerParts): string =>
  items
    .flatMap(({ itemId, itemBody }) => {
      const id = partOf(given, itemId);
      return id === undefined ? [] : [`${itemBody} → ${bodyOf(answers, id)}`];
    })
    .join("\n");
