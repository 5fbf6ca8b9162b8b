import * as z from "zod";
import { gradeSchema } from "../grading/grade.ts";
import { scoreFields, scoreOf } from "../grading/score.ts";
import { runIdSchema, studentIdSchema, testPath } from "../ids.ts";
import type { BookedTest } from "../run/ledger.ts";
import { compareRuns } from "../run/run-id.ts";
import { overrideSchema } from "./override.ts";

/** A run's outcome for one test of one student; `run` is that run. */
export const bookOutcomeSchema = z.discriminatedUnion("status", [
  gradeSchema.pick({ ...scoreFields, revision: true }).extend({
    status: z.literal("graded"),
    run: runIdSchema,
    /** Received after the test's own deadline, by a student who had more time. */
    late: z.literal(true).optional(),
  }),
  z.object({ status: z.literal("missing"), run: runIdSchema }),
  z.object({ status: z.literal("failed"), run: runIdSchema }),
]);

/** One test of one student: the outcome that counts, of all runs, and separately what the trainer set by hand. */
export const bookCellSchema = z.object({
  outcome: bookOutcomeSchema.optional(),
  override: overrideSchema.optional(),
});

/** One line of `gradebook/<part>.jsonl`. Cells by `testPath`, under the name that the test had then. */
export const bookLineSchema = z.object({
  studentId: studentIdSchema,
  cells: z.record(z.string(), bookCellSchema),
});

export type BookOutcome = z.infer<typeof bookOutcomeSchema>;
export type BookCell = z.infer<typeof bookCellSchema>;
export type BookLine = z.infer<typeof bookLineSchema>;

/** A run's outcome as the book keeps it. */
export const bookOutcomeOf = (test: BookedTest, run: BookOutcome["run"]): BookOutcome => {
  if (test.status !== "graded") return { status: test.status, run };
  const { revision, late } = test;
  return { status: "graded", ...scoreOf(test), revision, run, ...(late && { late }) };
};

const rank = { graded: 2, missing: 1, failed: 0 } as const;

/**
 * Which of two outcomes of one test counts: a grade rather than anything else, of two grades the later revision, otherwise
 * the later run's. The order in which outcomes are compared, and how often, makes no difference.
 */
export const countingOutcome = (a: BookOutcome, b: BookOutcome): BookOutcome => {
  const inOrder = compareRuns(a.run, b.run);
  if (a.status === "graded" && b.status === "graded") {
    // The first run with a revision wrote it; later runs found it unchanged.
    const isLater = a.revision === b.revision ? inOrder <= 0 : a.revision > b.revision;
    return isLater ? a : b;
  }
  if (a.status === "graded" || b.status === "graded" || inOrder === 0) {
    return rank[a.status] >= rank[b.status] ? a : b;
  }
  return inOrder > 0 ? a : b;
};

/** The cell with a further outcome; the same cell when that changes nothing. What was set by hand stays. */
export const withOutcome = (cell: BookCell | undefined, outcome: BookOutcome): BookCell => {
  if (cell?.outcome === undefined) return { ...cell, outcome };
  const counting = countingOutcome(cell.outcome, outcome);
  return counting === cell.outcome ? cell : { ...cell, outcome: counting };
};

/** Merges two lines of one student. */
export const mergedLines = (a: BookLine, b: BookLine): BookLine => {
  const cells = { ...a.cells };
  for (const [path, { outcome, override }] of Object.entries(b.cells)) {
    const cell = outcome ? withOutcome(cells[path], outcome) : (cells[path] ?? {});
    cells[path] = { ...cell, ...(override && !cell.override && { override }) };
  }
  return { ...a, cells };
};

/** The outcomes of a run for one student, by `testPath`. */
export type RunOutcomes = ReadonlyMap<string, BookOutcome>;

/** The outcomes of one student in a run. */
export const outcomesOf = (tests: readonly BookedTest[], run: BookOutcome["run"]): RunOutcomes =>
  new Map(tests.map((test) => [testPath(test), bookOutcomeOf(test, run)]));

/** Gives equal cells as one object: a class has few different ones, and together they are most of a book. */
export const sharedCells = (): ((line: BookLine) => BookLine) => {
  const known = new Map<string, BookCell>();
  return ({ studentId, cells }) => {
    const shared = { ...cells };
    for (const [path, cell] of Object.entries(cells)) {
      const text = JSON.stringify(cell);
      const first = known.get(text) ?? cell;
      known.set(text, first);
      shared[path] = first;
    }
    return { studentId, cells: shared };
  };
};
