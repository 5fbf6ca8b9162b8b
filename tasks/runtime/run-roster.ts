import { dueRule } from "../../course/due.ts";
import type { Instant } from "../../course/ids.ts";
import type { RosterLine } from "../../course/run.ts";
import { gradedThroughSchema } from "../../course/run-record.ts";
import { keys } from "../../course/storage-keys.ts";
import { type Student, studentSchema } from "../../course/student.ts";
import { testIndexSchema } from "../../course/test.ts";
import { findJson, readJson, readJsonLines } from "./json-store.ts";
import type { ObjectStore } from "./object-store.ts";

export const publishFirst = "Publish the course first: bin/trainer publish DIR";

/** Lines that become bytes together: a buffer for each would take more than a short line itself. */
const linesAtOnce = 1_000;

/** A run's roster as it is written: JSON lines, held as bytes. 400,000 students with three tests each are 200 MB. */
export class RosterText {
  #chunks: Uint8Array[] = [];
  #lines: string[] = [];
  #students = 0;
  #cutoff: Instant | null = null;

  /** A student none of whose tests is due is left out. */
  add(line: RosterLine): void {
    if (line.tests.length === 0) return;
    this.#lines.push(`${JSON.stringify(line)}\n`);
    if (this.#lines.length === linesAtOnce) this.#flush();
    this.#students += 1;
    for (const { deadline } of line.tests) {
      if (this.#cutoff === null || deadline > this.#cutoff) this.#cutoff = deadline;
    }
  }

  get students(): number {
    return this.#students;
  }

  /** The latest deadline of all; null while nobody is on the roster. */
  get cutoff(): Instant | null {
    return this.#cutoff;
  }

  bytes(): Uint8Array {
    this.#flush();
    return Buffer.concat(this.#chunks);
  }

  #flush(): void {
    this.#chunks.push(Buffer.from(this.#lines.join("")));
    this.#lines = [];
  }
}

/** Every student of the course. @throws NotFoundError when nothing was published. */
export const readStudents = (store: ObjectStore): AsyncIterable<Student> =>
  readJsonLines(store, keys.roster, studentSchema);

/** The roster of all students for whom a test is due at `moment`. @throws NotFoundError when nothing was published. */
export async function* dueLines(store: ObjectStore, moment: Instant): AsyncIterable<RosterLine> {
  const [tests, gradedThrough] = await Promise.all([
    readJson(store, keys.tests, testIndexSchema, publishFirst),
    findJson(store, keys.gradedThrough, gradedThroughSchema),
  ]);
  const dueFor = dueRule(tests, gradedThrough ?? [], moment);
  for await (const { studentId, email, name, extensions } of readStudents(store)) {
    const due = dueFor(extensions);
    if (due.length > 0) yield { studentId, email, name, tests: due };
  }
}
