import { findJson } from "../../adapters/storage/json-store.ts";
import { isFoundBy, type RunStudents } from "../../course/console/console-views.ts";
import type { RunId } from "../../course/ids.ts";
import { runRecordSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { CourseBucket } from "../aws/bucket.ts";
import { readRunGradebook } from "../gradebook/run-gradebook.ts";
import { OpenRunStudents } from "./open-run-students.ts";
import { asRefusal } from "./refusal.ts";
import { inOrder, type StudentsWanted } from "./students-wanted.ts";

/** More rows are no view that one reads, and would be more than 1 MB. */
const mostRows = 1_000;

type Rows = readonly (readonly string[])[];

/** The students of runs, to be searched and sorted. The last closed run that was asked for is kept: it does not change. */
export class SeenRunStudents {
  readonly #bucket: CourseBucket;
  #seen: { readonly runId: RunId; readonly rows: Rows } | undefined;

  readonly #open: OpenRunStudents;

  constructor(bucket: CourseBucket) {
    this.#bucket = bucket;
    this.#open = new OpenRunStudents(bucket);
  }

  /** @throws {Refusal} when the run has neither a gradebook nor a roster. */
  async find(runId: RunId, wanted: StudentsWanted): Promise<RunStudents> {
    const run =
      this.#seen?.runId === runId ? null : await findJson(this.#bucket, keys.run(runId), runRecordSchema);
    if (run === null || run.status === "closed") return this.#ofClosed(runId, wanted);
    try {
      return await this.#open.find(run, wanted);
    } catch (error) {
      throw asRefusal(error);
    }
  }

  async #ofClosed(runId: RunId, { words, by, isDescending }: StudentsWanted): Promise<RunStudents> {
    const [heads = [], ...rows] = await this.#rows(runId);
    const [id, name, email] = ["studentId", "name", "email"].map((head) => heads.indexOf(head));
    const isFound = isFoundBy(words);
    const found = rows.filter((row) =>
      isFound({ studentId: row[id ?? 0] ?? "", name: row[name ?? 0] ?? "", email: row[email ?? 0] ?? "" }),
    );
    const sign = isDescending ? -1 : 1;
    const sorted = found.toSorted((a, b) => sign * inOrder(a[by], b[by]));
    return {
      heads: [...heads],
      rows: sorted.slice(0, mostRows).map((row) => [...row]),
      matching: found.length,
    };
  }

  async #rows(runId: RunId): Promise<Rows> {
    if (this.#seen?.runId !== runId) {
      try {
        this.#seen = { runId, rows: (await readRunGradebook(this.#bucket, runId)).rows };
      } catch (error) {
        throw asRefusal(error);
      }
    }
    return this.#seen.rows;
  }
}
