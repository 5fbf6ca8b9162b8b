import { type AnswerParts, partOf } from "../answer.ts";
import { bodyOf } from "../choices.ts";
import { numberText } from "../number/typed.ts";
import type { Choice } from "../shapes.ts";

interface Blank {
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

/** The text with what was put into its blanks. */
export const blanksText = (
  { question, blanks }: { readonly question: string; readonly blanks: readonly Blank[] },
  given: AnswerParts,
): string =>
  piecesOf(question)
    .map((piece, place) => {
      if (place % 2 === 0) return piece;
      const blank = blanks.find(({ blankId }) => blankId === piece);
      const part = partOf(given, piece);
      return blank === undefined || part === undefined ? "___" : blankText(blank, part);
    })
    .join("");
