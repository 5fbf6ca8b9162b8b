import * as z from "zod";
import { type Instant, instantSchema, type QuestionId } from "../ids.ts";
import { type Submission, versionSchema } from "../submission.ts";
import {
  type AnswerKeyEntry,
  answerKeySchema,
  isSameQuestion,
  type Question,
  questionsSchema,
} from "../test.ts";

/**
 * Earlier questions of a test. A submission that answers them is graded by them: by their own answer key, and for a question
 * that did not change, by the present key.
 */
export const earlierVersionSchema = z.object({
  version: versionSchema,
  /** When they were replaced. An earlier submission that does not say which questions it answers, answers these. */
  until: instantSchema,
  questions: questionsSchema,
  answerKey: answerKeySchema,
});

/** `course/tests/<subject>/<testId>/superseded.json`, in the order in which they were replaced. */
export const earlierVersionsSchema = z.array(earlierVersionSchema);

export type EarlierVersion = z.infer<typeof earlierVersionSchema>;

/** The earlier questions that a submission answers; null: it answers the present ones. */
export const versionAnswered = (
  { version, receivedAt }: Pick<Submission, "version" | "receivedAt">,
  earlier: readonly EarlierVersion[],
): EarlierVersion | null => {
  if (version !== undefined) return earlier.findLast((candidate) => candidate.version === version) ?? null;
  const inOrder = earlier.toSorted((a, b) => (a.until < b.until ? -1 : 1));
  return inOrder.find(({ until }) => receivedAt < until) ?? null;
};

/** The questions of a test, and the right answers. */
export interface Content {
  readonly questions: readonly Question[];
  readonly answerKey: readonly AnswerKeyEntry[];
}

/**
 * The earlier versions of a test after `present` is published. A corrected key of a question applies to every version that
 * contains the question in its present form.
 *
 * @param replaced the version that `present` replaces; null: the questions are the same.
 */
export const earlierVersions = (
  earlier: readonly EarlierVersion[],
  replaced: (Content & { readonly version: string }) | null,
  present: Content,
  now: Instant,
): EarlierVersion[] => {
  const isKnown = replaced !== null && earlier.at(-1)?.version === replaced.version;
  const before = isKnown ? earlier.slice(0, -1) : earlier;
  const all = replaced === null ? before : [...before, { ...replaced, until: now }];
  const keyOf = new Map(present.answerKey.map((entry) => [entry.questionId, entry]));
  const questionOf = new Map(present.questions.map((question) => [question.questionId, question]));
  return all.map(({ version, until, questions, answerKey }) => {
    const still = new Set<QuestionId>(questions.filter(stands(questionOf)).map((q) => q.questionId));
    const mended = answerKey.map(
      (entry) => (still.has(entry.questionId) ? keyOf.get(entry.questionId) : null) ?? entry,
    );
    return { version, until, questions: [...questions], answerKey: mended };
  });
};

const stands =
  (present: ReadonlyMap<QuestionId, Question>) =>
  (question: Question): boolean => {
    const now = present.get(question.questionId);
    return now !== undefined && isSameQuestion(now, question);
  };
