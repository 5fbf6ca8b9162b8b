import * as z from "zod";
import { questionIdSchema, studentIdSchema, subjectSchema, testIdSchema } from "../ids.ts";

/** One question of one student's test; there is at most one appeal for it. */
export const appealRefSchema = z.object({
  studentId: studentIdSchema,
  subject: subjectSchema,
  testId: testIdSchema,
  questionId: questionIdSchema,
});

export type AppealRef = z.infer<typeof appealRefSchema>;

/** How an appeal is named to people: `<studentId>/<subject>/<testId>/<questionId>`. */
export const appealId = ({ studentId, subject, testId, questionId }: AppealRef): string =>
  [studentId, subject, testId, questionId].join("/");

/** null: it is not an id of an appeal. */
export const parseAppealId = (id: string): AppealRef | null => {
  const [studentId, subject, testId, questionId, ...more] = id.split("/");
  const ref = appealRefSchema.safeParse({ studentId, subject, testId, questionId });
  return ref.success && more.length === 0 ? ref.data : null;
};
