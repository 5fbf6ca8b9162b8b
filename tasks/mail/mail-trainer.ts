import { composeGradebookMail } from "../../adapters/mail/gradebook-mail.ts";
import type { OnceOutcome } from "../../adapters/mail/mail-ledger.ts";
import { type Mailer, mailer } from "../../adapters/mail/mailer.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { type MailTrainerInput, mailTrainerInputSchema } from "../../course/run/run.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { courseStore } from "../runtime/course-store.ts";
import { env } from "../runtime/env.ts";
import { sendOnce } from "../runtime/mail-ledger.ts";
import { directTask } from "../runtime/task-input.ts";
import { TrainerMailNotSent } from "./trainer-mail-not-sent.ts";

export interface MailTrainerDeps {
  readonly store: ObjectStore;
  readonly mailer: Mailer;
  readonly bucketName: string;
}

const defaults = (): MailTrainerDeps => ({
  store: courseStore(),
  mailer: mailer(),
  bucketName: env.bucketName(),
});

/**
 * Mails the trainer about a closed run: counts, gradebook, who is missing, who failed and why. At most once for each run.
 *
 * @throws TrainerMailNotSent when SES refuses it or nobody knows whether it went out; the run must not look successful.
 */
export const mailTrainer = async (
  input: MailTrainerInput,
  { store, mailer, bucketName }: MailTrainerDeps = defaults(),
): Promise<OnceOutcome> => {
  const { runId } = input;
  const { envelope, mail, attachments } = await composeGradebookMail(store, bucketName, input);
  const outcome = await sendOnce(store, keys.trainerMail(runId, "gradebook"), runId, () =>
    mailer.sendWith(envelope, mail, attachments),
  );
  if (outcome.status === "refused" || outcome.status === "unknown") throw new TrainerMailNotSent(outcome);
  return outcome;
};

export const handler = directTask(mailTrainerInputSchema, (input) => mailTrainer(input));
