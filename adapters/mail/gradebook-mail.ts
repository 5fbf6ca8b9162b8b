import { parse } from "csv-parse/sync";
import * as z from "zod";
import { originalCell, type Separator } from "../../course/gradebook/gradebook.ts";
import { separatorOf } from "../../course/gradebook/gradebook-file.ts";
import type { RunId } from "../../course/ids.ts";
import { type Envelope, trainerEnvelope } from "../../course/mail/envelope.ts";
import { gradebookMail, mostRowsShown } from "../../course/mail/gradebook-mail.ts";
import type { RenderedMail } from "../../course/mail/rendered-mail.ts";
import type { MailTrainerInput } from "../../course/run/run.ts";
import { settingsSchema } from "../../course/settings.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { countOpenAppeals, mostCounted } from "../appeals.ts";
import { NotFoundError } from "../errors.ts";
import { spreadsheetCsv } from "../gradebook/gradebook-csv.ts";
import { digestReport } from "../runs/run-report.ts";
import { findJson } from "../storage/json-store.ts";
import type { ObjectStore } from "../storage/object-store.ts";
import { courseAttachment } from "./course-attachment.ts";
import type { Attachment } from "./mailer.ts";
import { readFlagged } from "./read-flagged.ts";

/**
 * SES accepts messages of 10 MB; base64 makes an attachment a third longer, and the mail itself needs room.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/quotas.html
 */
const largestAttachmentBytes = 6 * 1024 * 1024;

const rowsSchema = z.array(z.array(z.string()));

/** Everything that is sent. */
export interface ComposedMail {
  readonly envelope: Envelope;
  readonly mail: RenderedMail;
  readonly attachments: readonly Attachment[];
}

/** A gradebook as far as it would fit into a mail. */
interface ReadGradebook {
  readonly content: Buffer;
  readonly isWhole: boolean;
}

/** Reading stops when the gradebook is too large to attach: with 400,000 students and many tests it has 100 MB. */
const readGradebook = async (store: ObjectStore, key: string): Promise<ReadGradebook> => {
  const stored = await store.open(key);
  if (stored === null) throw new NotFoundError(key);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stored.chunks) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > largestAttachmentBytes) break;
  }
  return { content: Buffer.concat(chunks), isWhole: stored.bytes <= largestAttachmentBytes };
};

/** For a spreadsheet, where trainers open it. */
const attachmentOf = async (store: ObjectStore, runId: RunId, stored: Buffer): Promise<Attachment> => ({
  filename: `gradebook-${runId}.csv`,
  contentType: "text/csv; charset=utf-8",
  content: await spreadsheetCsv(stored, await usualSeparator(store)),
});

/** Without settings, a comma. */
const usualSeparator = async (store: ObjectStore): Promise<Separator> =>
  separatorOf((await findJson(store, keys.settings, settingsSchema)) ?? {});

/**
 * The trainer's mail of a closed run, from its report and gradebook; that and the whole course's are attached when they
 * fit.
 *
 * @throws NotFoundError when the run was not closed. @throws CorruptError
 */
export const composeGradebookMail = async (
  store: ObjectStore,
  bucketName: string,
  { runId, course }: MailTrainerInput,
): Promise<ComposedMail> => {
  const report = await digestReport(store, runId);
  const { content, isWhole: isAttached } = await readGradebook(store, keys.gradebook(runId));
  const attachments = isAttached ? [await attachmentOf(store, runId, content)] : [];
  const room = largestAttachmentBytes - attachments.reduce((bytes, file) => bytes + file.content.length, 0);
  const ofCourse = await courseAttachment(store, runId, room);
  const place = (key: string): string => `s3://${bucketName}/${key}`;
  const mail = gradebookMail({
    course,
    report,
    gradebook: rowsSchema
      .parse(parse(content, { to: mostRowsShown + 1 }))
      .map((row) => row.map(originalCell)),
    artefacts: {
      gradebook: place(keys.gradebook(runId)),
      report: place(keys.report(runId)),
      results: place(keys.runResults(runId)),
    },
    isAttached,
    courseFile: ofCourse.file,
    openAppeals: { count: await countOpenAppeals(store), mostCounted },
    flagged: await readFlagged(store, runId, report.tests),
  });
  return {
    envelope: trainerEnvelope(course),
    mail,
    attachments: [...attachments, ...ofCourse.attachments],
  };
};
