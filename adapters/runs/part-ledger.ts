import type { RunId, StudentId } from "../../course/ids.ts";
import {
  beforeEntry,
  type PartEntry,
  type PartHead,
  type PartList,
  partEntrySchema,
  partHeadSchema,
} from "../../course/run/part-ledger.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { NotFoundError } from "../errors.ts";
import { parseJson } from "../storage/json-store.ts";
import type { ObjectStore } from "../storage/object-store.ts";
import { problemParts } from "./run-report.ts";

/** A part's ledger as text. */
export const partLedgerText = (head: PartHead, entries: Iterable<PartEntry>): string =>
  [head, ...entries].map((line) => `${JSON.stringify(line)}\n`).join("");

/** null: the part was not closed. @throws CorruptError */
export const findPartHead = async (
  store: ObjectStore,
  runId: RunId,
  part: number,
): Promise<PartHead | null> => {
  const key = keys.partLedger(runId, part);
  try {
    for await (const line of store.lines(key)) return parseJson(line, partHeadSchema, `${key}, line 1`);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
  return null;
};

/** The entries of one list as they are stored, as JSON text. @throws NotFoundError */
export async function* entriesOfPart(
  store: ObjectStore,
  { runId, part, list }: { readonly runId: RunId; readonly part: number; readonly list: PartList },
): AsyncIterable<string> {
  const before = beforeEntry(list);
  let isFound = false;
  for await (const line of store.lines(keys.partLedger(runId, part))) {
    if (line.startsWith(before)) yield line.slice(before.length, -1);
    else if (isFound) return;
    isFound ||= line.startsWith(before);
  }
}

async function* parsedEntries(
  store: ObjectStore,
  of: { readonly runId: RunId; readonly part: number; readonly list: PartList },
): AsyncIterable<PartEntry> {
  const place = `${keys.partLedger(of.runId, of.part)}, ${of.list}`;
  for await (const text of entriesOfPart(store, of)) {
    yield parseJson(`${beforeEntry(of.list)}${text}}`, partEntrySchema, place);
  }
}

/** Students who left the list during the run, and whom it graded. @throws NotFoundError @throws CorruptError */
export async function* leftMeanwhileIn(
  store: ObjectStore,
  runId: RunId,
  part: number,
): AsyncIterable<StudentId> {
  for await (const entry of parsedEntries(store, { runId, part, list: "leftMeanwhile" })) {
    if (entry.in === "leftMeanwhile") yield entry.value.studentId;
  }
}

/**
 * The entries of a closed part about work that may be open. Runs of earlier versions have one part, whose entries are in the
 * run's report.
 *
 * @throws NotFoundError @throws CorruptError
 */
export async function* problemsOfPart(
  store: ObjectStore,
  runId: RunId,
  part: number,
): AsyncIterable<PartEntry> {
  const head = await findPartHead(store, runId, part);
  if (head === null) yield* problemParts(store, runId);
  for (const list of ["failed", "mails.problems"] as const) {
    if (head && head.entries[list] > 0) yield* parsedEntries(store, { runId, part, list });
  }
}
