import { parse } from "csv-parse/sync";
import { z } from "zod";
import { gradebookMail, mostRowsShown } from "../../course/mail/gradebook-mail.ts";
import { type MailTrainerInput, mailTrainerInputSchema, runReportSchema } from "../../course/run.ts";
import { keys } from "../../course/storage-keys.ts";
import { env } from "../runtime/env.ts";
import { NotFoundError, TrainerMailNotSent } from "../runtime/errors.ts";
import { readJson } from "../runtime/json-store.ts";
import { type OnceOutcome, sendOnce } from "../runtime/mail-ledger.ts";
import { type Mailer, mailer } from "../runtime/mailer.ts";
import type { ObjectStore } from "../runtime/object-store.ts";
import { courseStore } from "../runtime/s3-object-store.ts";
import { directTask } from "../runtime/task-input.ts";

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

/** SES takes messages of 10 MB; base64 makes an attachment a third longer, and the mail itself needs room. */
const largestAttachmentBytes = 6 * 1024 * 1024;

const rowsSchema = z.array(z.array(z.string()));

const readGradebook = async (store: ObjectStore, key: string): Promise<string> => {
  const stored = await store.get(key);
  if (stored === null) throw new NotFoundError(key);
  return stored.text;
};

/**
 * Mails the trainer a closed run: counts, gradebook, who is missing, who failed and why; the CSV attached when it fits.
 * At most once a run.
 *
 * @throws TrainerMailNotSent when SES refuses it or nobody knows whether it went out: the run must not look well.
 */
export const mailTrainer = async (
  { runId, course }: MailTrainerInput,
  { store, mailer, bucketName }: MailTrainerDeps = defaults(),
): Promise<OnceOutcome> => {
  const report = await readJson(store, keys.report(runId), runReportSchema);
  const csv = await readGradebook(store, keys.gradebook(runId));
  const content = Buffer.from(csv);
  const isAttached = content.length <= largestAttachmentBytes;
  const place = (key: string): string => `s3://${bucketName}/${key}`;
  const mail = gradebookMail({
    course,
    report,
    gradebook: rowsSchema.parse(parse(csv, { to: mostRowsShown + 1 })),
    artefacts: {
      gradebook: place(keys.gradebook(runId)),
      report: place(keys.report(runId)),
      results: place(keys.runResults(runId)),
    },
    isAttached,
  });
  const envelope = {
    from: course.sender,
    to: { name: course.trainer.name, address: course.trainer.email },
  };
  const attachment = { filename: `gradebook-${runId}.csv`, contentType: "text/csv; charset=utf-8", content };
  const outcome = await sendOnce(store, keys.trainerMail(runId, "gradebook"), runId, () =>
    mailer.sendWith(envelope, mail, isAttached ? [attachment] : []),
  );
  if (outcome.status === "refused" || outcome.status === "unknown") throw new TrainerMailNotSent(outcome);
  return outcome;
};

export const handler = directTask(mailTrainerInputSchema, (input) => mailTrainer(input));
