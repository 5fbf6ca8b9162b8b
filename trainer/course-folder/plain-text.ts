import { z } from "zod";

/** Control characters other than tab and newline: they end up in terminals and mails. */
const controlCharacters = /[^\P{Cc}\t\n]/u;

/** Text of several lines: a question, an answer, feedback. Trailing white space is dropped. */
export const blockText = z
  .string()
  .refine((text) => text.trim() !== "", { error: "is empty", abort: true })
  .refine((text) => !controlCharacters.test(text), "holds control characters")
  .transform((text) => text.replaceAll("\r\n", "\n").trimEnd());

/** Text of one line: a title, a name. */
export const lineText = z
  .string()
  .trim()
  .min(1, { error: "is empty", abort: true })
  .max(120)
  .refine((text) => !/\p{Cc}/u.test(text), "must stand on one line, without control characters");
