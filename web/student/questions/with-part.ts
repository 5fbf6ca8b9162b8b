import type { AnswerParts } from "../../../course/questions/answer.ts";

/**
 * An answer with one of its parts changed; null: no part is left, so the question is left out. The parts are in the order of
 * their ids, as the server stores them.
 */
export const withPart = (answer: AnswerParts, id: string, part: string | null): AnswerParts | null => {
  const others = Object.entries(answer).filter(([other]) => other !== id);
  const parts = part === null ? others : [...others, [id, part] as const];
  return parts.length === 0 ? null : Object.fromEntries(parts.sort(([a], [b]) => (a < b ? -1 : 1)));
};
