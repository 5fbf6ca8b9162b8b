import { randomUUID } from "node:crypto";
import type { ComposedMail } from "../../adapters/mail/gradebook-mail.ts";
import type { Mailer, SendOutcome } from "../../adapters/mail/mailer.ts";
import { counted } from "../../course/counted.ts";
import type { RunId } from "../../course/ids.ts";
import type { MailRecord } from "../../course/mail/mail-record.ts";
import { messageOf } from "../../course/unknown-value.ts";
import type { CourseBucket } from "../aws/bucket.ts";
import { TrainerError } from "../trainer-error.ts";
import { composeMail } from "./compose-mail.ts";
import { findEntry, isInFlight, type LedgerEntry, minutesLeft } from "./ledger-entry.ts";
import { type MailRef, mailId, mailKey } from "./mail-id.ts";

export interface ResendDeps {
  readonly bucket: CourseBucket;
  readonly bucketName: string;
  /** The students' page; null: the stack has none. */
  readonly pageUrl: string | null;
  readonly mailer: Mailer;
}

/**
 * Sends a mail again that may not have gone out, and records the outcome. First it takes over the mail's claim, by a write
 * that succeeds only over the version that was read: of two who try, only one sends.
 *
 * @returns SES's message id, and to whom.
 * @throws TrainerError when it went out already, may be under way, or SES did not take it; saying what to do.
 */
export const resendMail = async (
  { bucket, mailer, ...place }: ResendDeps,
  ref: MailRef,
): Promise<{ readonly messageId: string; readonly to: string }> => {
  const entry = await openEntry(bucket, ref);
  const mail = await composeMail(bucket, { ...place, now: await bucket.now() }, ref);
  const { runId } = entry.record;
  await write(bucket, ref, entry, { state: "claimed", runId, takeover: randomUUID() });
  const outcome = await send(mailer, mail);
  if (outcome.status !== "sent") throw await notSent(bucket, ref, runId, outcome);
  const { messageId } = outcome;
  await recordSent(bucket, ref, { state: "sent", runId, messageId });
  return { messageId, to: mail.envelope.to.address };
};

/** Writes down what the trainer found out about a mail: it went out, or it surely did not. */
export const settleMail = async (bucket: CourseBucket, ref: MailRef, isSent: boolean): Promise<void> => {
  const entry = await openEntry(bucket, ref);
  const { runId } = entry.record;
  const record: MailRecord = isSent
    ? { state: "sent", runId, messageId: "" }
    : { state: "released", runId, reason: "The trainer says that it did not go out.", isSettled: true };
  await write(bucket, ref, entry, record);
};

/** The entry of a mail that may be settled now. */
const openEntry = async (bucket: CourseBucket, ref: MailRef): Promise<LedgerEntry> => {
  const id = mailId(ref);
  const entry = await findEntry(bucket, ref);
  if (entry === null) {
    throw new TrainerError(
      `The mail ledger has no ${id}: it was never begun. bin/trainer resume RUN sends what a run left unsent.`,
    );
  }
  if (entry.record.state === "sent") {
    const message = entry.record.messageId === "" ? "" : ` (message ${entry.record.messageId})`;
    throw new TrainerError(`${id} was sent already${message}; nothing was done.`);
  }
  if (isInFlight(entry)) {
    throw new TrainerError(
      `${id} may be under way at this moment; nothing was done. Look again in ${counted(minutesLeft(entry), "minute")}.`,
    );
  }
  return entry;
};

const write = async (
  bucket: CourseBucket,
  ref: MailRef,
  { etag }: LedgerEntry,
  record: MailRecord,
): Promise<void> => {
  if (await bucket.replace(mailKey(ref), JSON.stringify(record), etag)) return;
  throw new TrainerError(
    `Somebody else has just taken up ${mailId(ref)}; nothing was done. Look again in a few minutes.`,
  );
};

const send = (mailer: Mailer, { envelope, mail, attachments }: ComposedMail): Promise<SendOutcome> =>
  attachments.length === 0 ? mailer.send(envelope, mail) : mailer.sendWith(envelope, mail, attachments);

const notSent = async (
  bucket: CourseBucket,
  ref: MailRef,
  runId: RunId,
  { status, reason }: Exclude<SendOutcome, { status: "sent" }>,
): Promise<TrainerError> => {
  const id = mailId(ref);
  if (status === "unknown") {
    return new TrainerError(
      `Nobody knows whether ${id} went out now: ${reason} It stays on the list of unknown mails.`,
    );
  }
  const state = status === "refused" ? "refused" : "released";
  await bucket.put(mailKey(ref), JSON.stringify({ state, runId, reason } satisfies MailRecord));
  return new TrainerError(`SES did not take ${id}, it was not sent: ${reason}`);
};

const recordSent = async (bucket: CourseBucket, ref: MailRef, record: MailRecord): Promise<void> => {
  try {
    await bucket.put(mailKey(ref), JSON.stringify(record));
  } catch (error) {
    throw new TrainerError(
      `${mailId(ref)} was sent, but that could not be written down (${messageOf(error)}). In a few minutes: bin/trainer mail --settle ${mailId(ref)} --sent`,
    );
  }
};
