import { createHash } from "node:crypto";
import { rosterOfPart } from "../../adapters/runs/run-roster.ts";
import { forEachBounded } from "../../adapters/storage/bounded.ts";
import type { LongObjectStore } from "../../adapters/storage/object-store.ts";
import { canonicalSubmission } from "../../course/attempts.ts";
import { type StudentId, submissionIdSchema, toInstant } from "../../course/ids.ts";
import type { CloseRunOutput, RosterLine, StudentResult } from "../../course/run/run.ts";
import { mostStudentsOfPart } from "../../course/run/run-part.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { Submission } from "../../course/submission.ts";
import { AnswerKeys } from "../../tasks/grading/answer-keys.ts";
import { closePart } from "../../tasks/grading/close-part.ts";
import { closeRun } from "../../tasks/grading/close-run.ts";
import { gradeStudent } from "../../tasks/grading/grade-student.ts";
import { openRun } from "../../tasks/grading/open-run.ts";
import { mailStudent } from "../../tasks/mail/mail-student.ts";
import type { CourseTest } from "../../trainer/course-folder/course.ts";
import { answersFor } from "../class/answers.ts";
import { rightAnswersOf } from "./course.ts";
import { writeNotices } from "./write-notices.ts";
import { lanes, silentMail, type WrittenWeek, writeResults } from "./written-week.ts";

const minuteMs = 60 * 1000;
const hourMs = 60 * minuteMs;

const submissionOf = (studentId: StudentId, test: CourseTest, atMs: number): Submission | null => {
  const right = rightAnswersOf(studentId, test);
  if (right === null) return null;
  const { subject, testId } = test;
  const content = { studentId, subject, testId, answers: answersFor(test, { right }) };
  const hash = createHash("sha256").update(canonicalSubmission(content)).digest("hex");
  const submissionId = submissionIdSchema.parse(hash.slice(0, 32));
  return { submissionId, receivedAt: toInstant(new Date(atMs)), ...content };
};

const hasSubmitted = async (
  store: LongObjectStore,
  studentId: StudentId,
  test: CourseTest,
): Promise<boolean> => {
  for await (const _ of store.list(keys.submissions(studentId, test))) return true;
  return false;
};

/** Hands in for everybody who has not yet done so, an hour before the deadline. */
const handIn = ({ store, studentIds, tests, deadlineMs }: WrittenWeek): Promise<void> =>
  forEachBounded(studentIds, lanes, async (studentId) => {
    for (const test of tests) {
      const submission = submissionOf(studentId, test, deadlineMs - hourMs);
      if (submission === null || (await hasSubmitted(store, studentId, test))) continue;
      const key = keys.submission(studentId, test, submission.receivedAt, submission.submissionId);
      await store.create(key, JSON.stringify(submission));
      const { receivedAt, submissionId, subject, testId } = submission;
      const pointer = { studentId, subject, testId, receivedAt, submissionId };
      await store.create(keys.handedIn(studentId, test, receivedAt, submissionId), JSON.stringify(pointer));
    }
  });

/** The week's notices, submissions and grading run, by the tasks of both state machines. @throws {Error} when nothing was due. */
export const writeWeek = async (week: WrittenWeek): Promise<CloseRunOutput> => {
  const { store, bucketName, executionArn, deadlineMs } = week;
  await writeNotices(week);
  await handIn(week);
  const scheduledTime = new Date(deadlineMs).toISOString();
  const opened = await openRun(
    { executionArn, startedAt: scheduledTime, request: { scheduledTime } },
    { store, bucketName, lateWritesSeconds: 35, studentsOfPart: mostStudentsOfPart },
  );
  if (opened.status !== "open") throw new Error(`The run of ${scheduledTime} is ${opened.status}.`);
  const { runId, course } = opened;
  const answerKeys = new AnswerKeys(store);
  const gradeAndMail = async ({ tests, ...student }: RosterLine): Promise<StudentResult> => {
    const graded = await gradeStudent(
      { runId, scale: course.scale, student: { ...student, tests } },
      { store, answerKeys },
    );
    const input = { runId, course, student, tests: graded.tests };
    const { mails } = await mailStudent(input, silentMail(store));
    return { studentId: student.studentId, tests: graded.tests, mails };
  };
  const at = toInstant(new Date(deadlineMs + minuteMs));
  const deps = { store, countInMetrics: () => undefined };
  for (const part of opened.parts) {
    const roster = await Array.fromAsync(rosterOfPart(store, runId, part.part));
    const results: StudentResult[] = [];
    await forEachBounded(roster, lanes, async (line) => {
      results.push(await gradeAndMail(line));
    });
    const key = await writeResults(week, part.resultsPrefix, results);
    await closePart({ runId, course, part, manifest: { bucket: bucketName, key } }, deps);
  }
  return closeRun({ runId, course, at }, deps);
};
