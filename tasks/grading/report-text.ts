import { entriesOfPart } from "../../adapters/runs/part-ledger.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import type { PartList, RunSum } from "../../course/run/part-ledger.ts";
import { partsOf, type RunRecord } from "../../course/run/run-record.ts";
import type { RunReport } from "../../course/run/run-report.ts";

/** What the report has beside the parts' ledgers. */
export interface ReportFrame {
  readonly sum: RunSum;
  readonly removed: NonNullable<RunReport["removed"]>;
  /** Rows of the gradebook. */
  readonly students: number;
}

/** Characters of a piece, about: entries one by one would be too many pieces. */
const pieceLength = 64 * 1024;

/** The entries of one list, of all parts, as JSON text. */
async function* listText(
  store: ObjectStore,
  record: RunRecord,
  sum: RunSum,
  list: PartList,
): AsyncIterable<string> {
  let text = "[";
  let before = "";
  for (const part of sum.entries[list] > 0 ? partsOf(record) : []) {
    for await (const entry of entriesOfPart(store, { runId: record.runId, part, list })) {
      text += before + entry;
      before = ",";
      if (text.length < pieceLength) continue;
      yield text;
      text = "";
    }
  }
  yield `${text}]`;
}

/** The report as text: the parts' entries are copied as they are. */
async function* reportText(
  store: ObjectStore,
  record: RunRecord,
  { sum, removed, students }: ReportFrame,
): AsyncIterable<string> {
  const { runId, resumes, again, undoes } = record;
  const { sent, alreadySent, withheld } = sum.mails;
  const list = (name: PartList) => listText(store, record, sum, name);
  yield `${JSON.stringify({ runId, students: sum.students, tests: sum.tests }).slice(0, -1)},"missing":`;
  yield* list("missing");
  yield `,"failed":`;
  yield* list("failed");
  yield `,"mails":${JSON.stringify({ sent, alreadySent, withheld }).slice(0, -1)},"problems":`;
  yield* list("mails.problems");
  yield "}";
  if (resumes !== null) yield `,"resumes":${JSON.stringify(resumes)}`;
  if (again) yield `,"again":true`;
  if (undoes !== undefined) yield `,"undoes":${JSON.stringify(undoes)}`;
  if (resumes !== null || students !== sum.students) yield `,"gradebookStudents":${students}`;
  if (sum.entries.extended > 0) {
    yield `,"extended":`;
    yield* list("extended");
  }
  if (removed.length > 0) yield `,"removed":${JSON.stringify(removed)}`;
  if (sum.entries.overrides > 0) {
    yield `,"overrides":`;
    yield* list("overrides");
  }
  yield "}";
}

/** `runs/<runId>/report.json`, `runReportSchema`. After a run that failed for 400,000 students it is some 300 MB. */
export async function* reportChunks(
  store: ObjectStore,
  record: RunRecord,
  frame: ReportFrame,
): AsyncIterable<Uint8Array> {
  for await (const piece of reportText(store, record, frame)) yield Buffer.from(piece);
}
