import type { Mailer } from "../../adapters/mail/mailer.ts";
import type { Pacer } from "../../adapters/mail/pacer.ts";
import { findVersioned } from "../../adapters/storage/json-store.ts";
import { toInstant } from "../../course/ids.ts";
import { studentEnvelope } from "../../course/mail/envelope.ts";
import {
  type InvitationRecord,
  invitationLink,
  invitationRecordSchema,
} from "../../course/mail/invitation.ts";
import { invitationMail } from "../../course/mail/invitation-mail.ts";
import type { Addresses } from "../../course/page-links.ts";
import type { Settings } from "../../course/settings.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { Student } from "../../course/student.ts";
import { drawKey, type NewKey, type Replaces, storeKey, takeBackKey } from "../api-key.ts";
import {
  type InvitationStore,
  type KeyStanding,
  keyStanding,
  mailingEndsMs,
  takeOver,
} from "./key-standing.ts";

export interface InviteDeps {
  readonly store: InvitationStore;
  readonly mailer: Mailer;
  readonly pacer: Pick<Pacer, "turn">;
  readonly settings: Settings;
  readonly pageUrl: Addresses["pageUrl"];
  readonly apiUrl: string;
  /** Waits, while another command may be mailing a student's key. */
  readonly wait: (ms: number) => Promise<unknown>;
}

/**
 * What became of one student. `again`: an earlier mail, with a key that has ended, may have gone out as well. `unsure`:
 * nobody knows whether the mail went out. `not-sent`: it surely did not, and the student's key is as it was before.
 */
export type Invited =
  | { readonly studentId: Student["studentId"]; readonly status: "invited"; readonly again?: true }
  | { readonly studentId: Student["studentId"]; readonly status: "has-key" }
  | {
      readonly studentId: Student["studentId"];
      readonly status: "unsure" | "not-sent";
      readonly reason: string;
    };

const firstPauseMs = 100;
const longestPauseMs = 2_000;

/** What is known of a student's key once nobody is mailing it any more; waits a minute at most. */
const settledStanding = async (
  { store, wait }: InviteDeps,
  studentId: Student["studentId"],
): Promise<KeyStanding> => {
  let pauseMs = firstPauseMs;
  for (let waitedMs = 0; waitedMs <= mailingEndsMs + longestPauseMs; waitedMs += pauseMs) {
    const standing = await keyStanding(store, studentId);
    if (standing.kind !== "under-way") return standing;
    await wait(pauseMs);
    pauseMs = Math.min(2 * pauseMs, longestPauseMs);
  }
  return keyStanding(store, studentId);
};

/** Which key the new one replaces, and whether the replaced one may have reached the student. */
interface Place {
  readonly replaces: Replaces;
  readonly again: boolean;
}

/** Which key to replace; or the outcome, for a student who gets no new key. */
const placeFor = async (deps: InviteDeps, { studentId }: Student): Promise<Place | Invited> => {
  const standing = await settledStanding(deps, studentId);
  switch (standing.kind) {
    case "none":
      return { replaces: null, again: false };
    case "has-key":
      return { studentId, status: "has-key" };
    case "under-way":
      return { studentId, status: "unsure", reason: "Another command may be mailing it at this moment." };
    default: {
      const isOurs = await takeOver(deps.store, studentId, standing);
      if (!isOurs) return { studentId, status: "has-key" };
      return { replaces: standing.key, again: standing.kind === "unknown" };
    }
  }
};

/**
 * Makes a key for a student who has none, or with `rotate` another one, and mails it. The mail ledger gets a record of the
 * key before the key is stored, and the record says "claimed" before the mail is sent. So of two commands that try, only
 * one sends, and after an interrupted command the next one finds out how far it came. A key that surely nobody has is
 * replaced. A key that may have reached the student is replaced too, and then the mail says that an earlier key has ended.
 * So no student is left without a key, and nobody gets two without being told.
 */
export const inviteStudent = async (
  deps: InviteDeps,
  student: Student,
  { rotate }: { readonly rotate: boolean },
): Promise<Invited> => {
  const place = rotate ? rotated : await placeFor(deps, student);
  if ("status" in place) return place;
  await deps.pacer.turn();
  return mailNewKey(deps, student, place);
};

const rotated: Place = { replaces: "any", again: false };

const now = () => toInstant(new Date());

const mailNewKey = async (
  deps: InviteDeps,
  student: Student,
  { replaces, again }: Place,
): Promise<Invited> => {
  const { store } = deps;
  const { studentId } = student;
  const drawn = drawKey(studentId);
  const place = keys.invitation(studentId, drawn.sha256);
  const record = (entry: InvitationRecord): Promise<void> => store.put(place, JSON.stringify(entry));
  await record({ state: "prepared", at: now() });
  const before = await storeKey(store, studentId, drawn, replaces);
  if (before === "kept") {
    await record({ state: "released", at: now(), reason: "Somebody else made a key at the same time." });
    return { studentId, status: "has-key" };
  }
  if (!(await claim(store, place))) return { studentId, status: "has-key" };
  const outcome = await send(deps, student, drawn, again || (replaces === "any" && before !== null));
  const { status } = outcome;
  if (status === "sent") {
    await record({ state: "sent", at: now(), messageId: outcome.messageId });
    return { studentId, status: "invited", ...(again && { again }) };
  }
  const { reason } = outcome;
  if (status === "unknown") {
    await record({ state: "unknown", at: now(), reason });
    return { studentId, status: "unsure", reason };
  }
  await takeBackKey(store, studentId, drawn, before);
  await record({ state: "released", at: now(), reason });
  return { studentId, status: "not-sent", reason };
};

/** Records that the key is being mailed now. false: meanwhile another command has taken over, and mails another key. */
const claim = async (store: InvitationStore, place: string): Promise<boolean> => {
  const found = await findVersioned(store, place, invitationRecordSchema);
  if (found?.value.state !== "prepared" || found.value.takeover !== undefined) return false;
  return store.replace(
    place,
    JSON.stringify({ state: "claimed", at: now() } satisfies InvitationRecord),
    found.etag,
  );
};

const send = (
  { mailer, settings, pageUrl, apiUrl }: InviteDeps,
  student: Student,
  { key }: NewKey,
  replaces: boolean,
) => {
  const link = pageUrl && invitationLink(pageUrl, student.studentId);
  return mailer.send(
    studentEnvelope(settings, student),
    invitationMail(settings, student, { link, apiUrl, key, replaces }),
  );
};
