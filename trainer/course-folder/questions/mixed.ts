import { type AnswerId, answerIdSchema } from "../../../course/ids.ts";
import type { Choice } from "../../../course/questions/shapes.ts";

/** As many as there are letters to name them. */
export const mostMixed = 26;

/** A number that depends on a text alone, and says nothing of its place in a list (FNV-1a). */
const mixOf = (text: string): number => {
  let mix = 0x811c9dc5;
  for (const character of text) mix = Math.imul(mix ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return mix;
};

/** Texts in an order that does not tell where they stood, and is the same for the same texts. */
export const mixed = (texts: readonly string[]): string[] =>
  texts.toSorted((a, b) => mixOf(a) - mixOf(b) || (a < b ? -1 : 1));

/** Choices named a, b, c … in the order in which they are offered. */
export const lettered = (texts: readonly string[]): Choice[] =>
  texts.map((answerBody, place) => ({
    answerId: answerIdSchema.parse(String.fromCharCode("a".charCodeAt(0) + place)),
    answerBody,
  }));

/** The ids of the choices with these texts, without those that no choice has. */
export const idsOfTexts = (choices: readonly Choice[], texts: readonly string[]): AnswerId[] =>
  texts.flatMap((text) => choices.find(({ answerBody }) => answerBody === text)?.answerId ?? []);

/** The id of the choice with a text. @throws RangeError where there is none. */
export const idOfText = (choices: readonly Choice[], text: string): AnswerId => {
  const found = choices.find(({ answerBody }) => answerBody === text);
  if (found) return found.answerId;
  throw new RangeError(`No choice says ${text}.`);
};
