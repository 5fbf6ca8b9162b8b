import { parseJson } from "../../adapters/storage/json-store.ts";
import { type Instant, toInstant } from "../../course/ids.ts";
import { type MailRecord, mailRecordSchema } from "../../course/mail/mail-record.ts";
import type { CourseBucket } from "../aws/bucket.ts";
import { type MailRef, mailKey } from "./mail-id.ts";

/** What the mail ledger says of one mail. */
export interface LedgerEntry {
  readonly record: MailRecord;
  readonly etag: string;
  readonly ageMs: number;
  readonly readAtMs: number;
}

/**
 * Whoever claimed a mail longer ago than this no longer sends it: a mail worker is ended after 60 s (lib/pace.ts), and a
 * trainer's command waits 15 s for SES. The rest is for clocks that differ.
 */
const sendingEndsMs = 5 * 60_000;

/** null: the ledger does not know the mail. @throws CorruptError */
export const findEntry = async (bucket: CourseBucket, ref: MailRef): Promise<LedgerEntry | null> => {
  const key = mailKey(ref);
  const stored = await bucket.getAged(key);
  return stored && { ...stored, record: parseJson(stored.text, mailRecordSchema, key) };
};

/** Somebody may be sending it just now. */
export const isInFlight = ({ record, ageMs }: LedgerEntry): boolean =>
  record.state === "claimed" && ageMs < sendingEndsMs;

/** From this time on it is surely not under way any more. */
export const judgeableAt = ({ readAtMs, ageMs }: LedgerEntry): Instant =>
  toInstant(new Date(readAtMs - ageMs + sendingEndsMs));

/** Minutes until a mail that is under way may be settled. */
export const minutesLeft = ({ ageMs }: LedgerEntry): number => Math.ceil((sendingEndsMs - ageMs) / 60_000);
