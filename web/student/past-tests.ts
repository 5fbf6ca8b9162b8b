import type { ClosedTest, ListTestsAnswer, TestResult, TestScore } from "../../course/api/answers.ts";
import { testPath } from "./route.ts";

/** The result made from a score of an older server, or one that a device kept. */
const resultOf = ({ marks: _, submissionId: __, ...score }: TestScore): TestResult => ({
  ...score,
  status: "graded",
});

/** The results of a list's tests, the latest first. */
export const resultsOf = ({ results, scores = [] }: ListTestsAnswer): readonly TestResult[] =>
  results ?? scores.map(resultOf);

/** A test for which nothing arrived in time. */
export type MissedTest = Pick<ClosedTest, "subject" | "testId" | "title" | "language"> & {
  readonly deadline?: string | undefined;
};

/** The past tests of a list, each kind with the latest first. */
export interface PastTests {
  /** Closed and sent, with no result yet. */
  readonly waiting: readonly ClosedTest[];
  /** Graded, excused, or impossible to grade. */
  readonly results: readonly TestResult[];
  readonly missed: readonly MissedTest[];
}

/** The open tests that do not count for the student, who may take them all the same. */
export const excusedOpen = ({ open, results = [] }: ListTestsAnswer): ReadonlySet<string> => {
  const excused = new Set(results.filter(({ status }) => status === "excused").map(testPath));
  return new Set(open.map(testPath).filter((path) => excused.has(path)));
};

export const pastTests = (list: ListTestsAnswer): PastTests => {
  const isOpen = excusedOpen(list);
  const all = resultsOf(list).filter((result) => !isOpen.has(testPath(result)));
  const known = new Set(all.map(testPath));
  const closed = (list.closed ?? []).filter((test) => !known.has(testPath(test)));
  return {
    waiting: closed.filter(({ receivedAt }) => receivedAt !== null),
    results: all.filter(({ status }) => status !== "missing"),
    missed: [
      ...closed.filter(({ receivedAt }) => receivedAt === null),
      ...all.filter(({ status }) => status === "missing"),
    ],
  };
};

/** A score in percent of the best one; null: there is none. */
export const percentOf = ({ score, best }: Pick<TestResult, "score" | "best">): number | null =>
  score === undefined || best === undefined ? null : Math.round((100 * Number(score)) / Number(best));

/** One test of the chart; null: nothing arrived. */
export interface Bar {
  readonly path: string;
  readonly title: string;
  readonly percent: number | null;
}

/** With more tests, the bars would be too thin to see on a phone. */
const mostBars = 40;

/** The tests of a chart, the oldest first; without tests that don't count or whose score is not shown. */
export const barsOf = (list: ListTestsAnswer): readonly Bar[] => {
  const bars = resultsOf(list).flatMap((result): Bar[] => {
    const about = { path: testPath(result), title: result.title };
    if (result.status === "missing") return [{ ...about, percent: null }];
    const percent = result.status === "graded" ? percentOf(result) : null;
    return percent === null ? [] : [{ ...about, percent }];
  });
  return bars.slice(0, mostBars).reverse();
};
