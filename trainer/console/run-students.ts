import { isFoundBy, type RunStudents } from "../../course/console-views.ts";
import type { RunId } from "../../course/ids.ts";
import type { CourseBucket } from "../aws/bucket.ts";
import { readRunGradebook } from "../gradebook/run-gradebook.ts";
import { asRefusal } from "./refusal.ts";

/** More rows are no view that one reads, and would be more than 1 MB. */
const mostRows = 1_000;

export interface StudentsWanted {
  readonly words: string;
  /** The column to sort by, by its place. */
  readonly by: number;
  readonly isDescending: boolean;
}

/** Numbers by their size, below them words such as `missing`, each by its letters. */
const inOrder = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

const compare = (a = "", b = ""): number => {
  const [x, y] = [Number(a || "x"), Number(b || "x")];
  if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? -1 : 1;
  return Number.isNaN(x) ? inOrder.compare(a, b) : x - y;
};

type Rows = readonly (readonly string[])[];

/** The students of closed runs, to be searched and sorted. The last run that was asked for is kept: it does not change. */
export class SeenRunStudents {
  readonly #bucket: CourseBucket;
  #seen: { readonly runId: RunId; readonly rows: Rows } | undefined;

  constructor(bucket: CourseBucket) {
    this.#bucket = bucket;
  }

  /** @throws {Refusal} when the run has no gradebook. */
  async find(runId: RunId, { words, by, isDescending }: StudentsWanted): Promise<RunStudents> {
    const [heads = [], ...rows] = await this.#rows(runId);
    const [id, name, email] = ["studentId", "name", "email"].map((head) => heads.indexOf(head));
    const isFound = isFoundBy(words);
    const found = rows.filter((row) =>
      isFound({ studentId: row[id ?? 0] ?? "", name: row[name ?? 0] ?? "", email: row[email ?? 0] ?? "" }),
    );
    const sign = isDescending ? -1 : 1;
    const sorted = found.toSorted((a, b) => sign * compare(a[by], b[by]));
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
