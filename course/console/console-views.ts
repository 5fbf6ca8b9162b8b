import * as z from "zod";
import type { GradebookCell, GradebookColumns, GradebookStudent } from "../gradebook/course-gradebook.ts";
import { overrideSchema } from "../gradebook/override.ts";
import {
  instantSchema,
  type RunId,
  runIdSchema,
  studentIdSchema,
  subjectSchema,
  testIdSchema,
} from "../ids.ts";
import { runRecordSchema } from "../run/run-record.ts";
import { extensionSchema, studentSchema } from "../student.ts";
import { testSchema } from "../test.ts";
import { jsonOrUndefined } from "../unknown-value.ts";

/**
 * The contracts between the console's server and its page, for views that are made of much stored data. A view of 400
 * students and 120 tests stays below 1 MB, so most of a cell is a single text.
 */

const columnSchema = z.object({
  subject: subjectSchema,
  testId: testIdSchema,
  title: z.string(),
  deadline: instantSchema,
  /** Best score. */
  best: z.string(),
  weight: z.number(),
});

/** A cell in which something was set by hand; `place` is its column. `graded`: the score by grading. */
const byHandSchema = overrideSchema
  .pick({ because: true, by: true, at: true })
  .extend({ place: z.int(), graded: z.string().optional() });

const rowSchema = z.object({
  studentId: studentIdSchema,
  name: z.string(),
  email: z.string(),
  total: z.string(),
  outOf: z.string(),
  /** In percent; null: nothing counts yet. */
  average: z.string().nullable(),
  /** A score such as `4.5`, or `missing`, `failed`, `extended`, `open`, `excused`. null: the test is not the student's. */
  cells: z.array(z.string().nullable()),
  /** Columns of scores that don't count, because they are the lowest. */
  dropped: z.array(z.int()).optional(),
  /** Columns of tests that were handed in after the test's own deadline, with more time. */
  late: z.array(z.int()).optional(),
  byHand: z.array(byHandSchema).optional(),
});

export const gradebookViewSchema = z.object({
  tests: z.array(columnSchema),
  /** Of a large class the first ones that match what was searched for. */
  students: z.array(rowSchema),
  /** How many students match. */
  matching: z.int(),
  /** Students with scores who are no longer on the list. */
  offList: z.array(z.string()),
  /** Runs have graded tests, but the book does not exist yet. */
  hasNoBook: z.boolean(),
});

const mailSchema = z.object({
  subject: subjectSchema,
  testId: testIdSchema,
  /** As in the mail ledger: the revision of the grade, or the name of a notice. */
  name: z.string(),
  state: z.enum(["claimed", "released", "sent", "refused"]),
  reason: z.string().optional(),
});

export const studentViewSchema = z.object({
  tests: z.array(columnSchema),
  row: rowSchema,
  since: instantSchema.optional(),
  groups: z.array(z.string()).optional(),
  extensions: z.array(extensionSchema),
  submissions: z.array(z.object({ subject: subjectSchema, testId: testIdSchema, receivedAt: instantSchema })),
  /** Of the latest tests alone, as many as the page asks for. */
  mails: z.array(mailSchema),
});

/** One test in a list: who has done what, in numbers. */
const testStandingSchema = testSchema
  .pick({ subject: true, testId: true, title: true, opens: true, deadline: true, renamedFrom: true })
  .extend({
    state: z.enum(["not-yet-open", "open", "closed"]),
    submitted: z.int(),
    /** Without a submission; `missed`: those of them whose deadline has passed. */
    missing: z.int(),
    missed: z.int(),
    excused: z.int(),
    graded: z.int(),
    /** The latest deadline of students with more time. */
    latestExtension: instantSchema.optional(),
    /** Of the missing, whose folders were not looked into, though the test's list may lack submissions. Left out: none. */
    unchecked: z.int().optional(),
  });

export const testsViewSchema = z.object({ tests: z.array(testStandingSchema) });

const personSchema = studentSchema.pick({ studentId: true, name: true });

/** More names would make no view that one reads. */
export const mostNames = 200;

/** One test, with the first names of those who have sent in nothing; `missing` may still do so. */
export const testViewSchema = z.object({
  test: testStandingSchema,
  missing: z.array(personSchema),
  missed: z.array(personSchema),
});

/** A grading run in a list. */
const listedRunSchema = z.object({
  /** Of its execution. */
  name: z.string(),
  status: z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  endedAt: z.number().optional(),
  /** Left out: it has not ended, or no run is its own. */
  record: runRecordSchema.optional(),
  /** Left out: it has not reached its students. */
  students: z.object({ total: z.int(), succeeded: z.int(), failed: z.int() }).optional(),
});

export const runsViewSchema = z.object({ runs: z.array(listedRunSchema), hasMore: z.boolean() });

/**
 * The students of one run, the first that match in the order asked for: header and rows of its gradebook as the run wrote them; of
 * a run that is not closed, what it has done for each so far.
 */
export const runStudentsSchema = z.object({
  heads: z.array(z.string()),
  rows: z.array(z.array(z.string())),
  matching: z.int(),
  /** By how many of the first columns rows can be ordered; left out: by all. */
  sortable: z.int().optional(),
});

/** The run id in the output of an execution of the grading run; undefined: there is none. */
export const runIdIn = (output: string | undefined): RunId | undefined =>
  z.object({ runId: runIdSchema }).safeParse(jsonOrUndefined(output)).data?.runId;

export type ListedRun = z.infer<typeof listedRunSchema>;
export type RunStudents = z.infer<typeof runStudentsSchema>;
export type RunsView = z.infer<typeof runsViewSchema>;
export type TestStanding = z.infer<typeof testStandingSchema>;
export type TestsView = z.infer<typeof testsViewSchema>;
export type TestView = z.infer<typeof testViewSchema>;
export type GradebookColumn = z.infer<typeof columnSchema>;
export type GradebookRow = z.infer<typeof rowSchema>;
export type GradebookView = z.infer<typeof gradebookViewSchema>;
export type StudentView = z.infer<typeof studentViewSchema>;

export const columnsOf = ({ tests }: GradebookColumns): GradebookColumn[] =>
  tests.map(({ subject, testId, title, deadline, best, weight }) => ({
    ...{ subject, testId, title, deadline, best, weight },
  }));

export const rowOf = (student: GradebookStudent): GradebookRow => {
  const { studentId, name, email, total, outOf, average, cells } = student;
  const placesOf = (has: (cell: GradebookCell) => boolean): number[] =>
    cells.flatMap((cell, place) => (cell !== null && has(cell) ? [place] : []));
  const late = placesOf((cell) => cell.late === true);
  const dropped = placesOf((cell) => cell.dropped === true);
  const byHand = cells.flatMap((cell, place) => {
    if (!cell?.override) return [];
    const { because, by, at } = cell.override;
    return [{ place, because, by, at, ...(cell.graded !== undefined && { graded: cell.graded }) }];
  });
  return {
    ...{ studentId, name, email, total, outOf, average },
    cells: cells.map((cell) => cell && (cell.score ?? cell.status)),
    ...(dropped.length > 0 && { dropped }),
    ...(late.length > 0 && { late }),
    ...(byHand.length > 0 && { byHand }),
  };
};

/** The columns of a student's latest tests, the latest first; a test that is not the student's has no cell. */
export const latestPlaces = (
  tests: readonly Pick<GradebookColumn, "deadline">[],
  cells: readonly unknown[],
  most: number,
): number[] =>
  tests
    .flatMap(({ deadline }, place) => (cells[place] == null ? [] : [{ deadline, place }]))
    .sort((a, b) => (a.deadline === b.deadline ? b.place - a.place : a.deadline < b.deadline ? 1 : -1))
    .slice(0, most)
    .map(({ place }) => place);

/** More cells would make a view of more than 1 MB. */
const mostCells = 60_000;

/** Name, id, address and sums of a row are as long as so many cells. */
const cellsBeside = 12;

/** Whether a student is found by these words, in any letter case. */
export const isFoundBy =
  (words: string) =>
  ({ studentId, name, email }: Readonly<Record<"studentId" | "name" | "email", string>>): boolean => {
    const text = `${name} ${studentId} ${email}`.toLowerCase();
    return words
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.includes(word));
  };

/** The gradebook for the page: all students whom the words find, or the first of them. */
export const gradebookViewOf = (
  gradebook: GradebookColumns,
  words: string,
): Pick<GradebookView, "tests" | "students" | "matching"> => {
  const found = gradebook.students.filter(isFoundBy(words));
  const most = Math.floor(mostCells / (gradebook.tests.length + cellsBeside));
  return {
    tests: columnsOf(gradebook),
    students: found.slice(0, most).map(rowOf),
    matching: found.length,
  };
};
