import { type Instant, type StudentId, testPath } from "../../course/ids.ts";
import type { DueTest, RosterLine } from "../../course/run/run.ts";
import type { RunTest } from "../../course/run/run-record.ts";

/** Lines that share one buffer: a buffer for each line would need more memory than the line itself. */
const linesAtOnce = 1_000;

const lineEnd = "\n";

/** One part, held as bytes. */
class HeldPart {
  students = 0;
  tests = 0;
  extended = "";
  readonly #chunks: Uint8Array[] = [];
  #lines: string[] = [];

  add(line: string, tests: number): void {
    this.#lines.push(line);
    this.students += 1;
    this.tests += tests;
    if (this.#lines.length === linesAtOnce) this.#flush();
  }

  *lines(): Generator<string> {
    this.#flush();
    for (const chunk of this.#chunks) yield* new TextDecoder().decode(chunk).split(lineEnd);
  }

  #flush(): void {
    if (this.#lines.length > 0) this.#chunks.push(Buffer.from(this.#lines.join(lineEnd)));
    this.#lines = [];
  }
}

/** What one part has at most. */
export interface MostOfPart {
  readonly students: number;
  /** Due tests of all its students together. */
  readonly tests: number;
}

/** A part of a roster as it is stored: JSON lines. */
export interface PartText {
  readonly part: number;
  readonly students: number;
  readonly roster: string;
  /** Empty: nobody has more time. */
  readonly extended: string;
}

/**
 * A run's roster while it is made, in parts. Until all of it is known, the run has no name to store it under. It holds some 100
 * bytes for each student, because the tests, which most students have in common, are kept once.
 */
export class RosterParts {
  readonly #most: MostOfPart;
  readonly #parts: HeldPart[] = [];
  /** Lists of tests as JSON, and the number of each. */
  readonly #lists: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #tests = new Map<string, RunTest>();
  #cutoff: Instant | null = null;
  #last: StudentId | null = null;

  constructor(most: MostOfPart) {
    this.#most = most;
  }

  /** Skips a student who has no due test. */
  add({ tests, ...contact }: RosterLine): void {
    if (tests.length === 0) return;
    const last = this.#parts.at(-1);
    const hasRoom =
      last !== undefined &&
      last.students < this.#most.students &&
      last.tests + tests.length <= this.#most.tests;
    const part = hasRoom ? last : this.#begin();
    part.add(`${this.#numberOf(tests)} ${JSON.stringify(contact).slice(0, -1)}`, tests.length);
    this.#last = contact.studentId;
  }

  /** Notes what is due later for a student; after `add` of the same student. */
  addExtended({ tests, ...contact }: RosterLine): void {
    const part = this.#parts.at(-1) ?? this.#begin();
    part.extended += `${JSON.stringify({ ...contact, tests, after: this.#last })}${lineEnd}`;
  }

  get students(): number {
    return this.#parts.reduce((sum, { students }) => sum + students, 0);
  }

  /** Students of each part. */
  get parts(): readonly number[] {
    return this.#parts.map(({ students }) => students);
  }

  /** The latest deadline of all; null while nobody is on the roster. */
  get cutoff(): Instant | null {
    return this.#cutoff;
  }

  /** Every test that is due for somebody. */
  get tests(): RunTest[] {
    return [...this.#tests.values()].toSorted((a, b) => (testPath(a) < testPath(b) ? -1 : 1));
  }

  /** The texts of the parts, the last one first. */
  *texts(): Iterable<PartText> {
    for (const [part, held] of [...this.#parts.entries()].toReversed()) {
      const { students, extended } = held;
      yield { part, students, extended, roster: held.lines().map(this.#whole).toArray().join("") };
    }
  }

  readonly #whole = (line: string): string => {
    const end = line.indexOf(" ");
    return `${line.slice(end + 1)},"tests":${this.#lists[Number(line.slice(0, end))]}}${lineEnd}`;
  };

  #begin(): HeldPart {
    const part = new HeldPart();
    this.#parts.push(part);
    return part;
  }

  #numberOf(tests: readonly DueTest[]): number {
    const list = JSON.stringify(tests);
    const known = this.#numbers.get(list);
    if (known !== undefined) return known;
    for (const { subject, testId, title, renamedFrom, deadline } of tests) {
      if (this.#cutoff === null || deadline > this.#cutoff) this.#cutoff = deadline;
      const test = { subject, testId, title, ...(renamedFrom && { renamedFrom }) };
      if (!this.#tests.has(testPath(test))) this.#tests.set(testPath(test), test);
    }
    this.#numbers.set(list, this.#lists.length);
    return this.#lists.push(list) - 1;
  }
}
