import type { QuestionId } from "../ids.ts";
import { markingFor } from "../questions/markings.ts";
import { answerKeyEntrySchema } from "../questions/schemas.ts";
import type { AnswerKeyEntry } from "../test.ts";

/** A choice that may be right, though the answer key says otherwise; or not right, though the key says that it is. */
export interface Supposed {
  readonly questionId: QuestionId;
  readonly answerId: string;
}

/** The answer key if that were so; null: there is no such question, or it has no such choices. */
export const supposedKey = (
  answerKey: readonly AnswerKeyEntry[],
  { questionId, answerId }: Supposed,
): readonly AnswerKeyEntry[] | null => {
  const key = answerKey.find((entry) => entry.questionId === questionId);
  const supposed = answerKeyEntrySchema.safeParse(key && markingFor(key).supposing(key, answerId)).data;
  if (supposed === undefined) return null;
  return answerKey.map((entry) => (entry === key ? supposed : entry));
};
