import type * as z from "zod";
import { withoutUnseen } from "../../invisible.ts";
import { isText } from "../answer.ts";
import { questionType } from "../question-type.ts";
import { longestText } from "./longest-text.ts";
import type { textQuestionSchema } from "./schema.ts";

/** What is wrong with a text that was typed; null: nothing. */
export const textProblem = (typed: string): string | null => {
  const { length } = [...typed];
  return length > longestText
    ? `takes a text of at most ${longestText} characters; this one has ${length.toLocaleString("en")}`
    : null;
};

/** A text whose case counts, without what nobody sees. Composed: the same letters are the same, however they were typed. */
export const exactly = (typed: string): string => withoutUnseen(typed).normalize("NFC");

/**
 * A text as it is compared where nothing else is said: case and blanks at its ends do not count, blanks between words count
 * once. A sigma at the end of a word is a sigma.
 */
export const loosely = (typed: string): string =>
  exactly(typed).trim().replace(/\s+/gu, " ").toLowerCase().replaceAll("ς", "σ");

export const text = questionType<z.infer<typeof textQuestionSchema>, string>({
  type: "text",
  takes: "takes a text",
  isAnswer: isText,
  problem: (_, typed) => textProblem(typed),
  stored: (typed) => typed,
  text: (_, typed) => typed.trim(),
  group: (_, typed) => loosely(typed),
});
