import { Readable } from "node:stream";
import { parse } from "csv-parse";
import * as z from "zod";
import { NotFoundError } from "../../adapters/errors.ts";
import { csvChunks } from "../../adapters/gradebook/gradebook-csv.ts";
import { rosterOfRun } from "../../adapters/runs/run-roster.ts";
import { readJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { gradebookHeader } from "../../course/gradebook/gradebook.ts";
import { type GradebookRow, MergedGradebook } from "../../course/gradebook/merged-gradebook.ts";
import type { RunSum } from "../../course/run/part-ledger.ts";
import { resumptionOf } from "../../course/run/run-id.ts";
import { partsOf, type RunRecord, runRecordSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";

const rowSchema = z.array(z.string());

/** @throws NotFoundError */
async function* chunksOf(store: ObjectStore, key: string): AsyncIterable<Uint8Array> {
  const stored = await store.open(key);
  if (stored === null) throw new NotFoundError(key);
  yield* stored.chunks;
}

async function* rowsIn(chunks: AsyncIterable<Uint8Array>): AsyncIterable<GradebookRow> {
  for await (const row of Readable.from(chunks).pipe(parse())) yield rowSchema.parse(row);
}

/** The rows of a gradebook as they are in its file, header first. @throws NotFoundError */
const storedRows = (store: ObjectStore, key: string): AsyncIterable<GradebookRow> =>
  rowsIn(chunksOf(store, key));

/** The run that a resumption resumes and its earlier resumptions, without those that did not close; in their order. */
const closedBefore = async (store: ObjectStore, { runId, resumes }: RunRecord): Promise<RunRecord[]> => {
  const closed: RunRecord[] = [];
  if (resumes === null) return closed;
  for (let n = 1, id = resumes; id !== runId; id = resumptionOf(resumes, n), n += 1) {
    const record = await readJson(store, keys.run(id), runRecordSchema);
    if (record.status === "closed") closed.push(record);
  }
  return closed;
};

/** The rows of a resumption's students, from its gradebook. */
async function* rowsOfRoster(store: ObjectStore, record: RunRecord): AsyncIterable<GradebookRow> {
  const students = new Set<string>();
  for await (const { studentId } of rosterOfRun(store, record)) students.add(studentId);
  let isHeader = true;
  for await (const row of storedRows(store, keys.gradebook(record.runId))) {
    if (isHeader || students.has(row[0] ?? "")) yield row;
    isHeader = false;
  }
}

/** A run's own gradebook: the rows of its parts, joined as they are stored. */
async function* ownChunks(store: ObjectStore, record: RunRecord, sum: RunSum): AsyncIterable<Uint8Array> {
  yield* csvChunks([gradebookHeader(record.tests ?? sum.tests)]);
  for (const part of partsOf(record))
    yield* withoutHeader(chunksOf(store, keys.partRows(record.runId, part)));
}

const lineEnd = "\n".charCodeAt(0);

/** What follows the first line. No test's name has a line break. */
async function* withoutHeader(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let isHeader = true;
  for await (const chunk of chunks) {
    const end = chunk.indexOf(lineEnd);
    if (!isHeader) yield chunk;
    else if (end !== -1) {
      isHeader = false;
      yield chunk.subarray(end + 1);
    }
  }
}

export interface GradebookText {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Without the header; known when all chunks are read. */
  readonly rows: () => number;
}

/**
 * The gradebook with which a run closes. A resumption grades few students, but the trainer wants the class: its rows, and those
 * of earlier resumptions, replace rows in the gradebook of the resumed run. That gradebook is read as a stream; only the rows
 * of resumed students are kept in memory. If no run closed before, the run's own rows are the gradebook.
 */
export const wholeGradebook = async (
  store: ObjectStore,
  record: RunRecord,
  sum: RunSum,
): Promise<GradebookText> => {
  const own = ownChunks(store, record, sum);
  const [first, ...later] = await closedBefore(store, record);
  if (first === undefined) return { chunks: own, rows: () => sum.rows };
  const merged = new MergedGradebook();
  for (const earlier of later) await merged.add(rowsOfRoster(store, earlier));
  await merged.add(rowsIn(own));
  // The header is no row.
  let rows = -1;
  async function* counted(all: AsyncIterable<GradebookRow>): AsyncIterable<GradebookRow> {
    for await (const row of all) {
      rows += 1;
      yield row;
    }
  }
  const all = merged.over(storedRows(store, keys.gradebook(first.runId)));
  return { chunks: csvChunks(counted(all)), rows: () => rows };
};
