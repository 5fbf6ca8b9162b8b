import * as z from "zod";
import { type QuestionId, questionIdSchema } from "../ids.ts";
import type { Grade } from "./grade.ts";
import { bestText, scoreText } from "./score.ts";

/**
 * What happened to a question since. `marked`: another key or rule marks it. `dropped`: it counts no more. `given`: everybody has
 * its points. `restored`: it counts again. `worth`: it has other points.
 */
const questionKindSchema = z.enum(["marked", "dropped", "given", "restored", "worth"]);

/**
 * What happened to the test. `marked`: it is marked by other keys or rules. `answers`: other answers of the student count.
 * `questions`: other questions count. `best`: the best score is another one.
 */
const reasonSchema = z.enum(["marked", "answers", "questions", "best"]);

/** What the latest change of a score did. */
export const scoreChangeSchema = z.object({
  /** As the score and the best one are shown; left out: nothing counted. */
  before: z.object({ score: z.string(), best: z.string() }).optional(),
  /** What was there before is back; that is the only reason. */
  isUndone: z.literal(true).optional(),
  /** Where the student sees how questions were marked; `place` is that in the student's test, from 1. */
  questions: z.array(
    z.object({ questionId: questionIdSchema, place: z.int().positive(), kind: questionKindSchema }),
  ),
  reasons: z.array(reasonSchema),
});

export type ScoreChange = z.infer<typeof scoreChangeSchema>;
type QuestionKind = z.infer<typeof questionKindSchema>;
type Reason = z.infer<typeof reasonSchema>;

type Content = NonNullable<Grade["before"]>;
type Mark = Content["answers"][number];

const hasSameMarks = (a: Mark, b: Mark): boolean => a.isRight === b.isRight && a.earned === b.earned;

/** What happened to a question to which the student's answer is the same; undefined: nothing. */
const kindOf = (before: Mark, now: Mark): QuestionKind | undefined => {
  if (before.void !== now.void) return now.void ?? "restored";
  if (before.of !== now.of) return "worth";
  return hasSameMarks(before, now) ? undefined : "marked";
};

const isSameText = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const changedMarks = (before: Content, now: Content): ScoreChange["questions"] => {
  const byId = new Map(before.answers.map((mark) => [mark.questionId, mark]));
  return now.answers.flatMap((mark, index) => {
    const was = byId.get(mark.questionId);
    const kind = was && isSameText(was.given, mark.given) ? kindOf(was, mark) : undefined;
    return kind ? [{ questionId: mark.questionId, place: index + 1, kind }] : [];
  });
};

const idsOf = ({ answers }: Content): QuestionId[] => answers.map(({ questionId }) => questionId).sort();

const areOtherAnswers = (before: Content, now: Content): boolean =>
  before.submissionId !== now.submissionId ||
  before.receivedAt !== now.receivedAt ||
  (before.counts ?? "latest") !== (now.counts ?? "latest");

const reasonsOf = (before: Content, now: Content): Reason[] => [
  ...(areOtherAnswers(before, now) ? (["answers"] as const) : []),
  ...(isSameText(idsOf(before), idsOf(now)) ? [] : (["questions"] as const)),
  ...(before.scale === now.scale ? [] : (["best"] as const)),
];

/**
 * What changed from the revision before to this one; undefined: the grade does not say, because an earlier version wrote it.
 *
 * @param showsQuestions whether the student sees how each question was marked.
 */
export const scoreChangeOf = (grade: Grade, showsQuestions: boolean): ScoreChange | undefined => {
  const { before } = grade;
  if (before === undefined) return undefined;
  const score = scoreText(before);
  const shown = score !== null && { before: { score, best: bestText(before) } };
  if (grade.undoes) return { ...shown, isUndone: true, questions: [], reasons: [] };
  const questions = changedMarks(before, grade);
  const reasons = reasonsOf(before, grade);
  // Of an average, the questions that changed may be those of attempts which the grade does not hold.
  const isMarkedAnew = questions.length > 0 ? !showsQuestions : reasons.length === 0;
  return {
    ...shown,
    questions: showsQuestions ? questions : [],
    reasons: [...(isMarkedAnew ? (["marked"] as const) : []), ...reasons],
  };
};
