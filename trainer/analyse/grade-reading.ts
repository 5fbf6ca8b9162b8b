import { mapBounded } from "../../adapters/bounded.ts";
import { CorruptError } from "../../adapters/errors.ts";
import { findGrade } from "../../adapters/marks.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import type { Grade } from "../../course/grading/grade.ts";
import type { StudentId } from "../../course/ids.ts";
import { TestTally } from "../../course/statistics/tally.ts";
import type { Question } from "../../course/test.ts";
import { type NamedTest, refsOf } from "../../course/test-names.ts";

/** S3 answers 5,500 reads a second for one prefix; the SDK keeps 50 connections. */
const parallelReads = 32;

/** A student's grade, null where there is none, or why it can't be read. */
type Read = { readonly grade: Grade | null } | { readonly problem: string };

/** Adds up the grades of a test page by page. Each grade is forgotten, so that memory does not grow with them. */
export class GradeReading {
  readonly tally: TestTally;
  /** Why grades can't be read, one sentence each; they are in no figure. */
  readonly unreadable: string[] = [];
  readonly #store: ObjectStore;
  readonly #test: NamedTest;
  readonly #students: readonly StudentId[];
  #read = 0;

  constructor(
    store: ObjectStore,
    test: NamedTest,
    questions: readonly Question[],
    students: readonly StudentId[],
  ) {
    this.#store = store;
    this.#test = test;
    this.#students = students;
    this.tally = new TestTally(questions);
  }

  /** Students whose grades have been looked for, of how many. */
  get read(): number {
    return this.#read;
  }

  get of(): number {
    return this.#students.length;
  }

  /** Reads the grades of the next students. @param most of them. */
  async readOn(most: number, onStudent: () => void = () => undefined): Promise<void> {
    const next = this.#students.slice(this.#read, this.#read + most);
    for await (const read of mapBounded(next, parallelReads, (studentId) => this.#find(studentId))) {
      this.#read += 1;
      if ("problem" in read) this.unreadable.push(read.problem);
      else if (read.grade !== null) this.tally.add(read.grade);
      onStudent();
    }
  }

  async #find(studentId: StudentId): Promise<Read> {
    try {
      return { grade: await findGrade(this.#store, studentId, refsOf(this.#test)) };
    } catch (error) {
      if (error instanceof CorruptError) return { problem: error.message };
      throw error;
    }
  }
}
