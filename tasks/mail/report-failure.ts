import { readSettings } from "../../adapters/course-reader.ts";
import { TransientError } from "../../adapters/errors.ts";
import type { OnceOutcome } from "../../adapters/mail/mail-ledger.ts";
import { type Mailer, mailer, type SendOutcome } from "../../adapters/mail/mailer.ts";
import { updateJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { trainerEnvelope } from "../../course/mail/envelope.ts";
import { failureMail } from "../../course/mail/failure-mail.ts";
import { type ReportFailureInput, reportFailureInputSchema } from "../../course/run/run.ts";
import { runRecordSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { courseStore } from "../runtime/course-store.ts";
import { logger } from "../runtime/logger.ts";
import { sendOnce } from "../runtime/mail-ledger.ts";
import { directTask } from "../runtime/task-input.ts";
import { TrainerMailNotSent } from "./trainer-mail-not-sent.ts";

export interface ReportFailureDeps {
  readonly store: ObjectStore;
  readonly mailer: Mailer;
}

const defaults = (): ReportFailureDeps => ({ store: courseStore(), mailer: mailer() });

/** Marks the run as failed, unless it belongs to another execution or is closed; if it is closed, only its mail failed. */
const recordFailure = async (store: ObjectStore, failure: ReportFailureInput): Promise<void> => {
  if (failure.runId === null) return;
  const { executionArn, error, cause } = failure;
  await updateJson(store, keys.run(failure.runId), runRecordSchema, (record) => {
    const isOurs = record?.executionArn === executionArn;
    if (!isOurs || record.status === "closed") return null;
    return { ...record, status: "failed" as const, failure: { error, cause } };
  });
};

/** A run that was never opened has no mail ledger. Its mail is tried again only if it surely did not go out. */
const sendUnclaimed = async (send: () => Promise<SendOutcome>): Promise<OnceOutcome> => {
  const outcome = await send();
  if (outcome.status === "not-taken")
    throw new TransientError(`SES did not take the mail: ${outcome.reason}`);
  return outcome.status === "sent" ? { status: "sent" } : { status: outcome.status, reason: outcome.reason };
};

/**
 * Records that a run failed, and mails the trainer what failed and how to resume the run.
 *
 * @throws TrainerMailNotSent
 */
export const reportFailure = async (
  failure: ReportFailureInput,
  { store, mailer }: ReportFailureDeps = defaults(),
): Promise<OnceOutcome> => {
  logger.error("A run failed.", { runId: failure.runId, errorName: failure.error });
  await recordFailure(store, failure);
  const settings = await readSettings(store);
  const send = (): Promise<SendOutcome> =>
    mailer.send(trainerEnvelope(settings), failureMail(settings.title, failure));
  const outcome = await (failure.runId === null
    ? sendUnclaimed(send)
    : sendOnce(store, keys.trainerMail(failure.runId, "failure"), failure.runId, send));
  if (outcome.status === "refused" || outcome.status === "unknown") throw new TrainerMailNotSent(outcome);
  return outcome;
};

export const handler = directTask(reportFailureInputSchema, (input) => reportFailure(input));
