import { type ListedAttempts, listAttempts } from "../../adapters/course-reader.ts";
import { CorruptError, NotFoundError } from "../../adapters/errors.ts";
import { readCounting } from "../../adapters/scores/counting-submissions.ts";
import { createScoreList, updateScoreList } from "../../adapters/scores/score-list.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { countAttempts } from "../../course/grading/counting.ts";
import type { Grade } from "../../course/grading/grade.ts";
import { scoreOf } from "../../course/grading/score.ts";
import { entryOfGrade, type ScoreEntry, withOutcome } from "../../course/grading/score-list.ts";
import {
  type DueTest,
  type GradeStudentInput,
  type GradeStudentOutput,
  gradeStudentInputSchema,
  type TestOutcome,
} from "../../course/run/run.ts";
import { studentFailure } from "../../course/run/student-failure.ts";
import { keptEntries, keptSince } from "../../course/storage/expiry.ts";
import { goesBy } from "../../course/test-names.ts";
import { cutLine } from "../../course/text/cut-line.ts";
import { courseStore } from "../runtime/course-store.ts";
import { logger } from "../runtime/logger.ts";
import { queuedTask } from "../runtime/queued-task.ts";
import { StudentFailedError } from "../runtime/student-failed.ts";
import { type AnswerKeys, answerKeys } from "./answer-keys.ts";
import { restoreGrade, storeGrade } from "./grades.ts";

export interface GradeStudentDeps {
  readonly store: ObjectStore;
  readonly answerKeys: AnswerKeys;
}

const defaults = (): GradeStudentDeps => ({ store: courseStore(), answerKeys: answerKeys() });

/**
 * In characters. A Fail state's cause may have 32,768 and contains the result of each of the student's tests, so at 500
 * there is room for more than 30 failed tests.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html
 */
const longestReason = 500;

/** The result of a test: for the run, and for the student's list of scores. */
interface Graded {
  readonly outcome: TestOutcome;
  readonly entry: ScoreEntry;
}

/** The grade as it is stored now; null: nothing came in time. */
const gradeOf = async (
  { runId, scale, student: { studentId } }: GradeStudentInput,
  test: DueTest,
  listed: ListedAttempts,
  { store, answerKeys }: GradeStudentDeps,
): Promise<Grade | null> => {
  if (test.undo) return restoreGrade(store, studentId, test, { run: test.undo, by: runId });
  const submissions = await readCounting(store, studentId, test, listed);
  if (submissions.length === 0) return null;
  const counted = countAttempts(test.counts, submissions, await answerKeys.of(runId, test));
  const { subject, testId } = test;
  return storeGrade(store, { studentId, subject, testId, scale, runId, ...counted }, test.renamedFrom);
};

const gradeTest = async (
  input: GradeStudentInput,
  test: DueTest,
  listed: ListedAttempts,
  deps: GradeStudentDeps,
): Promise<Graded> => {
  const { runId } = input;
  const { subject, testId, title } = test;
  const without = { subject, testId };
  try {
    const grade = await gradeOf(input, test, listed, deps);
    if (grade === null) {
      const status = "missing";
      return { outcome: { status, ...without }, entry: { status, ...without, runId } };
    }
    const entry = entryOfGrade(grade, test);
    const { revision, gradedAs, receivedAt } = entry;
    const score = { revision, ...scoreOf({ ...entry, scale: grade.scale }), receivedAt };
    const beside = { ...(gradedAs && { gradedAs }), ...(grade.undoes && { undoes: grade.undoes }) };
    const later = test.lastDeadline && { lastDeadline: test.lastDeadline };
    return { outcome: { status: "graded", subject, testId, title, ...score, ...beside, ...later }, entry };
  } catch (error) {
    if (!(error instanceof CorruptError || error instanceof NotFoundError)) throw error;
    const status = "failed";
    const reason = cutLine(error.message, longestReason);
    return { outcome: { status, ...without, reason }, entry: { status, ...without, runId } };
  }
};

/**
 * Whether the student has no grade but those of these tests: there is none without a submission, and all submissions are of
 * them. (A student without submissions may have a list, with tests that were missed.)
 */
const isFirstGraded = (
  { student: { tests } }: GradeStudentInput,
  { attempts, strays }: ListedAttempts,
  graded: readonly Graded[],
): boolean => {
  const done = tests.filter(({ undo }, index) => !undo && graded[index]?.entry.status === "graded");
  return (
    attempts.length > 0 &&
    strays.length === 0 &&
    attempts.every((attempt) => done.some((test) => goesBy(test, attempt)))
  );
};

/**
 * The list repeats what the grades say. If it is corrupt, the API reads the grades, so the student does not fail for it.
 */
const recordScores = async (
  { store }: GradeStudentDeps,
  input: GradeStudentInput,
  listed: ListedAttempts,
  graded: readonly Graded[],
): Promise<void> => {
  const { runId, course, student } = input;
  const { studentId, tests } = student;
  const since = keptSince(course?.keepMonths, runId);
  const withOutcomes = (entries: readonly ScoreEntry[]): readonly ScoreEntry[] =>
    tests.reduce<readonly ScoreEntry[]>(
      (list, test, index) => {
        const entry = graded[index]?.entry;
        return entry ? withOutcome(list, test, entry) : list;
      },
      keptEntries(entries, since),
    );
  try {
    const isNew = isFirstGraded(input, listed, graded);
    if (isNew && (await createScoreList(store, studentId, withOutcomes([])))) return;
    await updateScoreList(store, studentId, withOutcomes);
  } catch (error) {
    if (!(error instanceof CorruptError)) throw error;
    logger.error("A student's list of scores is corrupt; it was left as it is.", { studentId });
  }
};

/**
 * Grades each due test of one student by the submissions in time that its rule looks at. Grading again changes nothing. A corrupt object
 * fails only its own test, and the reason names the object and what is wrong; the other tests are graded. The outcomes go
 * into the student's list of scores.
 */
export const gradeStudent = async (
  input: GradeStudentInput,
  deps: GradeStudentDeps = defaults(),
): Promise<GradeStudentOutput> => {
  const listed = await listAttempts(deps.store, input.student.studentId);
  const graded = await Promise.all(input.student.tests.map((test) => gradeTest(input, test, listed, deps)));
  await recordScores(deps, input, listed, graded);
  const tests = graded.map(({ outcome }) => outcome);
  const count = (status: TestOutcome["status"]): number =>
    tests.filter((outcome) => outcome.status === status).length;
  return { tests, graded: count("graded"), failed: count("failed") };
};

/** @throws StudentFailedError when no test was graded and one failed: nobody has anything to mail. */
const work = async (input: GradeStudentInput): Promise<GradeStudentOutput> => {
  const output = await gradeStudent(input);
  if (output.failed > 0 && output.graded === 0) {
    throw new StudentFailedError(studentFailure({ ...input, tests: output.tests }, []));
  }
  return output;
};

export const handler = queuedTask(gradeStudentInputSchema, work);
