import { rosterOfRun } from "../../adapters/runs/run-roster.ts";
import { findGrade } from "../../adapters/scores/marks.ts";
import { mapBounded } from "../../adapters/storage/bounded.ts";
import { findJson } from "../../adapters/storage/json-store.ts";
import { isFoundBy, type RunStudents } from "../../course/console/console-views.ts";
import type { Grade } from "../../course/grading/grade.ts";
import { scoreText } from "../../course/grading/score.ts";
import { type StudentId, testPath } from "../../course/ids.ts";
import { type MailRecord, mailRecordSchema } from "../../course/mail/mail-record.ts";
import type { RosterLine } from "../../course/run/run.ts";
import type { RunRecord } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { refsOf } from "../../course/test-names.ts";
import type { CourseBucket } from "../aws/bucket.ts";
import { inOrder, type StudentsWanted } from "./students-wanted.ts";

/** For each the grades and the mail ledger are read, which takes two calls a test. */
const mostLooked = 20;
const parallelReads = 8;

const heads = ["studentId", "name", "email"] as const;

const mailWords: Readonly<Record<MailRecord["state"], string>> = {
  sent: "mailed",
  claimed: "mail begun",
  released: "not mailed yet",
  refused: "mail refused",
};

type Listed = Pick<RosterLine, (typeof heads)[number] | "tests">;

/**
 * The students of a run that is under way, or that was stopped or failed, found on its roster. What has become of each is read
 * from their grades and mails: Step Functions can't be asked for a student.
 */
export class OpenRunStudents {
  readonly #bucket: CourseBucket;
  /** The roster of the run that was asked for last: it does not change. */
  #seen: { readonly runId: string; readonly roster: readonly Listed[] } | undefined;

  constructor(bucket: CourseBucket) {
    this.#bucket = bucket;
  }

  async find(run: RunRecord, { words, by, isDescending }: StudentsWanted): Promise<RunStudents> {
    const found = (await this.#roster(run)).filter(isFoundBy(words));
    const column = heads[by] ?? "name";
    const sign = isDescending ? -1 : 1;
    const first = found.toSorted((a, b) => sign * inOrder(a[column], b[column])).slice(0, mostLooked);
    const paths = [...new Set(first.flatMap(({ tests }) => tests.map(testPath)))];
    const rowOf = async (student: Listed): Promise<string[]> => {
      const cells = await this.#cells(run, student);
      return [student.studentId, student.name, student.email, ...paths.map((path) => cells.get(path) ?? "")];
    };
    const rows = await Array.fromAsync(mapBounded(first, parallelReads, rowOf));
    return { heads: [...heads, ...paths], rows, matching: found.length, sortable: heads.length };
  }

  async #roster(run: RunRecord): Promise<readonly Listed[]> {
    if (this.#seen?.runId !== run.runId) {
      const roster: Listed[] = [];
      for await (const { studentId, name, email, tests } of rosterOfRun(this.#bucket, run))
        roster.push({ studentId, name, email, tests });
      this.#seen = { runId: run.runId, roster };
    }
    return this.#seen.roster;
  }

  /** What has become of each test so far, by its path. */
  async #cells({ runId }: RunRecord, { studentId, tests }: Listed): Promise<Map<string, string>> {
    const cells = new Map<string, string>();
    for (const test of tests) {
      const grade = await findGrade(this.#bucket, studentId, refsOf(test));
      cells.set(testPath(test), grade === null ? "no grade yet" : await this.#words(studentId, grade, runId));
    }
    return cells;
  }

  async #words(studentId: StudentId, grade: Grade, runId: string): Promise<string> {
    const score = scoreText(grade) ?? "nothing counts";
    if (grade.runId !== runId) return `${score} from run ${grade.runId}`;
    const key = keys.mail(studentId, grade, grade.revision);
    const mail = await findJson(this.#bucket, key, mailRecordSchema);
    return mail === null ? score : `${score}, ${mailWords[mail.state]}`;
  }
}
