import { findJson } from "../../adapters/json-store.ts";
import { readQuestions } from "../../adapters/marks.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import { gradeSchema } from "../../course/grading/grade.ts";
import { scoreFields } from "../../course/grading/score.ts";
import { type RunId, type StudentId, testPath } from "../../course/ids.ts";
import { analysisOf } from "../../course/statistics/analysis.ts";
import type { AnalysisView } from "../../course/statistics/analysis-view.ts";
import { analysisViewOf } from "../../course/statistics/shown-analysis.ts";
import type { TestTally } from "../../course/statistics/tally.ts";
import { keys } from "../../course/storage-keys.ts";
import { answerKeySchema, type Question } from "../../course/test.ts";
import type { NamedTest } from "../../course/test-names.ts";
import { jsonOrUndefined } from "../../course/unknown-value.ts";
import { GradeReading } from "../analyse/grade-reading.ts";

/** A graded student of a test, and the run that gave the grade. */
export interface GradedBy {
  readonly studentId: StudentId;
  readonly run: RunId | undefined;
}

/** Grades are read one by one, so a large class is read in several calls: each takes about a second. */
const gradesOfCall = 800;

/** Tests whose tallies are kept; each may have some megabytes. */
const mostKept = 20;

interface Seen {
  /** Who was graded by which run, and the questions. */
  readonly madeOf: string;
  readonly reading: GradeReading;
  /** The last call that reads on; calls wait for each other. */
  call: Promise<void>;
}

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
    const [questions, answerKey] = await Promise.all([
      readQuestions(this.#store, test),
      findJson(this.#store, keys.answerKey(test), answerKeySchema),
    ]);
    const seen = this.#seenOf(test, questions, graded);
    const { reading } = seen;
    seen.call = seen.call.catch(() => undefined).then(() => reading.readOn(gradesOfCall));
    await seen.call;
    const { read, of, tally, unreadable } = reading;
    return analysisViewOf(analysisOf(questions, answerKey ?? [], tally), {
      ...{ read, of, unreadable: unreadable.length },
      scores: scoresOf(tally),
    });
  }

  #seenOf(test: NamedTest, questions: readonly Question[], graded: readonly GradedBy[]): Seen {
    const path = testPath(test);
    const madeOf = JSON.stringify([graded.map(({ studentId, run }) => [studentId, run]), questions]);
    const known = this.#seen.get(path);
    const students = graded.map(({ studentId }) => studentId);
    const seen =
      known?.madeOf === madeOf
        ? known
        : {
            madeOf,
            reading: new GradeReading(this.#store, test, questions, students),
            call: Promise.resolve(),
          };
    // The test that was asked for last goes last.
    this.#seen.delete(path);
    this.#seen.set(path, seen);
    const [oldest = ""] = this.#seen.keys();
    if (this.#seen.size > mostKept) this.#seen.delete(oldest);
    return seen;
  }
}
