import { readQuestions } from "../../adapters/scores/marks.ts";
import { tallyKeys } from "../../adapters/scores/stored-tallies.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { type RunId, type StudentId, testPath } from "../../course/ids.ts";
import { askedBy } from "../../course/questions/asked-by.ts";
import { analysisBy } from "../../course/statistics/analysis.ts";
import type { AskedTest } from "../../course/statistics/hard-questions.ts";
import type { Test } from "../../course/test.ts";
import { TestReading } from "../analyse/test-reading.ts";

/** A graded test, and who is graded in it by which run. */
export interface GradedTest {
  readonly test: Test;
  readonly graded: readonly { readonly studentId: StudentId; readonly run: RunId | undefined }[];
}

/** A test of which nothing is added up is read grade by grade, unless it has more. */
const mostGrades = 2_000;

/** A test is worth so many grades, beside those that are read. */
const gradesOfTest = 20;

interface Read {
  /** Who is graded by which run. */
  readonly madeOf: string;
  /** null: too many grades would have to be read. */
  readonly asked: AskedTest | null;
}

/** How the questions of a course were answered, test by test. A test is read once, and again when a run has graded somebody. */
export class AskedTests {
  readonly #store: ObjectStore;
  readonly #read = new Map<string, Read>();

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  /** Reads on, for as long as about so many grades take. */
  async readOn(tests: readonly GradedTest[], grades: number): Promise<void> {
    let spent = 0;
    for (const each of tests) {
      if (this.#known(each) !== undefined) continue;
      if (spent >= grades) return;
      spent += gradesOfTest + (await this.#readOne(each));
    }
  }

  /** What is known of these tests, of how many; `skipped`: those with too many grades to read. */
  of(tests: readonly GradedTest[]) {
    const known = tests.flatMap((each) => this.#known(each) ?? []);
    const asked = known.flatMap((each) => each.asked ?? []);
    return { asked, read: known.length, skipped: known.length - asked.length };
  }

  #known(each: GradedTest): Read | undefined {
    const known = this.#read.get(testPath(each.test));
    return known?.madeOf === madeOf(each) ? known : undefined;
  }

  async #readOne(each: GradedTest): Promise<number> {
    const { test, graded } = each;
    const [questions, tallies] = await Promise.all([
      readQuestions(this.#store, test),
      tallyKeys(this.#store, test),
    ]);
    const isTooMuch = tallies.length === 0 && graded.length > mostGrades;
    const students = graded.map(({ studentId }) => studentId);
    const reading = new TestReading({ store: this.#store, test, questions, students, tallies });
    while (!isTooMuch && !reading.isDone) await reading.readOn(mostGrades);
    const statistics = isTooMuch ? [] : analysisBy(questions, new Map(), reading.tally).questions;
    const asks = new Map(questions.map((question) => [question.questionId, askedBy(question)]));
    const asked = {
      test,
      questions: statistics.map((one) => ({ ...one, asks: asks.get(one.questionId) ?? "" })),
    };
    this.#read.set(testPath(test), { madeOf: madeOf(each), asked: isTooMuch ? null : asked });
    return tallies.length === 0 && !isTooMuch ? graded.length : 0;
  }
}

/** Equal where the same runs graded as many each; their grades don't change. */
const madeOf = ({ graded }: GradedTest): string => {
  const runs = Map.groupBy(graded, ({ run }) => run);
  return JSON.stringify([...runs].map(([run, students]) => [run, students.length]).sort());
};
