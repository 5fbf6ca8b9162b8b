import { type AnswerParts, partOf } from "../answer.ts";
import { bodyOf } from "../choices.ts";
import { numberText } from "../number/typed.ts";
import type { BaseQuestion, Choice } from "../shapes.ts";

export interface Blank {
  readonly blankId: string;
  readonly type: "text" | "number" | "single";
  readonly unit?: string | undefined;
  readonly answers?: readonly Choice[] | undefined;
}

const mark = /\[\[([A-Za-z0-9][A-Za-z0-9._-]*)\]\]/;

/** A text in turns: what stands before a mark, then the mark's blank, and so on; the last piece is text. */
export const piecesOf = (text: string): readonly string[] => text.split(mark);

/** The ids of the marks in a text, in their order. */
export const marksIn = (text: string): string[] => piecesOf(text).filter((_, place) => place % 2 === 1);

/** What was put into a blank, for people. */
export const blankText = ({ unit, answers = [] }: Blank, given: string): string =>
  bodyOf(answers, numberText({ unit }, given));

/** A blank that nothing was put into. */
const gap = "___";

/** The text with what was put into its blanks. @param shown how that is written. */
export const filledText = (
  { question, blanks }: { readonly question: string; readonly blanks: readonly Blank[] },
  given: AnswerParts,
  shown = (text: string): string => text,
): string =>
  piecesOf(question)
    .map((piece, place) => {
      if (place % 2 === 0) return piece;
      const blank = blanks.find(({ blankId }) => blankId === piece);
      const part = partOf(given, piece);
      return blank === undefined || part === undefined ? gap : shown(blankText(blank, part));
    })
    .join("");

/** As terminals show the question, with what was put into its blanks. */
export const blanksText = (
  {
    question,
    plain,
    blanks,
  }: Pick<BaseQuestion, "question" | "plain"> & { readonly blanks: readonly Blank[] },
  given: AnswerParts,
): string => filledText({ question: plain?.question ?? question, blanks }, given);

/** A text for those who read it only: each mark is a gap, with its name. */
export const withGaps = (text: string): string =>
  piecesOf(text)
    .map((piece, place) => (place % 2 === 0 ? piece : nameOfGap(piece)))
    .join("");

const nameOfGap = (id: string): string => `(${id}) ${gap}`;
