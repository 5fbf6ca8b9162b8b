import { mapBounded } from "../../adapters/bounded.ts";
import { findGrade, readQuestions } from "../../adapters/marks.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import type { TestResults } from "../../course/console-views.ts";
import type { Grade } from "../../course/grading/grade.ts";
import { scoreOf } from "../../course/grading/score.ts";
import { type RunId, type StudentId, testPath } from "../../course/ids.ts";
import { type NamedTest, refsOf } from "../../course/test-names.ts";

/** A graded student of a test, and the run that gave the grade. */
export interface GradedBy {
  readonly studentId: StudentId;
  readonly run: RunId | undefined;
}

/** Grades are read one by one; this many are enough for the charts. */
const mostGrades = 400;

const parallelReads = 16;

/** Tests whose counts are kept; each is a kilobyte or two. */
const mostKept = 100;

/** What grades say, added up. */
interface Counts {
  readonly grades: number;
  readonly scores: TestResults["scores"];
  /** By question. */
  readonly right: ReadonlyMap<string, number>;
  readonly asked: ReadonlyMap<string, number>;
}

interface Seen {
  /** Who was graded, by which run. */
  readonly graded: string;
  readonly counts: Counts;
}

const addTo = <K>(counts: Map<K, number>, key: K, more = 1): void => {
  counts.set(key, (counts.get(key) ?? 0) + more);
};

export const countsOf = (grades: readonly Grade[]): Counts => {
  const [right, asked] = [new Map<string, number>(), new Map<string, number>()];
  const scores = new Map<string, TestResults["scores"][number]>();
  for (const { answers, ...grade } of grades) {
    for (const { questionId, isRight } of answers) {
      addTo(asked, questionId);
      if (isRight) addTo(right, questionId);
    }
    const score = scoreOf(grade);
    const key = JSON.stringify(score);
    scores.set(key, { ...score, students: (scores.get(key)?.students ?? 0) + 1 });
  }
  return { grades: grades.length, scores: [...scores.values()], right, asked };
};

/**
 * What the graded students of a test answered, in numbers. A run's grades don't change, so they are read once, and again only
 * when another run has graded somebody.
 */
export class SeenResults {
  readonly #store: ObjectStore;
  readonly #seen = new Map<string, Seen>();

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  /** undefined: nobody is graded. @throws CorruptError */
  async of(test: NamedTest, graded: readonly GradedBy[]): Promise<TestResults | undefined> {
    if (graded.length === 0) return undefined;
    const [questions, { grades, scores, right, asked }] = await Promise.all([
      readQuestions(this.#store, test),
      this.#counts(test, graded),
    ]);
    return {
      ...{ grades, scores },
      questions: questions.map(({ questionId, question }) => ({
        question,
        right: right.get(questionId) ?? 0,
        asked: asked.get(questionId) ?? 0,
      })),
    };
  }

  async #counts(test: NamedTest, graded: readonly GradedBy[]): Promise<Counts> {
    const path = testPath(test);
    const wanted = JSON.stringify(graded.map(({ studentId, run }) => [studentId, run]));
    const seen = this.#seen.get(path);
    if (seen?.graded === wanted) return seen.counts;
    const read = ({ studentId }: GradedBy) => findGrade(this.#store, studentId, refsOf(test));
    const grades = await Array.fromAsync(mapBounded(graded.slice(0, mostGrades), parallelReads, read));
    const counts = countsOf(grades.filter((grade) => grade !== null));
    this.#keep(path, { graded: wanted, counts });
    return counts;
  }

  #keep(path: string, seen: Seen): void {
    this.#seen.delete(path);
    this.#seen.set(path, seen);
    const [oldest = ""] = this.#seen.keys();
    if (this.#seen.size > mostKept) this.#seen.delete(oldest);
  }
}
