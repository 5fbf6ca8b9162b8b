import * as z from "zod";
import { instantSchema, questionIdSchema } from "../ids.ts";
import { type AppealRef, appealRefSchema } from "./appeal-ref.ts";

const answerSchema = z.object({
  text: z.string(),
  /** Who answered. */
  by: z.string(),
  at: instantSchema,
  decision: z.enum(["accepted", "declined"]),
});

/** What a student wrote about a question, and when. */
const writtenSchema = z.object({ questionId: questionIdSchema, text: z.string(), at: instantSchema });

const openOrAnswered = <T extends z.core.$ZodShape>(schema: z.ZodObject<T>) =>
  z.discriminatedUnion("status", [
    schema.extend({ status: z.literal("open") }),
    schema.extend({ status: z.literal("answered"), answer: answerSchema }),
  ]);

/** An appeal as the API gives it to its student. */
export const shownAppealSchema = openOrAnswered(writtenSchema);

/**
 * `students/<studentId>/_appeals/<subject>/<testId>/<questionId>.json`. While it is open, the student may change the text; an
 * answer closes it.
 */
export const appealSchema = openOrAnswered(writtenSchema.extend(appealRefSchema.shape));

export type Appeal = z.infer<typeof appealSchema>;
export type ShownAppeal = z.infer<typeof shownAppealSchema>;
export type AppealAnswer = z.infer<typeof answerSchema>;

/** What an appeal shows its student. */
export const shownAppeal = (appeal: Appeal): ShownAppeal => {
  const { questionId, text, at } = appeal;
  return appeal.status === "open"
    ? { questionId, text, at, status: "open" }
    : { questionId, text, at, status: "answered", answer: appeal.answer };
};

/** What the mail with the answer is called in the mail ledger, below its test. */
export const appealLedgerName = ({ questionId }: Pick<AppealRef, "questionId">): string =>
  `appeal-${questionId}`;
