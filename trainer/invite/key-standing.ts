import { randomUUID } from "node:crypto";
import { findJson, parseJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { type Instant, toInstant } from "../../course/ids.ts";
import { type InvitationRecord, invitationRecordSchema } from "../../course/mail/invitation.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { type Profile, profileSchema, type Student } from "../../course/student.ts";
import type { CourseBucket } from "../aws/bucket.ts";

export type InvitationStore = ObjectStore & Pick<CourseBucket, "getAged" | "modifiedAt">;

type StudentId = Student["studentId"];
type ApiKey = NonNullable<Profile["apiKey"]>;

/** A key whose mail was begun and not finished, with the version of its record. */
export interface OpenMail {
  readonly key: ApiKey;
  readonly etag: string;
  readonly record: InvitationRecord;
}

/**
 * What is known of a student's key. `not-mailed`: surely nobody has it. `unknown`: the student may have it. `under-way`:
 * another command may be mailing it at this moment.
 */
export type KeyStanding =
  | { readonly kind: "none" }
  | { readonly kind: "has-key" }
  | { readonly kind: "under-way"; readonly judgeableAt: Instant }
  | ({ readonly kind: "not-mailed" } & OpenMail)
  | ({ readonly kind: "unknown" } & OpenMail);

/**
 * A command that claimed an invitation longer ago than this no longer mails it: it waits 10 s for a connection to SES and
 * 15 s for the answer (commands/session.ts). The rest is for clocks that differ.
 */
export const mailingEndsMs = 60_000;

export const keyStanding = async (store: InvitationStore, studentId: StudentId): Promise<KeyStanding> => {
  const profile = await findJson(store, keys.profile(studentId), profileSchema);
  const key = profile?.apiKey ?? null;
  if (key === null) return { kind: "none" };
  const place = keys.invitation(studentId, key.sha256);
  const stored = await store.getAged(place);
  if (stored === null) return { kind: "has-key" };
  const record = parseJson(stored.text, invitationRecordSchema, place);
  const open: OpenMail = { key, etag: stored.etag, record };
  switch (record.state) {
    case "sent":
      return { kind: "has-key" };
    case "prepared":
    case "released":
      return { kind: "not-mailed", ...open };
    default:
      if (record.state === "claimed" && stored.ageMs < mailingEndsMs) {
        const endsMs = stored.readAtMs - stored.ageMs + mailingEndsMs;
        return { kind: "under-way", judgeableAt: toInstant(new Date(endsMs)) };
      }
      return (await hasBeenUsed(store, studentId)) ? { kind: "has-key" } : { kind: "unknown", ...open };
  }
};

/** A student who has handed in something since the key was stored has the key, even if the mail was never confirmed. */
const hasBeenUsed = async (store: InvitationStore, studentId: StudentId): Promise<boolean> => {
  const storedBy = await store.modifiedAt(keys.profile(studentId));
  for await (const key of store.list(keys.submissions(studentId))) {
    const receivedAt = key.slice(key.lastIndexOf("/") + 1, key.lastIndexOf("-"));
    if (receivedAt > storedBy) return true;
  }
  return false;
};

/** Takes over a mail that was begun and not finished. false: somebody else has, or it was finished meanwhile. */
export const takeOver = (
  store: ObjectStore,
  studentId: StudentId,
  { key, etag, record }: OpenMail,
): Promise<boolean> => {
  const by = { at: toInstant(new Date()), takeover: randomUUID() };
  const taken: InvitationRecord =
    record.state === "claimed" || record.state === "unknown"
      ? { state: "unknown", reason: "An earlier command began to mail it and never said that it had.", ...by }
      : { state: "prepared", ...by };
  return store.replace(keys.invitation(studentId, key.sha256), JSON.stringify(taken), etag);
};
