import { type ListedAttempts, listAttempts } from "../../adapters/course-reader.ts";
import { CorruptError, NotFoundError } from "../../adapters/errors.ts";
import { readJson } from "../../adapters/json-store.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import { countingAttempt } from "../../course/attempts.ts";
import { versionAnswered } from "../../course/earlier-version.ts";
import { type StudentId, testPath } from "../../course/ids.ts";
import { markSubmission } from "../../course/marking.ts";
import {
  type DueTest,
  type GradeStudentInput,
  type GradeStudentOutput,
  gradeStudentInputSchema,
  type TestOutcome,
} from "../../course/run.ts";
import { keys } from "../../course/storage-keys.ts";
import { type Submission, submissionSchema } from "../../course/submission.ts";
import { refsOf } from "../../course/test-names.ts";
import { courseStore } from "../runtime/course-store.ts";
import { queuedTask } from "../runtime/queued-task.ts";
import { type AnswerKeys, answerKeys } from "./answer-keys.ts";
import { storeGrade } from "./grades.ts";

export interface GradeStudentDeps {
  readonly store: ObjectStore;
  readonly answerKeys: AnswerKeys;
}

const defaults = (): GradeStudentDeps => ({ store: courseStore(), answerKeys: answerKeys() });

/** The attempt that counts, read. null: none came in time. @throws CorruptError */
const readCounting = async (
  store: ObjectStore,
  studentId: StudentId,
  test: DueTest,
  listed: ListedAttempts,
): Promise<Submission | null> => {
  const folders = refsOf(test).map((ref) => keys.submissions(studentId, ref));
  const stray = listed.strays.find((key) => folders.some((folder) => key.startsWith(folder)));
  if (stray !== undefined) throw new CorruptError(stray, "its name is not that of a submission.");
  const attempt = countingAttempt(listed.attempts, test);
  if (attempt === null) return null;
  const submission = await readJson(store, attempt.key, submissionSchema);
  const { receivedAt, submissionId } = submission;
  const ownKey = keys.submission(submission.studentId, submission, receivedAt, submissionId);
  if (ownKey !== attempt.key) throw new CorruptError(attempt.key, `it says that it is ${ownKey}.`);
  return submission;
};

/**
 * In characters. A Fail state's cause may have 32,768 and contains the result of each of the student's tests, so at 500 there
 * is room for more than 30 failed tests.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html
 */
const longestReason = 500;

const shortened = (reason: string): string =>
  reason.length > longestReason ? `${reason.slice(0, longestReason - 1)}…` : reason;

const gradeTest = async (
  { runId, scale, student }: GradeStudentInput,
  test: DueTest,
  listed: ListedAttempts,
  deps: GradeStudentDeps,
): Promise<TestOutcome> => {
  const { subject, testId, title } = test;
  try {
    const submission = await readCounting(deps.store, student.studentId, test, listed);
    if (submission === null) return { status: "missing", subject, testId };
    const { submissionId, receivedAt, answers } = submission;
    const { answerKey, earlier } = await deps.answerKeys.of(runId, test);
    const marked = markSubmission(answerKey, versionAnswered(submission, earlier), answers);
    const identity = {
      studentId: student.studentId,
      subject,
      testId,
      scale,
      submissionId,
      receivedAt,
      runId,
    };
    const grade = await storeGrade(deps.store, { ...identity, ...marked }, test.renamedFrom);
    const { revision, right, questions } = grade;
    const gradedAs = testPath(grade) === testPath(test) ? {} : { gradedAs: refsOf(grade)[0] };
    const score = { revision, right, questions, scale, receivedAt, ...gradedAs };
    return { status: "graded", subject, testId, title, ...score };
  } catch (error) {
    if (!(error instanceof CorruptError || error instanceof NotFoundError)) throw error;
    return { status: "failed", subject, testId, reason: shortened(error.message) };
  }
};

/**
 * Grades each due test of one student by the latest submission in time. Grading again changes nothing. A corrupt object
 * fails only its own test, and the reason names the object and what is wrong; the other tests are graded.
 */
export const gradeStudent = async (
  input: GradeStudentInput,
  deps: GradeStudentDeps = defaults(),
): Promise<GradeStudentOutput> => {
  const listed = await listAttempts(deps.store, input.student.studentId);
  const tests = await Promise.all(input.student.tests.map((test) => gradeTest(input, test, listed, deps)));
  const count = (status: TestOutcome["status"]): number =>
    tests.filter((outcome) => outcome.status === status).length;
  return { tests, graded: count("graded"), failed: count("failed") };
};

export const handler = queuedTask(gradeStudentInputSchema, (input) => gradeStudent(input));
