import { counted } from "../counted.ts";
import type {
  GradebookCell,
  GradebookColumns,
  GradebookStudent,
  GradebookTest,
} from "../gradebook/course-gradebook.ts";

/** A student's result in a test: in percent of the best score; `missed`; null: there is none, or it doesn't count. */
export type Result = number | "missed" | null;

/** What may be worth a word with a student. It is a fact, and says nothing of why. */
export interface ProgressFact {
  readonly kind: "missed" | "falling";
  readonly sentence: string;
}

export interface StudentProgress extends Pick<GradebookStudent, "studentId" | "name"> {
  /** Test by test. */
  readonly results: readonly Result[];
  /** Tests that are over, and those of them that were handed in. */
  readonly due: number;
  readonly handedIn: number;
  /** Of the scores, in percent, to one decimal; null: there are none. */
  readonly mean: number | null;
  readonly facts: readonly ProgressFact[];
}

export interface TestProgress extends Pick<GradebookTest, "subject" | "testId" | "title" | "deadline"> {
  /** Students for whom it is over, and those of them who have handed it in. */
  readonly due: number;
  readonly handedIn: number;
  readonly mean: number | null;
}

/** A class over the weeks: the tests that are over, by deadline. */
export interface CourseProgress {
  readonly tests: readonly TestProgress[];
  readonly students: readonly StudentProgress[];
}

/** Scores are texts with at most two decimals, so whole hundredths are exact; a course has tens of thousands. */
const hundredths = (score: string): number => Math.round(100 * Number(score));

const resultOf = (cell: GradebookCell | null | undefined, best: string): Result => {
  if (cell?.status === "missing") return "missed";
  if (cell?.score === undefined) return null;
  return Math.round((10_000 * hundredths(cell.score)) / hundredths(best)) / 100;
};

const isHandedIn = (cell: GradebookCell | null | undefined): boolean =>
  cell?.status === "graded" || cell?.status === "failed";

const isOver = (cell: GradebookCell | null | undefined): boolean =>
  isHandedIn(cell) || cell?.status === "missing";

const scoresIn = (results: readonly Result[]): number[] =>
  results.filter((result) => typeof result === "number");

/** To one decimal, as scores are rounded already. null: of nothing. */
export const meanOf = (percents: readonly number[]): number | null => {
  const all = percents.reduce((sum, each) => sum + Math.round(100 * each), 0);
  return percents.length === 0 ? null : Math.round(all / percents.length / 10) / 10;
};

/** So many of the last tests are looked at. */
const latestTests = 4;
const mostMissed = 2;

const missedFact = (results: readonly Result[], over: readonly boolean[]): ProgressFact[] => {
  const latest = results.filter((_, place) => over[place]).slice(-latestTests);
  const missed = latest.filter((result) => result === "missed").length;
  if (missed < mostMissed) return [];
  const which =
    missed === latest.length
      ? `the last ${missed} tests`
      : `${missed} of the last ${counted(latest.length, "test")}`;
  return [{ kind: "missed", sentence: `Missed ${which}.` }];
};

/** The last scores are compared with those before; both need so many. */
const comparedScores = 3;
/** Less says little, in percent of the best score. */
const leastFall = 10;
/** Less than twice the standard error may be chance. */
const clearErrors = 2;

const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);

const average = (values: readonly number[]): number => sum(values) / values.length;

/** How far each score is from the class's mean of the test: tests are not equally hard. */
const fromMeans = (results: readonly Result[], tests: readonly TestProgress[]): number[] =>
  results.flatMap((result, place) => {
    const mean = tests[place]?.mean ?? null;
    return typeof result === "number" && mean !== null ? [result - mean] : [];
  });

/** Standard deviation of one student's scores around that student's level, over the whole class. */
const usualSpread = (rows: readonly (readonly number[])[]): number => {
  const known = rows.filter((row) => row.length > 0);
  const squares = known.map((row) => sum(row.map((value) => (value - average(row)) ** 2)));
  const free = known.reduce((count, row) => count + row.length - 1, 0);
  return free === 0 ? 0 : Math.sqrt(sum(squares) / free);
};

const fallingFact = (fromMean: readonly number[], spread: number): ProgressFact[] => {
  const [before, latest] = [fromMean.slice(0, -comparedScores), fromMean.slice(-comparedScores)];
  if (before.length < comparedScores) return [];
  const fall = average(before) - average(latest);
  const error = spread * Math.sqrt(1 / before.length + 1 / latest.length);
  if (fall < Math.max(leastFall, clearErrors * error)) return [];
  const sentence = `The last ${comparedScores} scores are ${Math.round(fall)} points of 100 lower than the ${before.length} before, compared with the class.`;
  return [{ kind: "falling", sentence }];
};

/** @param gradebook of the whole course. */
export const progressOf = (gradebook: GradebookColumns): CourseProgress => {
  const inOrder = gradebook.tests
    .map((test, place) => ({ test, place }))
    .filter(({ place }) => gradebook.students.some(({ cells }) => isOver(cells[place])))
    .toSorted(({ test: { deadline: a } }, { test: { deadline: b } }) => (a === b ? 0 : a < b ? -1 : 1));
  const rows = gradebook.students.map(({ studentId, name, cells }) => {
    const own = inOrder.map(({ place }) => cells[place]);
    const results = inOrder.map(({ test, place }) => resultOf(cells[place], test.best));
    return { studentId, name, results, over: own.map(isOver), handedIn: own.map(isHandedIn) };
  });
  const tests = inOrder.map(({ test: { subject, testId, title, deadline } }, place) => ({
    ...{ subject, testId, title, deadline },
    due: rows.filter(({ over }) => over[place]).length,
    handedIn: rows.filter(({ handedIn }) => handedIn[place]).length,
    mean: meanOf(scoresIn(rows.map(({ results }) => results[place] ?? null))),
  }));
  const spread = usualSpread(rows.map(({ results }) => fromMeans(results, tests)));
  const students = rows.map(({ studentId, name, results, over, handedIn }) => ({
    ...{ studentId, name, results },
    due: over.filter(Boolean).length,
    handedIn: handedIn.filter(Boolean).length,
    mean: meanOf(scoresIn(results)),
    facts: [...missedFact(results, over), ...fallingFact(fromMeans(results, tests), spread)],
  }));
  return { tests, students };
};

const latestMissed = ({ results }: StudentProgress): number =>
  results.slice(-latestTests).filter((result) => result === "missed").length;

/** Of whom there is something to say, those first who missed most lately. */
export const studentsWithFacts = ({ students }: CourseProgress): StudentProgress[] =>
  students
    .filter(({ facts }) => facts.length > 0)
    .toSorted((a, b) => latestMissed(b) - latestMissed(a) || b.facts.length - a.facts.length);

/** In percent, to one decimal; null: of nobody. */
export const attendance = ({ due, handedIn }: Pick<TestProgress, "due" | "handedIn">): number | null =>
  due === 0 ? null : Math.round((1_000 * handedIn) / due) / 10;
