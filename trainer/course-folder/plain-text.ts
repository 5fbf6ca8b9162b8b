import * as z from "zod";
import { controlIn, turningIn, unseenInWords } from "../../course/invisible.ts";

type Context = z.core.$RefinementCtx<string>;

/** Notes a character that no text for people may hold; `named` is its name. */
const refuse = (named: string | undefined, why: string, context: Context): void => {
  if (named !== undefined) context.addIssue({ code: "custom", message: `holds ${named}${why}` });
};

/** Text of several lines: a question, an answer, feedback. Trailing white space is dropped. */
export const blockText = z
  .string()
  .refine((text) => text.trim() !== "", { error: "is empty", abort: true })
  .superRefine((text, context) => {
    // Control characters end up in terminals and mails.
    refuse(controlIn(text), ", a control character", context);
    refuse(turningIn(text), ", which turns the text round; delete it", context);
  })
  .transform((text) => text.replaceAll("\r\n", "\n").trimEnd());

/** Text of one line: a title, a name. */
export const lineText = z
  .string()
  .trim()
  .min(1, { error: "is empty", abort: true })
  .max(120)
  .refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), {
    error: "must stand on one line, without control characters",
    abort: true,
  })
  .superRefine((text, context) => {
    const turning = turningIn(text);
    refuse(turning, ", which turns the text round; delete it", context);
    if (turning === undefined) refuse(unseenInWords(text), ", which does not show; delete it", context);
  });
