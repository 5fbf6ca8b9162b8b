import * as z from "zod";
import { mailer } from "../../adapters/mail/mailer.ts";
import { Pacer } from "../../adapters/mail/pacer.ts";
import { readQuestions } from "../../adapters/scores/marks.ts";
import { once } from "../../adapters/storage/once.ts";
import type { Instant } from "../../course/ids.ts";
import { type TellStudentOutput, tellStudentInputSchema } from "../../course/notices/notices-run.ts";
import {
  type MailOutcome,
  type MailStudentInput,
  type MailStudentOutput,
  mailStudentInputSchema,
} from "../../course/run/run.ts";
import { studentFailure } from "../../course/run/student-failure.ts";
import { courseStore } from "../runtime/course-store.ts";
import { env } from "../runtime/env.ts";
import { queuedTask } from "../runtime/queued-task.ts";
import { StudentFailedError } from "../runtime/student-failed.ts";
import { mailScore, type ScoreMailDeps } from "./mail-score.ts";
import { sharedQuestions } from "./shared-questions.ts";
import { tellStudent } from "./tell-student.ts";

/** One for all messages of this worker: the workers, not the messages, share the account's rate. */
const workerPacer = once(() => new Pacer(env.mailsPerSecondPerWorker()));

const questionsAt = once(() => sharedQuestions((test) => readQuestions(courseStore(), test)));

/** @param at when the message was received; null: not known. */
const defaults = (at: Instant | null): ScoreMailDeps => ({
  store: courseStore(),
  mailer: mailer(),
  pacer: workerPacer(),
  addresses: env.addresses,
  questionsOf: questionsAt()(at),
});

/**
 * Mails a student the score of each graded test, one mail for each, at most once for each test and revision of its grade. A
 * score that the course keeps back is not mailed.
 *
 * @throws TransientError when SES accepts nothing at the moment; mails that went out are not sent again.
 * @throws StudentFailedError when a test could not be graded, after the mails about the others.
 */
export const mailStudent = async (
  input: MailStudentInput,
  deps: ScoreMailDeps,
): Promise<MailStudentOutput> => {
  const mails: MailOutcome[] = [];
  for (const test of input.tests) {
    if (test.status === "graded") mails.push(await mailScore(input, test, deps));
  }
  if (input.failed) throw new StudentFailedError(studentFailure(input, mails));
  return { mails };
};

/** Scores and notices share a queue and its workers, because together they may send no faster than SES takes mails. */
const inputSchema = z.union([mailStudentInputSchema, tellStudentInputSchema]);

const work = async (
  input: z.infer<typeof inputSchema>,
  receivedAt: Instant | null,
): Promise<MailStudentOutput | TellStudentOutput> =>
  "noticeId" in input
    ? tellStudent(input, receivedAt, defaults(receivedAt))
    : mailStudent(input, defaults(receivedAt));

export const handler = queuedTask(inputSchema, work);
