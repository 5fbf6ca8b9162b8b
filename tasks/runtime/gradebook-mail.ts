import { parse } from "csv-parse/sync";
import * as z from "zod";
import { type Envelope, trainerEnvelope } from "../../course/mail/envelope.ts";
import { gradebookMail, mostRowsShown } from "../../course/mail/gradebook-mail.ts";
import type { RenderedMail } from "../../course/mail/rendered-mail.ts";
import { type MailTrainerInput, runReportSchema } from "../../course/run.ts";
import { keys } from "../../course/storage-keys.ts";
import { NotFoundError } from "./errors.ts";
import { readJson } from "./json-store.ts";
import type { Attachment } from "./mailer.ts";
import type { ObjectStore } from "./object-store.ts";

/** SES takes messages of 10 MB; base64 makes an attachment a third longer, and the mail itself needs room. */
const largestAttachmentBytes = 6 * 1024 * 1024;

const rowsSchema = z.array(z.array(z.string()));

/** All that is sent. */
export interface ComposedMail {
  readonly envelope: Envelope;
  readonly mail: RenderedMail;
  readonly attachments: readonly Attachment[];
}

const readGradebook = async (store: ObjectStore, key: string): Promise<string> => {
  const stored = await store.get(key);
  if (stored === null) throw new NotFoundError(key);
  return stored.text;
};

/**
 * The trainer's mail of a closed run, from its report and gradebook; the CSV attached when it fits.
 *
 * @throws NotFoundError when the run was not closed. @throws CorruptError
 */
export const composeGradebookMail = async (
  store: ObjectStore,
  bucketName: string,
  { runId, course }: MailTrainerInput,
): Promise<ComposedMail> => {
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
  const attachment = { filename: `gradebook-${runId}.csv`, contentType: "text/csv; charset=utf-8", content };
  return { envelope: trainerEnvelope(course), mail, attachments: isAttached ? [attachment] : [] };
};
