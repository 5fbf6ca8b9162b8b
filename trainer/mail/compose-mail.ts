import { readSettings } from "../../adapters/course-reader.ts";
import { type ComposedMail, composeGradebookMail } from "../../adapters/mail/gradebook-mail.ts";
import { readScoreDetails } from "../../adapters/scores/score-details.ts";
import { findJson, readJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { gradeSchema } from "../../course/grading/grade.ts";
import { releaseOf } from "../../course/grading/release.ts";
import { type Instant, testPath } from "../../course/ids.ts";
import { studentEnvelope, trainerEnvelope } from "../../course/mail/envelope.ts";
import { failureMail } from "../../course/mail/failure-mail.ts";
import { studentMail } from "../../course/mail/student-mail.ts";
import { runRecordSchema } from "../../course/run/run-record.ts";
import type { Settings } from "../../course/settings.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { profileSchema } from "../../course/student.ts";
import { testIndexSchema } from "../../course/test.ts";
import { testOf } from "../../course/test-names.ts";
import { TrainerError } from "../trainer-error.ts";
import { type MailRef, mailId, type StudentMailRef, type TrainerMailRef } from "./mail-id.ts";

/** Where and when a mail is composed. */
export interface MailPlace {
  readonly bucketName: string;
  /** The students' page, without a slash at its end; null: the stack has none. */
  readonly pageUrl: string | null;
  readonly now: Instant;
}

/**
 * Composes a mail of the ledger once more, from the stored grade, report and run record. It goes to
 * the student's present address, which may have been corrected.
 *
 * @throws TrainerError when what the mail was about is not there any more.
 */
export const composeMail = async (
  store: ObjectStore,
  place: MailPlace,
  ref: MailRef,
): Promise<ComposedMail> => {
  const settings = await readSettings(store);
  if (ref.kind === "student") return ofStudent(store, settings, place, ref);
  const { bucketName } = place;
  return ref.mail === "gradebook"
    ? composeGradebookMail(store, bucketName, { runId: ref.runId, course: settings })
    : ofFailure(store, settings, ref);
};

const ofStudent = async (
  store: ObjectStore,
  settings: Settings,
  { pageUrl, now }: MailPlace,
  ref: StudentMailRef,
): Promise<ComposedMail> => {
  const [grade, profile, tests] = await Promise.all([
    findJson(store, keys.grade(ref.studentId, ref), gradeSchema),
    findJson(store, keys.profile(ref.studentId), profileSchema),
    findJson(store, keys.tests, testIndexSchema),
  ]);
  if (profile === null) throw new TrainerError(`There is no student "${ref.studentId}" to send it to.`);
  if (grade === null) throw new TrainerError(`There is no grade for ${mailId(ref)} any more.`);
  if (grade.revision !== ref.revision) {
    throw new TrainerError(
      `${mailId(ref)} is about an earlier grade: it is at revision ${grade.revision} now, which has a mail of its own. To take the old one off the list: bin/trainer mail --settle ${mailId(ref)} --not-sent`,
    );
  }
  const test = testOf(ref, tests ?? []);
  const release = releaseOf(settings, test, now);
  const { subject, testId, title } = test ?? { ...ref, title: testPath(ref) };
  const gradedAs = { subject: ref.subject, testId: ref.testId };
  const graded = { ...grade, subject, testId, title, gradedAs, status: "graded" as const };
  const details = await readScoreDetails(store, pageUrl, ref.studentId, graded, release);
  const mail = studentMail(settings, profile, graded, details);
  return { envelope: studentEnvelope(settings, profile), mail, attachments: [] };
};

const ofFailure = async (
  store: ObjectStore,
  settings: Settings,
  { runId }: TrainerMailRef,
): Promise<ComposedMail> => {
  const { executionArn, failure } = await readJson(store, keys.run(runId), runRecordSchema);
  if (failure === undefined) {
    throw new TrainerError(
      `Run ${runId} was closed before it failed, so its record does not say why. Its history does: ${executionArn}`,
    );
  }
  const mail = failureMail(settings.title, { executionArn, request: {}, runId, ...failure });
  return { envelope: trainerEnvelope(settings), mail, attachments: [] };
};
