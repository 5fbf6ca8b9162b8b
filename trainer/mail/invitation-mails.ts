import { NotFoundError } from "../../adapters/errors.ts";
import { mapBounded } from "../../adapters/storage/bounded.ts";
import { readJsonLines } from "../../adapters/storage/json-store.ts";
import { type StudentId, toInstant } from "../../course/ids.ts";
import type { InvitationRecord } from "../../course/mail/invitation.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { type Student, studentSchema } from "../../course/student.ts";
import { takeBackKey } from "../api-key.ts";
import type { CourseBucket } from "../aws/bucket.ts";
import { type InviteDeps, inviteStudent } from "../invite/invite-student.ts";
import { type KeyStanding, keyStanding, type OpenMail } from "../invite/key-standing.ts";
import { TrainerError } from "../trainer-error.ts";
import { mailId } from "./mail-id.ts";
import type { UnsureMail, YoungMail } from "./unsure-mail.ts";

const parallelReads = 16;

const idOf = (studentId: StudentId): string => mailId({ kind: "invitation", studentId });

/** Invitations of the students on the list for whom nobody knows whether they have their present key. */
export async function* unsureInvitations(bucket: CourseBucket): AsyncIterable<UnsureMail | YoungMail> {
  const look = async ({ studentId }: Student) => unsure(studentId, await keyStanding(bucket, studentId));
  for await (const mail of mapBounded(listed(bucket), parallelReads, look)) if (mail) yield mail;
}

/** Nobody, before a course is published. */
async function* listed(bucket: CourseBucket): AsyncIterable<Student> {
  try {
    yield* readJsonLines(bucket, keys.roster, studentSchema);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
}

const unsure = (studentId: StudentId, standing: KeyStanding): UnsureMail | YoungMail | null => {
  const id = idOf(studentId);
  switch (standing.kind) {
    case "unknown":
      return { id, state: "unknown", reason: "The mail with the key was begun and never confirmed." };
    case "not-mailed":
      return { id, state: "not-sent", reason: "The key was made and not mailed." };
    case "under-way":
      return { id, state: "under-way", judgeableAt: standing.judgeableAt };
    default:
      return null;
  }
};

/**
 * Mails the student another key: the one that was mailed is stored nowhere, and ends.
 *
 * @throws TrainerError when the student has a key, or none was made, or the mail did not surely go out.
 */
export const resendInvitation = async (deps: InviteDeps, studentId: StudentId): Promise<Student> => {
  await openInvitation(deps.store, studentId);
  for await (const student of readJsonLines(deps.store, keys.roster, studentSchema)) {
    if (student.studentId !== studentId) continue;
    const invited = await inviteStudent(deps, student, { rotate: false });
    if (invited.status === "invited") return student;
    const reason = "reason" in invited ? invited.reason : "Somebody else has just taken it up.";
    throw new TrainerError(`${idOf(studentId)} did not surely go out: ${reason}`);
  }
  throw new TrainerError(`There is no student "${studentId}" on the list to send it to.`);
};

/**
 * Writes down what the trainer found out. A key that did not arrive is taken away, so that the next invitation makes one.
 */
export const settleInvitation = async (
  bucket: CourseBucket,
  studentId: StudentId,
  isSent: boolean,
): Promise<void> => {
  const { key, etag } = await openInvitation(bucket, studentId);
  const at = toInstant(new Date());
  const record: InvitationRecord = isSent
    ? { state: "sent", at, messageId: "" }
    : { state: "released", at, reason: "The trainer says that it did not go out." };
  const place = keys.invitation(studentId, key.sha256);
  if (!(await bucket.replace(place, JSON.stringify(record), etag))) {
    throw new TrainerError(`Somebody else has just taken up ${idOf(studentId)}; nothing was done.`);
  }
  if (!isSent) await takeBackKey(bucket, studentId, key, null);
};

/** @throws TrainerError when there is nothing to settle, or not yet. */
const openInvitation = async (store: InviteDeps["store"], studentId: StudentId): Promise<OpenMail> => {
  const standing = await keyStanding(store, studentId);
  const id = idOf(studentId);
  switch (standing.kind) {
    case "unknown":
    case "not-mailed":
      return standing;
    case "under-way":
      throw new TrainerError(
        `${id} may be under way at this moment; nothing was done. Look again in a minute.`,
      );
    case "has-key":
      throw new TrainerError(`${id}: nothing is open, the student has a key; nothing was done.`);
    case "none":
      throw new TrainerError(
        `${id}: the student has no key; nothing was done. Make one with: bin/trainer invite --student ${studentId}`,
      );
  }
};
