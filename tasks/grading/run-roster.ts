import { publishFirst } from "../../adapters/course-reader.ts";
import { findJson, readJson, readJsonLines } from "../../adapters/json-store.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import type { Instant, StudentId } from "../../course/ids.ts";
import { dueRule, extendedRule } from "../../course/run/due.ts";
import type { DueTest, RosterLine } from "../../course/run/run.ts";
import { gradedThroughSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage-keys.ts";
import { type Student, studentSchema } from "../../course/student.ts";
import { testIndexSchema } from "../../course/test.ts";

/** Lines that share one buffer: a buffer for each line would need more memory than the line itself. */
const linesAtOnce = 1_000;

/** A run's roster as it is written: JSON lines, held as bytes. 400,000 students with three tests each are 200 MB. */
export class RosterText {
  #chunks: Uint8Array[] = [];
  #lines: string[] = [];
  #students = 0;
  #cutoff: Instant | null = null;
  #last: StudentId | null = null;

  /** Skips a student who has no due test. */
  add(line: RosterLine): void {
    if (line.tests.length === 0) return;
    this.#lines.push(`${JSON.stringify(line)}\n`);
    if (this.#lines.length === linesAtOnce) this.#flush();
    this.#students += 1;
    this.#last = line.studentId;
    for (const { deadline } of line.tests) {
      if (this.#cutoff === null || deadline > this.#cutoff) this.#cutoff = deadline;
    }
  }

  get students(): number {
    return this.#students;
  }

  /** The student added last; null: none yet. */
  get last(): StudentId | null {
    return this.#last;
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

/** A student of the course, with the tests of a run at a given moment. */
export interface StudentTests {
  /** Empty: no test is due. */
  readonly line: RosterLine;
  /** Tests that are due for others, and later for this student. */
  readonly extended: readonly DueTest[];
}

/** Every student of the course with what is due at `moment`. @throws NotFoundError when nothing was published. */
export async function* testsAt(store: ObjectStore, moment: Instant): AsyncIterable<StudentTests> {
  const [tests, gradedThrough] = await Promise.all([
    readJson(store, keys.tests, testIndexSchema, publishFirst),
    findJson(store, keys.gradedThrough, gradedThroughSchema),
  ]);
  const dueFor = dueRule(tests, gradedThrough ?? [], moment);
  const extendedFor = extendedRule(tests, gradedThrough ?? [], moment);
  for await (const student of readStudents(store)) {
    const { studentId, email, name, extensions } = student;
    const line = { studentId, email, name, tests: dueFor(student) };
    yield { line, extended: extensions.length === 0 ? [] : extendedFor(student) };
  }
}

/** The roster of all students for whom a test is due at `moment`. @throws NotFoundError when nothing was published. */
export async function* dueLines(store: ObjectStore, moment: Instant): AsyncIterable<RosterLine> {
  for await (const { line } of testsAt(store, moment)) if (line.tests.length > 0) yield line;
}
