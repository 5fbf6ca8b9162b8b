import { begunTests } from "../../course/gradebook/course-gradebook.ts";
import { separatorOf } from "../../course/gradebook/gradebook-file.ts";
import type { RunId } from "../../course/ids.ts";
import type { CourseFile } from "../../course/mail/gradebook-mail.ts";
import { runRecordSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { messageOf } from "../../course/unknown-value.ts";
import { CorruptError, NotFoundError } from "../errors.ts";
import { readWholeGradebook } from "../gradebook/course-gradebook.ts";
import { courseCsv } from "../gradebook/gradebook-csv.ts";
import { readJson } from "../storage/json-store.ts";
import type { ObjectStore } from "../storage/object-store.ts";
import type { Attachment } from "./mailer.ts";

/** More students would make a file too large for a mail, and are not read into memory for it. */
const mostStudents = 20_000;

export interface CourseAttachment {
  readonly file: CourseFile;
  readonly attachments: readonly Attachment[];
}

const tooLarge: CourseAttachment = { file: { status: "too-large" }, attachments: [] };

const isLarge = async (store: ObjectStore): Promise<boolean> => {
  let students = 0;
  for await (const _ of store.lines(keys.roster)) {
    students += 1;
    if (students > mostStudents) return true;
  }
  return false;
};

const compose = async (store: ObjectStore, runId: RunId, mostBytes: number): Promise<CourseAttachment> => {
  if (await isLarge(store)) return tooLarge;
  const { cutoff } = await readJson(store, keys.run(runId), runRecordSchema);
  // The gradebook after the last run that graded something: with the clock's time, each try would give another file.
  const whole = await readWholeGradebook(store, (latest) =>
    latest !== null && latest > cutoff ? latest : cutoff,
  );
  const content = await courseCsv(begunTests(whole, whole.now), "spreadsheet", separatorOf(whole.settings));
  if (content.length > mostBytes) return tooLarge;
  const attachment = {
    filename: `whole-course-${runId}.csv`,
    contentType: "text/csv; charset=utf-8",
    content,
  };
  return { file: { status: "attached" }, attachments: [attachment] };
};

/**
 * The whole course's gradebook as a file for a mail of at most `mostBytes`. What can't be read leaves the mail without
 * it, and the mail says why.
 */
export const courseAttachment = async (
  store: ObjectStore,
  runId: RunId,
  mostBytes: number,
): Promise<CourseAttachment> => {
  try {
    return await compose(store, runId, mostBytes);
  } catch (error) {
    if (!(error instanceof NotFoundError || error instanceof CorruptError)) throw error;
    return { file: { status: "unreadable", reason: messageOf(error) }, attachments: [] };
  }
};
