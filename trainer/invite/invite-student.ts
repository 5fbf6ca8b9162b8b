import { toInstant } from "../../course/ids.ts";
import { type InvitationRecord, invitationLink, invitationRecordSchema } from "../../course/invitation.ts";
import { studentEnvelope } from "../../course/mail/envelope.ts";
import { invitationMail } from "../../course/mail/invitation-mail.ts";
import type { Settings } from "../../course/settings.ts";
import { keys } from "../../course/storage-keys.ts";
import { profileSchema, type Student } from "../../course/student.ts";
import { findJson } from "../../tasks/runtime/json-store.ts";
import type { Mailer } from "../../tasks/runtime/mailer.ts";
import type { ObjectStore } from "../../tasks/runtime/object-store.ts";
import type { Pacer } from "../../tasks/runtime/pacer.ts";
import { drawKey, type NewKey, storeKey, takeBackKey } from "../api-key.ts";

export interface InviteDeps {
  readonly store: ObjectStore;
  readonly mailer: Mailer;
  readonly pacer: Pick<Pacer, "turn">;
  readonly settings: Settings;
  readonly pageUrl: string;
  readonly apiUrl: string;
}

/**
 * What became of one student. `unsure`: the mail was begun, now or by an earlier command, and nobody knows whether it went
 * out; the key works. `not-sent`: it surely did not go out, and the student's key is as it was before.
 */
export type Invited =
  | { readonly studentId: Student["studentId"]; readonly status: "invited" | "has-key" }
  | {
      readonly studentId: Student["studentId"];
      readonly status: "unsure" | "not-sent";
      readonly reason: string;
    };

const begunBefore = "An earlier command began to send it and never said that it had.";

/** What is known of a student's key before anything is done: null: there is none. */
export const keyStanding = async (
  store: ObjectStore,
  studentId: Student["studentId"],
): Promise<Invited | null> => {
  const profile = await findJson(store, keys.profile(studentId), profileSchema);
  const key = profile?.apiKey ?? null;
  if (key === null) return null;
  const record = await findJson(store, keys.invitation(studentId, key.sha256), invitationRecordSchema);
  return record?.state === "claimed"
    ? { studentId, status: "unsure", reason: begunBefore }
    : { studentId, status: "has-key" };
};

const now = () => toInstant(new Date());

/**
 * Makes a key for a student who has none, or with `rotate` another one, and mails it. Claimed in the mail ledger under the
 * key before the key is stored, and stored before it is mailed: of two who try, one sends, and a command that is cut short
 * leaves a trace that the next one finds.
 */
export const inviteStudent = async (
  deps: InviteDeps,
  student: Student,
  { rotate }: { readonly rotate: boolean },
): Promise<Invited> => {
  const { store, pacer } = deps;
  const { studentId } = student;
  const standing = rotate ? null : await keyStanding(store, studentId);
  if (standing !== null) return standing;
  await pacer.turn();
  const drawn = drawKey(studentId);
  const place = keys.invitation(studentId, drawn.sha256);
  const record = (entry: InvitationRecord): Promise<void> => store.put(place, JSON.stringify(entry));
  await record({ state: "claimed", at: now() });
  const before = await storeKey(store, studentId, drawn, { rotate });
  if (before === "kept") {
    await record({ state: "released", at: now(), reason: "Somebody else made a key at the same time." });
    return { studentId, status: "has-key" };
  }
  const outcome = await send(deps, student, drawn);
  if (outcome.status === "unknown") return { studentId, status: "unsure", reason: outcome.reason };
  if (outcome.status === "sent") {
    await record({ state: "sent", at: now(), messageId: outcome.messageId });
    return { studentId, status: "invited" };
  }
  await takeBackKey(store, studentId, drawn, before);
  await record({ state: "released", at: now(), reason: outcome.reason });
  return { studentId, status: "not-sent", reason: outcome.reason };
};

const send = ({ mailer, settings, pageUrl, apiUrl }: InviteDeps, student: Student, { key }: NewKey) => {
  const link = invitationLink(pageUrl, student.studentId);
  return mailer.send(
    studentEnvelope(settings, student),
    invitationMail(settings, student, { link, apiUrl, key }),
  );
};
