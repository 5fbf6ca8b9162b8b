import { randomUUID } from "node:crypto";
import { TransientError } from "../../adapters/errors.ts";
import { findVersioned } from "../../adapters/json-store.ts";
import type { SendOutcome } from "../../adapters/mailer.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import type { RunId } from "../../course/ids.ts";
import { type MailRecord, mailRecordSchema } from "../../course/mail-record.ts";
import type { MailOutcome } from "../../course/run.ts";
import { logger } from "../runtime/logger.ts";

export type OnceOutcome = Pick<MailOutcome, "reason"> & {
  readonly status: "sent" | "already-sent" | "unknown" | "refused";
};

/**
 * Claims the mail, or says why it must not be sent. A mail that surely never went out may be claimed again. A claim may be ours
 * even if S3 says that the object exists, because the SDK repeats a write whose answer was lost.
 */
const claim = async (store: ObjectStore, key: string, runId: RunId): Promise<"ours" | OnceOutcome> => {
  const claimId = randomUUID();
  const text = JSON.stringify({ state: "claimed", runId, claimId } satisfies MailRecord);
  if (await store.create(key, text)) return "ours";
  const find = () => findVersioned(store, key, mailRecordSchema);
  const isOurs = (record?: MailRecord): boolean => record?.state === "claimed" && record.claimId === claimId;
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
  return { status: "unknown", reason: "The sending was begun before and never confirmed." };
};

/** Records the outcome of a mail. If that fails, a later run finds the claim and reports the mail as unknown. */
const record = async (store: ObjectStore, key: string, outcome: MailRecord): Promise<void> => {
  try {
    await store.put(key, JSON.stringify(outcome));
  } catch {
    logger.error("What became of a mail could not be written down.", { state: outcome.state });
  }
};

/**
 * Sends a mail at most once: first claims it under its key in the mail ledger, then records the outcome. A mail that was
 * claimed and neither confirmed nor released is not sent, because nobody knows whether it went out. A mail that SES refused
 * in an earlier run is tried again, as it never went out.
 *
 * @throws TransientError when SES did not accept it this time; the claim is released.
 */
export const sendOnce = async (
  store: ObjectStore,
  key: string,
  runId: RunId,
  send: () => Promise<SendOutcome>,
): Promise<OnceOutcome> => {
  const claimed = await claim(store, key, runId);
  if (claimed !== "ours") return claimed;
  const outcome = await send();
  switch (outcome.status) {
    case "sent":
      await record(store, key, { state: "sent", runId, messageId: outcome.messageId });
      return { status: "sent" };
    case "refused":
      await record(store, key, { state: "refused", runId, reason: outcome.reason });
      return { status: "refused", reason: outcome.reason };
    case "not-taken":
      await record(store, key, { state: "released", runId, reason: outcome.reason });
      throw new TransientError(`SES did not take the mail: ${outcome.reason}`);
    default:
      return { status: "unknown", reason: outcome.reason };
  }
};
