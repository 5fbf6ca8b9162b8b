import type { RunId } from "../../course/ids.ts";
import { mostRowsShown } from "../../course/mail/gradebook-mail.ts";
import {
  type ReportDigest,
  ReportDigester,
  type ReportPart,
  reportPartSchema,
} from "../../course/run/report-digest.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { CorruptError, NotFoundError } from "../errors.ts";
import { checked } from "../storage/json-store.ts";
import { jsonParts } from "../storage/json-stream.ts";
import type { ObjectStore } from "../storage/object-store.ts";

/** The path of each kind of part in a report. */
const paths: Readonly<Record<ReportPart["in"], string>> = {
  runId: "$.runId",
  resumes: "$.resumes",
  again: "$.again",
  undoes: "$.undoes",
  gradebookStudents: "$.gradebookStudents",
  students: "$.students",
  tests: "$.tests",
  missing: "$.missing.*",
  failed: "$.failed.*",
  extended: "$.extended.*",
  removed: "$.removed.*",
  overrides: "$.overrides.*",
  "mails.sent": "$.mails.sent",
  "mails.alreadySent": "$.mails.alreadySent",
  "mails.withheld": "$.mails.withheld",
  "mails.problems": "$.mails.problems.*",
};

/**
 * A closed run's report as a stream: after a run that failed for 400,000 students it is some 300 MB.
 *
 * @throws NotFoundError @throws CorruptError
 */
export async function* reportParts(
  store: ObjectStore,
  runId: RunId,
  wanted: readonly string[] = Object.values(paths),
): AsyncIterable<ReportPart> {
  const key = keys.report(runId);
  const stored = await store.open(key);
  if (stored === null) throw new NotFoundError(key);
  for await (const part of jsonParts(stored.chunks, wanted, key)) yield checked(part, reportPartSchema, key);
}

/** The part of a report that a resumption needs. @throws NotFoundError @throws CorruptError */
export const problemParts = (store: ObjectStore, runId: RunId): AsyncIterable<ReportPart> =>
  reportParts(store, runId, [paths.failed, paths["mails.problems"]]);

/** The part of a report that the trainer's mail shows. @throws NotFoundError @throws CorruptError */
export const digestReport = async (store: ObjectStore, runId: RunId): Promise<ReportDigest> => {
  const digester = new ReportDigester(mostRowsShown);
  for await (const part of reportParts(store, runId)) digester.add(part);
  const digest = digester.digest();
  if (digest === null) throw new CorruptError(keys.report(runId), "parts of the report are not there.");
  return digest;
};
