import { deadlineFor } from "../deadlines/deadline.ts";
import { type Fraction, fraction, zero } from "../grading/fraction.ts";
import { fractionText, inMillionths, millionths, scoreText, shareOf } from "../grading/score.ts";
import type { Instant, RunId, TestRef } from "../ids.ts";
import { isTheirs } from "../open-tests.ts";
import { type Cutoffs, cutoffOf } from "../run/due.ts";
import type { Settings } from "../settings.ts";
import type { Student } from "../student.ts";
import type { Test } from "../test.ts";
import { underItsNames } from "../test-names.ts";
import { type BookCell, type BookLine, type BookOutcome, countingOutcome } from "./book.ts";
import type { Override } from "./override.ts";
import { type CountingScore, type Totals, totalsOf, weightOf } from "./totals.ts";

/**
 * A student's status in a test. `failed`: it could not be graded. `extended`: closed for others, the student has more time.
 * `open`: not graded yet. `excused`: the trainer set it by hand, or took every question out of the score. Only `graded` and `missing` count, the latter as 0.
 */
export type CellStatus = "graded" | "missing" | "failed" | "extended" | "open" | "excused";

/** One test of one student. Scores are text with at most two decimals. */
export interface GradebookCell {
  readonly status: CellStatus;
  /** The score that counts, by grading or by hand. Only with `graded`. */
  readonly score?: string;
  /** The outcome's run; it may be missing when everything was set by hand. */
  readonly run?: RunId;
  readonly late?: true;
  /** It is one of the lowest scores, which don't count. */
  readonly dropped?: true;
  readonly override?: Override;
  /** The graded score, when another value was set by hand. */
  readonly graded?: string;
}

/** A test as a column of the gradebook. */
export interface GradebookTest extends TestRef {
  readonly title: string;
  readonly deadline: Instant;
  readonly best: string;
  readonly weight: number;
  /** When it opens; null: at once. */
  readonly opens: Instant | null;
}

export interface GradebookStudent extends Pick<Student, "studentId" | "name" | "email">, Totals {
  /** In the order of the tests; null: the test is not the student's. */
  readonly cells: readonly (GradebookCell | null)[];
}

/** A gradebook's columns and rows. */
export interface GradebookColumns {
  readonly tests: readonly GradebookTest[];
  readonly students: readonly GradebookStudent[];
}

/** What the gradebook of a course depends on, beside its book. */
export interface GradebookCourse {
  readonly settings: Pick<Settings, "scale" | "weights" | "drop">;
  readonly tests: readonly Test[];
  /** Up to which deadline each test is graded. */
  readonly cutoffs: Cutoffs;
  readonly now: Instant;
}

/** The greatest best score that a test was graded by, by `testPath`; tests without a grade are not in it. */
export class BestScores {
  readonly #scales = new Map<string, number>();

  add({ cells }: BookLine): void {
    for (const [path, { outcome }] of Object.entries(cells)) {
      if (outcome?.status !== "graded") continue;
      this.#scales.set(path, Math.max(outcome.scale, this.#scales.get(path) ?? 0));
    }
  }

  of(test: Test): number | undefined {
    const scales = underItsNames(test, this.#scales);
    return scales.length === 0 ? undefined : Math.max(...scales);
  }
}

interface Column {
  readonly test: Test;
  readonly best: number;
  readonly weight: number;
}

/** A student's cell, in its column. */
interface Standing extends Column {
  readonly cell: BookCell;
}

/** A score set by hand, in hundredths. */
const hundredthsOf = (score: string): bigint => inMillionths(Number(score)) / 10_000n;

/** The cell of a test under all its names: the outcome that counts, and the latest value that was set by hand. */
const cellOf = (test: Test, cells: ReadonlyMap<string, BookCell>): BookCell => {
  const found = underItsNames(test, cells);
  const outcomes = found.flatMap(({ outcome }) => outcome ?? []);
  const override = found.find((cell) => cell.override)?.override;
  return {
    ...(outcomes.length > 0 && { outcome: outcomes.reduce(countingOutcome) }),
    ...(override && { override }),
  };
};

/** The gradebook of a whole course, made student by student. */
export class CourseGradebook {
  readonly tests: readonly GradebookTest[];
  readonly #course: GradebookCourse;
  readonly #columns: readonly Column[];
  /** What is shown of a grade alone: students whose outcome is one object share it. */
  readonly #shownOf = new WeakMap<BookOutcome, GradebookCell | null>();

  constructor(course: GradebookCourse, best: BestScores) {
    this.#course = course;
    const { settings } = course;
    this.#columns = course.tests.map((test) => ({
      test,
      best: best.of(test) ?? settings.scale,
      weight: weightOf(test, settings),
    }));
    this.tests = this.#columns.map(({ test, best, weight }) => ({
      subject: test.subject,
      testId: test.testId,
      title: test.title,
      deadline: test.deadline,
      best: fractionText(inMillionths(best), millionths),
      weight,
      opens: test.opens,
    }));
  }

  /** @param line undefined: the book doesn't know the student. */
  student(student: Student, line: BookLine | undefined): GradebookStudent {
    const found = new Map(Object.entries(line?.cells ?? {}));
    const standings = this.#columns.map((column) => ({ ...column, cell: cellOf(column.test, found) }));
    const scores = standings.map((standing) => this.#counting(standing, student));
    const places = scores.flatMap((score, place) => (score ? [place] : []));
    const totals = totalsOf(
      scores.filter((score) => score !== null),
      this.#course.settings,
    );
    const dropped = new Set(places.filter((_, index) => totals.dropped.has(index)));
    const { studentId, name, email } = student;
    const cells = standings.map((standing, place) => this.#shared(standing, student, dropped.has(place)));
    return { studentId, name, email, cells, ...totals, dropped };
  }

  /** null: it doesn't count. */
  #counting({ test, best, weight, cell }: Standing, student: Student): CountingScore | null {
    const counts = (points: Fraction, of: number): CountingScore => ({
      subject: test.subject,
      points,
      best: of,
      weight,
    });
    const { outcome, override } = cell;
    if (override?.value.kind === "excused") return null;
    if (override?.value.kind === "score") {
      return counts(
        fraction(hundredthsOf(override.value.score) * millionths, 100n * inMillionths(best)),
        best,
      );
    }
    if (outcome?.status === "graded") {
      const share = shareOf(outcome);
      return share && counts(share, outcome.scale);
    }
    return this.#statusOf(test, outcome, student) === "missing" ? counts(zero, best) : null;
  }

  /** null: the test is not the student's. */
  #statusOf(test: Test, outcome: BookOutcome | undefined, student: Student): CellStatus | null {
    if (outcome?.status === "graded") return outcome.nothingCounts ? "excused" : "graded";
    const { now, cutoffs } = this.#course;
    const deadline = deadlineFor(test, student.extensions);
    if (deadline > now) return test.deadline <= now ? "extended" : "open";
    if (outcome !== undefined) return outcome.status;
    // A run that graded the test up to the student's deadline did not have the student on its roster.
    const isOver = deadline <= (cutoffOf(test, cutoffs) ?? "");
    return isOver || !isTheirs(student, deadline) ? null : "open";
  }

  #shared(standing: Standing, student: Student, isDropped: boolean): GradebookCell | null {
    const { outcome, override } = standing.cell;
    if (outcome?.status !== "graded" || override || isDropped) {
      return this.#shown(standing, student, isDropped);
    }
    const shown = this.#shownOf.get(outcome) ?? this.#shown(standing, student, isDropped);
    this.#shownOf.set(outcome, shown);
    return shown;
  }

  #shown({ test, cell }: Standing, student: Student, isDropped: boolean): GradebookCell | null {
    const { outcome, override } = cell;
    const graded = outcome?.status === "graded" ? (scoreText(outcome) ?? undefined) : undefined;
    const facts = {
      ...(outcome?.status === "graded" && outcome.late && { late: outcome.late }),
      ...(outcome && { run: outcome.run }),
      ...(isDropped && ({ dropped: true } as const)),
    };
    if (override === undefined) {
      const status = this.#statusOf(test, outcome, student);
      return status && { status, ...(graded !== undefined && { score: graded }), ...facts };
    }
    const byHand = { ...facts, override, ...(graded !== undefined && { graded }) };
    return override.value.kind === "excused"
      ? { status: "excused", ...byHand }
      : { status: "graded", score: override.value.score, ...byHand };
  }
}

/** The gradebook for people: without tests that have not opened yet, unless somebody has an entry there. */
export const begunTests = <G extends GradebookColumns>(gradebook: G, now: Instant): G => {
  const isBegun = gradebook.tests.map(
    ({ opens }, place) =>
      opens === null ||
      opens <= now ||
      gradebook.students.some(({ cells }) => (cells[place]?.status ?? "open") !== "open"),
  );
  const begun = <T>(list: readonly T[]): T[] => list.filter((_, place) => isBegun[place]);
  const students = gradebook.students.map((student) => ({ ...student, cells: begun(student.cells) }));
  return { ...gradebook, tests: begun(gradebook.tests), students };
};
