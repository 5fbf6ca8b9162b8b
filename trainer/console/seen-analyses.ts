import { createHash } from "node:crypto";
import { readQuestions } from "../../adapters/scores/marks.ts";
import { tallyKeys } from "../../adapters/scores/stored-tallies.ts";
import { findJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { gradeSchema } from "../../course/grading/grade.ts";
import { scoreFields } from "../../course/grading/score.ts";
import { type RunId, type StudentId, testPath } from "../../course/ids.ts";
import { analysisOf } from "../../course/statistics/analysis.ts";
import type { AnalysisView } from "../../course/statistics/analysis-view.ts";
import { analysisViewOf } from "../../course/statistics/shown-analysis.ts";
import type { TestTally } from "../../course/statistics/tally.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { answerKeySchema } from "../../course/test.ts";
import type { NamedTest } from "../../course/test-names.ts";
import { jsonOrUndefined } from "../../course/unknown-value.ts";
import { TestReading, type TestReadingOptions } from "../analyse/test-reading.ts";

/** A graded student of a test, and the run that gave the grade. */
export interface GradedBy {
  readonly studentId: StudentId;
  readonly run: RunId | undefined;
}

/** Grades that no run has added up are read one by one, so a large class is read in several calls: each takes about a second. */
export const gradesOfCall = 800;

/** Tests whose tallies are kept; each may have some megabytes. */
const mostKept = 20;

interface Seen {
  /** Who was graded by which run, the questions, and what runs have added up. */
  readonly madeOf: string;
  readonly reading: TestReading;
  /** The last call that reads on; calls wait for each other. */
  call: Promise<void>;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const scoreSchema = gradeSchema.pick(scoreFields);

const scoresOf = ({ scores }: TestTally): AnalysisView["scores"] =>
  [...scores].map(([text, students]) => ({ ...scoreSchema.parse(jsonOrUndefined(text)), students }));

/**
 * What the answers of tests say. A run's grades don't change, so they are read once, and again only when another run has
 * graded somebody.
 */
export class SeenAnalyses {
  readonly #store: ObjectStore;
  readonly #seen = new Map<string, Seen>();

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  /** Of a large class it is made of the grades read so far; the next call reads on. */
  async of(test: NamedTest, graded: readonly GradedBy[]): Promise<AnalysisView> {
    const [questions, answerKey, tallies] = await Promise.all([
      readQuestions(this.#store, test),
      findJson(this.#store, keys.answerKey(test), answerKeySchema),
      tallyKeys(this.#store, test),
    ]);
    const students = graded.map(({ studentId }) => studentId);
    const seen = this.#seenOf({ store: this.#store, test, questions, students, tallies }, graded);
    const { reading } = seen;
    seen.call = seen.call.then(() => reading.readOn(gradesOfCall));
    try {
      await seen.call;
    } catch (error) {
      this.#seen.delete(testPath(test));
      throw error;
    }
    const { progress, tally, unreadable } = reading;
    return analysisViewOf(analysisOf(questions, answerKey ?? [], tally), {
      ...{ ...progress, unreadable: unreadable.length },
      scores: scoresOf(tally),
    });
  }

  #seenOf(options: TestReadingOptions, graded: readonly GradedBy[]): Seen {
    const path = testPath(options.test);
    const { questions, tallies } = options;
    const by = graded.map(({ studentId, run }) => [studentId, run]);
    const madeOf = sha256(JSON.stringify([by, questions, tallies.map(({ key }) => key)]));
    const known = this.#seen.get(path);
    const isKnown = known?.madeOf === madeOf;
    const seen = isKnown ? known : { madeOf, reading: new TestReading(options), call: Promise.resolve() };
    // The test that was asked for last goes last.
    this.#seen.delete(path);
    this.#seen.set(path, seen);
    const [oldest = ""] = this.#seen.keys();
    if (this.#seen.size > mostKept) this.#seen.delete(oldest);
    return seen;
  }
}
