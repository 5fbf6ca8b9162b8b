import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { type LedgerRecord, ledgerRecordSchema, type SenderId } from "../../course/mail/mail-record.ts";
import type { MailOutcome } from "../../course/run/run.ts";
import { messageOf } from "../../course/unknown-value.ts";
import { TransientError } from "../errors.ts";
import { findVersioned } from "../storage/json-store.ts";
import type { ObjectStore } from "../storage/object-store.ts";
import type { SendOutcome } from "./mailer.ts";

/** The course's mail ledger, and what to do when an outcome can't be written into it. */
export interface MailLedger {
  readonly store: ObjectStore;
  readonly onUnrecorded: (state: LedgerRecord["state"]) => void;
}

export type OnceOutcome = Pick<MailOutcome, "reason"> & {
  readonly status: "sent" | "already-sent" | "unknown" | "refused";
};

type Claimed = "ours" | "begun" | OnceOutcome;

const begun: OnceOutcome = {
  status: "unknown",
  reason: "The sending was begun before and never confirmed.",
};

/**
 * Claims the mail, or says why it must not be sent. A mail that surely never went out may be claimed again. A claim may
 * be ours even if S3 says that the object exists, because the SDK repeats a write whose answer was lost. `begun`: by this
 * run, maybe by a copy of the same message that is at work at this moment.
 */
const claim = async (store: ObjectStore, key: string, runId: SenderId): Promise<Claimed> => {
  const claimId = randomUUID();
  const text = JSON.stringify({ state: "claimed", runId, claimId } satisfies LedgerRecord);
  if (await store.create(key, text)) return "ours";
  const find = () => findVersioned(store, key, ledgerRecordSchema);
  const isOurs = (record?: LedgerRecord): boolean =>
    record?.state === "claimed" && record.claimId === claimId;
  const found = await find();
  if (isOurs(found?.value)) return "ours";
  if (found?.value.state === "sent") {
    // Sent by this run, when a message comes twice: then it counts for this run.
    return { status: found.value.runId === runId ? "sent" : "already-sent" };
  }
  if (found?.value.state === "refused" && found.value.runId === runId) {
    return { status: "refused", reason: found.value.reason };
  }
  const isFree = found?.value.state === "released" || found?.value.state === "refused";
  if (found && isFree) {
    const isTaken = (await store.replace(key, text, found.etag)) || isOurs((await find())?.value);
    if (isTaken) return "ours";
  }
  return found?.value.runId === runId ? "begun" : begun;
};

/** Records the outcome of a mail. If that fails, a later run finds the claim and reports the mail as unknown. */
const record = async (
  { store, onUnrecorded }: MailLedger,
  key: string,
  outcome: LedgerRecord,
): Promise<void> => {
  try {
    await store.put(key, JSON.stringify(outcome));
  } catch {
    onUnrecorded(outcome.state);
  }
};

/** Gives back claims after which surely nothing was sent. */
const release = async (
  ledger: MailLedger,
  keys: readonly string[],
  runId: SenderId,
  reason: string,
): Promise<void> => {
  for (const key of keys) await record(ledger, key, { state: "released", runId, reason });
};

type Send = (claimed: readonly string[]) => Promise<SendOutcome>;

/** A mailer answers whatever SES does; an error comes from making the mail, of which nothing was sent. */
const attempt = async (
  ledger: MailLedger,
  keys: readonly string[],
  runId: SenderId,
  send: Send,
): Promise<SendOutcome> => {
  try {
    return await send(keys);
  } catch (error) {
    await release(ledger, keys, runId, `The mail could not be made: ${messageOf(error)}`);
    throw error;
  }
};

/** A copy of the message that is at work at this moment has sent its mail within a second, or has crashed. */
const looksAgain = 4;
const pauseMs = 250;

/** What became of a mail that another copy of the same message has begun. */
const outcomeOfCopy = async (store: ObjectStore, key: string, runId: SenderId): Promise<OnceOutcome> => {
  for (let look = 0; look < looksAgain; look += 1) {
    await setTimeout(pauseMs);
    const found = (await findVersioned(store, key, ledgerRecordSchema))?.value;
    if (found?.runId !== runId) return begun;
    if (found.state === "sent") return { status: "sent" };
    if (found.state === "refused") return { status: "refused", reason: found.reason };
  }
  return begun;
};

interface Claims {
  readonly ours: readonly string[];
  readonly others: ReadonlyMap<string, Exclude<Claimed, "ours">>;
}

/**
 * One after the other, in an order that is the same for every copy of a message: a copy that finds what another has begun
 * stops there, so that of two copies at work at once one has all entries. If one can't be claimed for now, nothing will be
 * sent: the others are given back.
 */
const claimAll = async (ledger: MailLedger, keys: readonly string[], runId: SenderId): Promise<Claims> => {
  const ours: string[] = [];
  const others = new Map<string, Exclude<Claimed, "ours">>();
  try {
    let isBegun = false;
    for (const key of keys.toSorted()) {
      const claimed: Claimed = isBegun ? "begun" : await claim(ledger.store, key, runId);
      isBegun ||= claimed === "begun";
      if (claimed === "ours") ours.push(key);
      else others.set(key, claimed);
    }
  } catch (error) {
    await release(ledger, ours, runId, "Another entry of the same mail could not be claimed.");
    throw error;
  }
  return { ours, others };
};

/** Records the outcome of a try, and returns it for the caller. @throws TransientError after a `not-taken` mail. */
const settle = async (
  ledger: MailLedger,
  keys: readonly string[],
  runId: SenderId,
  outcome: SendOutcome,
): Promise<OnceOutcome> => {
  const recordAll = async (entry: LedgerRecord): Promise<void> => {
    for (const key of keys) await record(ledger, key, entry);
  };
  switch (outcome.status) {
    case "sent":
      await recordAll({ state: "sent", runId, messageId: outcome.messageId });
      return { status: "sent" };
    case "refused":
      await recordAll({ state: "refused", runId, reason: outcome.reason });
      return { status: "refused", reason: outcome.reason };
    case "not-taken":
      await release(ledger, keys, runId, outcome.reason);
      throw new TransientError(`SES did not take the mail: ${outcome.reason}`);
    default:
      return { status: "unknown", reason: outcome.reason };
  }
};

/**
 * Sends one mail that stands for several entries of the mail ledger, each at most once: claims them all, and then records
 * the outcome under each. A mail that was claimed and neither confirmed nor released is not sent, because nobody knows
 * whether it went out. A mail that SES refused in an earlier run is tried again, as it never went out.
 *
 * @param send sends the mail with what was claimed; not called when nothing was.
 * @returns the outcome of each key.
 * @throws TransientError when SES did not accept it this time; the claims are released.
 */
export const sendTogether = async (
  ledger: MailLedger,
  keys: readonly string[],
  runId: SenderId,
  send: Send,
): Promise<ReadonlyMap<string, OnceOutcome>> => {
  const { ours, others } = await claimAll(ledger, keys, runId);
  if (ours.length === 0) return finished(ledger, others, runId);
  const outcome = await settle(ledger, ours, runId, await attempt(ledger, ours, runId, send));
  const rest = await finished(ledger, others, runId);
  return new Map([...rest, ...ours.map((key) => [key, outcome] as const)]);
};

/** The outcomes of mails that are not ours, when a copy at work had time to end. */
const finished = async (
  { store }: MailLedger,
  others: Claims["others"],
  runId: SenderId,
): Promise<ReadonlyMap<string, OnceOutcome>> => {
  const outcomes = new Map<string, OnceOutcome>();
  for (const [key, claimed] of others) {
    outcomes.set(key, claimed === "begun" ? await outcomeOfCopy(store, key, runId) : claimed);
  }
  return outcomes;
};

/** `sendTogether` with one entry. */
export const sendOnce = async (
  ledger: MailLedger,
  key: string,
  runId: SenderId,
  send: () => Promise<SendOutcome>,
): Promise<OnceOutcome> => {
  const outcome = (await sendTogether(ledger, [key], runId, send)).get(key);
  if (outcome === undefined) throw new TypeError(`The mail ledger does not say what became of ${key}.`);
  return outcome;
};
