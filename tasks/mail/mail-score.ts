import type { Mailer } from "../../adapters/mail/mailer.ts";
import type { Pacer } from "../../adapters/mail/pacer.ts";
import type { QuestionsOf } from "../../adapters/scores/marks.ts";
import { readScoreDetails } from "../../adapters/scores/score-details.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { type Release, releaseOf } from "../../course/grading/release.ts";
import { studentEnvelope } from "../../course/mail/envelope.ts";
import { type GradedTest, studentMail } from "../../course/mail/student-mail.ts";
import type { Addresses } from "../../course/page-links.ts";
import type { MailOutcome, MailStudentInput } from "../../course/run/run.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { sendOnce } from "../runtime/mail-ledger.ts";

export interface ScoreMailDeps {
  readonly store: ObjectStore;
  readonly mailer: Mailer;
  readonly pacer: Pick<Pacer, "turn">;
  readonly addresses: () => Addresses;
  /** @default - read for each mail */
  readonly questionsOf?: QuestionsOf;
}

/** Whose score, and in which run's name it is mailed. */
type ScoreOf = Omit<MailStudentInput, "tests">;

/** What the mail may show. A step that an earlier version began does not say when it began. */
const releaseInMail = ({ course, at }: ScoreOf, { lastDeadline, receivedAt }: GradedTest): Release =>
  releaseOf(course, lastDeadline && { deadline: lastDeadline }, at ?? receivedAt);

/**
 * Mails a student one score, at most once for each test and revision, unless the course keeps it back.
 *
 * @throws TransientError when SES accepts nothing at the moment.
 */
export const mailScore = async (
  input: ScoreOf,
  test: GradedTest,
  { store, mailer, pacer, addresses, questionsOf }: ScoreMailDeps,
): Promise<MailOutcome> => {
  const { runId, course, student } = input;
  const { subject, testId, revision, gradedAs } = test;
  const mail = { subject, testId, revision, ...(gradedAs && { gradedAs }) };
  const release = releaseInMail(input, test);
  if (release.score !== "now") return { ...mail, status: "withheld" };
  const { pageUrl } = addresses();
  const details = await readScoreDetails(store, pageUrl, student.studentId, test, release, questionsOf);
  await pacer.turn();
  const key = keys.mail(student.studentId, gradedAs ?? test, revision);
  const outcome = await sendOnce(store, key, runId, () =>
    mailer.send(studentEnvelope(course, student), studentMail(course, student, test, details)),
  );
  return { ...mail, ...outcome };
};
