import { Readable } from "node:stream";
import { parse } from "csv-parse";
import * as z from "zod";
import { NotFoundError } from "../../adapters/errors.ts";
import { readJson, readJsonLines } from "../../adapters/json-store.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import { type GradebookRow, MergedGradebook } from "../../course/gradebook/merged-gradebook.ts";
import type { RunId } from "../../course/ids.ts";
import { rosterLineSchema } from "../../course/run/run.ts";
import { resumptionOf } from "../../course/run/run-id.ts";
import { type RunRecord, runRecordSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage-keys.ts";

const rowSchema = z.array(z.string());

/** The rows of a closed run's gradebook as they are in its file, header first. @throws NotFoundError */
async function* storedRows(store: ObjectStore, runId: RunId): AsyncIterable<GradebookRow> {
  const stored = await store.open(keys.gradebook(runId));
  if (stored === null) throw new NotFoundError(keys.gradebook(runId));
  for await (const row of Readable.from(stored.chunks).pipe(parse())) yield rowSchema.parse(row);
}

/** The run that a resumption resumes and its earlier resumptions, without those that did not close; in their order. */
const closedBefore = async (store: ObjectStore, { runId, resumes }: RunRecord): Promise<RunId[]> => {
  const closed: RunId[] = [];
  if (resumes === null) return closed;
  for (let n = 1, id = resumes; id !== runId; id = resumptionOf(resumes, n), n += 1) {
    const { status } = await readJson(store, keys.run(id), runRecordSchema);
    if (status === "closed") closed.push(id);
  }
  return closed;
};

/** The rows of a resumption's students, from its gradebook. */
async function* rowsOfRoster(store: ObjectStore, runId: RunId): AsyncIterable<GradebookRow> {
  const students = new Set<string>();
  for await (const { studentId } of readJsonLines(store, keys.runRoster(runId), rosterLineSchema)) {
    students.add(studentId);
  }
  let isHeader = true;
  for await (const row of storedRows(store, runId)) {
    if (isHeader || students.has(row[0] ?? "")) yield row;
    isHeader = false;
  }
}

/**
 * The gradebook with which a run closes. A resumption grades few students, but the trainer wants the class: its rows, and those
 * of earlier resumptions, replace rows in the gradebook of the resumed run. That gradebook is read as a stream; only the rows
 * of resumed students are kept in memory. If no run closed before, the run's own rows are the gradebook.
 *
 * @param own the rows of this run's roster, header first.
 */
export async function* wholeGradebook(
  store: ObjectStore,
  record: RunRecord,
  own: AsyncIterable<GradebookRow>,
): AsyncIterable<GradebookRow> {
  const [first, ...later] = await closedBefore(store, record);
  if (first === undefined) return yield* own;
  const merged = new MergedGradebook();
  for (const runId of later) await merged.add(rowsOfRoster(store, runId));
  await merged.add(own);
  yield* merged.over(storedRows(store, first));
}
