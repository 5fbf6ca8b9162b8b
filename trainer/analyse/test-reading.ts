import { readGrades } from "../../adapters/scores/grade-reading.ts";
import { findTally, type TallyKey } from "../../adapters/scores/stored-tallies.ts";
import { askedIn } from "../../adapters/scores/tallies.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import type { StudentId } from "../../course/ids.ts";
import { TestTally } from "../../course/statistics/tally.ts";
import type { Question } from "../../course/test.ts";
import type { NamedTest } from "../../course/test-names.ts";

/** S3 answers 5,500 reads a second for one prefix; the SDK keeps 50 connections. */
const parallelReads = 32;

/** Grades that are asked for together, so that reading may stop after them. */
const gradesOfStep = 100;

/** A tally is read as fast as this many of its students' grades. */
const studentsForOne = 20;

export interface TestReadingOptions {
  readonly store: ObjectStore;
  readonly test: NamedTest;
  readonly questions: readonly Question[];
  /**
   * Who may be graded: the grades of those who are in no tally are looked for. A tally also counts students who have left the
   * course since.
   */
  readonly students: readonly StudentId[];
  /** Of the test's tallies, the latest run's first. */
  readonly tallies: readonly TallyKey[];
}

/**
 * Adds up what the students of a test have: from the tallies that runs have stored, and, where there is none or a later run
 * has graded some of its students again, from the grades one by one. Nothing of it stays in memory but the sum and the ids of
 * students.
 */
export class TestReading {
  readonly tally: TestTally;
  /** Why grades can't be read, one sentence each; they are in no figure. */
  readonly unreadable: string[] = [];
  readonly #options: TestReadingOptions;
  readonly #steps: AsyncIterator<number, void>;
  readonly #known = new Set<StudentId>();
  #isDone = false;

  constructor(options: TestReadingOptions) {
    this.#options = options;
    this.tally = new TestTally(options.questions);
    this.#steps = this.#readAll();
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  /** Students who have been read, of how many. */
  get progress(): { readonly read: number; readonly of: number } {
    const read = this.#known.size;
    return { read, of: this.#isDone ? read : Math.max(read + 1, this.#options.students.length) };
  }

  /** Reads on, for as long as about so many grades take. After a failure it is of no use any more. */
  async readOn(grades: number): Promise<void> {
    for (let spent = 0; spent < grades && !this.#isDone; ) {
      const step = await this.#steps.next();
      if (step.done) this.#isDone = true;
      else spent += step.value;
    }
  }

  /** Yields what each step has cost, in grades. */
  async *#readAll(): AsyncGenerator<number, void> {
    const { students, tallies, questions, store } = this.#options;
    const asked = askedIn(questions);
    const listed = new Set(students);
    const single = new Set<StudentId>();
    for (const { key } of tallies) {
      const stored = await findTally(store, key);
      if (stored === null) continue;
      const isAlone = !stored.students.some((id) => this.#known.has(id) || single.has(id));
      if (isAlone && stored.asked === asked) {
        this.tally.merge(stored);
        for (const id of stored.students) this.#known.add(id);
      } else {
        // A later run has some of them, or the questions were others then: the grades say how it is now.
        for (const id of stored.students) if (listed.has(id) && !this.#known.has(id)) single.add(id);
      }
      yield Math.ceil(stored.students.length / studentsForOne);
    }
    for (const id of students) if (!this.#known.has(id)) single.add(id);
    yield* this.#readSingly([...single]);
  }

  async *#readSingly(students: readonly StudentId[]): AsyncGenerator<number, void> {
    const { store, test } = this.#options;
    for (let from = 0; from < students.length; from += gradesOfStep) {
      const step = students.slice(from, from + gradesOfStep);
      for await (const read of readGrades(store, test, step, parallelReads)) {
        this.#known.add(read.studentId);
        if ("problem" in read) this.unreadable.push(read.problem);
        else if (read.grade !== null) this.tally.add(read.grade);
      }
      yield step.length;
    }
  }
}
