import * as z from "zod";
import { type Mailer, mailer } from "../../adapters/mailer.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import { once } from "../../adapters/once.ts";
import { Pacer } from "../../adapters/pacer.ts";
import { readScoreDetails } from "../../adapters/score-details.ts";
import { studentEnvelope } from "../../course/mail/envelope.ts";
import { type GradedTest, studentMail } from "../../course/mail/student-mail.ts";
import { type TellStudentOutput, tellStudentInputSchema } from "../../course/notices-run.ts";
import { type Release, releaseOf } from "../../course/release.ts";
import {
  type MailOutcome,
  type MailStudentInput,
  type MailStudentOutput,
  mailStudentInputSchema,
} from "../../course/run.ts";
import { keys } from "../../course/storage-keys.ts";
import { courseStore } from "../runtime/course-store.ts";
import { env } from "../runtime/env.ts";
import { queuedTask } from "../runtime/queued-task.ts";
import { sendOnce } from "./mail-ledger.ts";
import { tellStudent } from "./tell-student.ts";

export interface MailStudentDeps {
  readonly store: ObjectStore;
  readonly mailer: Mailer;
  readonly pacer: Pick<Pacer, "turn">;
  /** The students' page, without a slash at its end. */
  readonly pageUrl: () => string;
}

/** One for all messages of this worker: the workers, not the messages, share the account's rate. */
const workerPacer = once(() => new Pacer(env.mailsPerSecondPerWorker()));

const defaults = (): MailStudentDeps => ({
  store: courseStore(),
  mailer: mailer(),
  pacer: workerPacer(),
  pageUrl: env.pageUrl,
});

/** What the mail may show. A step that an earlier version began does not say when it began. */
const releaseInMail = ({ course, at }: MailStudentInput, { lastDeadline, receivedAt }: GradedTest): Release =>
  releaseOf(course, lastDeadline && { deadline: lastDeadline }, at ?? receivedAt);

const mailTest = async (
  input: MailStudentInput,
  test: GradedTest,
  { store, mailer, pacer, pageUrl }: MailStudentDeps,
): Promise<MailOutcome> => {
  const { runId, course, student } = input;
  const { subject, testId, revision, gradedAs } = test;
  const mail = { subject, testId, revision, ...(gradedAs && { gradedAs }) };
  const release = releaseInMail(input, test);
  if (release.score !== "now") return { ...mail, status: "withheld" };
  const details = await readScoreDetails(store, pageUrl(), student.studentId, test, release);
  await pacer.turn();
  const key = keys.mail(student.studentId, gradedAs ?? test, revision);
  const outcome = await sendOnce(store, key, runId, () =>
    mailer.send(studentEnvelope(course, student), studentMail(course, student, test, details)),
  );
  return { ...mail, ...outcome };
};

/**
 * Mails a student the score of each graded test, one mail for each, at most once for each test and revision of its grade. A
 * score that the course keeps back is not mailed.
 *
 * @throws TransientError when SES accepts nothing at the moment; mails that went out are not sent again.
 */
export const mailStudent = async (
  input: MailStudentInput,
  deps: MailStudentDeps = defaults(),
): Promise<MailStudentOutput> => {
  const mails: MailOutcome[] = [];
  for (const test of input.tests) {
    if (test.status === "graded") mails.push(await mailTest(input, test, deps));
  }
  return { mails };
};

/** Scores and notices share a queue and its workers, because together they may send no faster than SES takes mails. */
const inputSchema = z.union([mailStudentInputSchema, tellStudentInputSchema]);

const work = async (input: z.infer<typeof inputSchema>): Promise<MailStudentOutput | TellStudentOutput> =>
  "noticeId" in input ? tellStudent(input, defaults()) : mailStudent(input);

export const handler = queuedTask(inputSchema, work);
