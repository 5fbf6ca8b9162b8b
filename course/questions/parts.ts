import { clamped, type Fraction, one, outOf, zero } from "../grading/fraction.ts";
import { quote } from "../problems.ts";
import type { AnswerParts } from "./answer.ts";
import type { Credit } from "./shapes.ts";

/** The share of a question whose parts count alike: each right one its part, or all or nothing. */
export const shareOfParts = (right: number, parts: number, credit: Credit = "exact"): Fraction => {
  if (credit === "exact") return right === parts ? one : zero;
  return clamped(outOf(right, parts));
};

/** The first part that the question does not have, as the rest of a sentence; null: it has all. */
export const unknownPart = (
  ids: readonly string[],
  answer: AnswerParts,
  what: "item" | "blank",
): string | null => {
  const unknown = Object.keys(answer).find((id) => !ids.includes(id));
  return unknown === undefined ? null : `has the ${what}s ${ids.join(", ")}, not ${quote(unknown)}`;
};

/** Without the parts that say nothing, in the order of their ids: the same however they were sent. */
export const storedParts = (answer: AnswerParts): AnswerParts =>
  Object.fromEntries(
    Object.entries(answer)
      .filter(([, part]) => part.trim() !== "")
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
