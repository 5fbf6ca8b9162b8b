import * as z from "zod";
import { counted } from "../counted.ts";
import { runIdSchema, type StudentId, studentIdSchema, testPath } from "../ids.ts";
import { LedgerNotClosed } from "./ledger.ts";
import { mailCountsOf } from "./mail-counts.ts";
import { reportPartSchema } from "./report-digest.ts";
import { runCourseSchema } from "./run.ts";
import { countsSchema, mailCountsSchema } from "./run-counts.ts";
import { runPartSchema } from "./run-part.ts";
import type { RunRecord } from "./run-record.ts";
import { type RunReport, runReportSchema } from "./run-report.ts";

/** What closing a part of a run takes, gives, and leaves for the run's own closing, which adds up the parts. */

export const closePartInputSchema = z.object({
  runId: runIdSchema,
  course: runCourseSchema,
  part: runPartSchema,
  /** Where the manifest of the map over the part's students lies (`ResultWriterDetails`). */
  manifest: z.object({ bucket: z.string(), key: z.string() }),
});

/** Small, because the map over the parts collects them. */
export const closePartOutputSchema = z.object({ part: z.int().nonnegative(), counts: countsSchema });

/**
 * The lists of a part's ledger, in its order: those of a report, and the students who left the course's list during the run
 * and were graded all the same.
 */
export const partLists = [
  ...(["missing", "failed", "extended", "overrides", "mails.problems"] as const),
  "leftMeanwhile",
] as const;

export type PartList = (typeof partLists)[number];

/** The first line of a part's ledger: everything but the lists, and how long those are. */
export const partHeadSchema = z.object({
  part: z.int().nonnegative(),
  students: z.int().nonnegative(),
  /** Of the part, in the run's gradebook. */
  rows: z.int().nonnegative(),
  tests: runReportSchema.shape.tests,
  mails: mailCountsSchema,
  /** Entries of each list. */
  entries: z.record(z.enum(partLists), z.int().nonnegative()),
  /** Whether the part's outcomes are in the course's book. */
  isBooked: z.boolean(),
});

export type ClosePartInput = z.infer<typeof closePartInputSchema>;
export type ClosePartOutput = z.infer<typeof closePartOutputSchema>;
export type PartHead = z.infer<typeof partHeadSchema>;

/** A further line of a part's ledger: an entry of one of the lists. */
export const partEntrySchema = z.union([
  reportPartSchema,
  z.object({ in: z.literal("leftMeanwhile"), value: z.object({ studentId: studentIdSchema }) }),
]);

export type PartEntry = z.infer<typeof partEntrySchema>;

/** Stands before each entry of a list: so a list is found, and its entries are copied, without reading JSON. */
export const beforeEntry = (list: PartList): string => `{"in":"${list}","value":`;

/** A part's entries, list by list. */
export function* entriesOf(report: RunReport, leftMeanwhile: readonly StudentId[]): Iterable<PartEntry> {
  for (const value of report.missing) yield { in: "missing", value };
  for (const value of report.failed) yield { in: "failed", value };
  for (const value of report.extended ?? []) yield { in: "extended", value };
  for (const value of report.overrides ?? []) yield { in: "overrides", value };
  for (const value of report.mails.problems) yield { in: "mails.problems", value };
  for (const studentId of leftMeanwhile) yield { in: "leftMeanwhile", value: { studentId } };
}

/** @param part its number, the rows that it has in the gradebook, and whether its outcomes are in the course's book. */
export const partHead = (
  report: RunReport,
  leftMeanwhile: readonly StudentId[],
  part: Pick<PartHead, "part" | "rows" | "isBooked">,
): PartHead => ({
  ...part,
  students: report.students,
  tests: report.tests,
  mails: mailCountsOf(report),
  entries: {
    missing: report.missing.length,
    failed: report.failed.length,
    extended: report.extended?.length ?? 0,
    overrides: report.overrides?.length ?? 0,
    "mails.problems": report.mails.problems.length,
    leftMeanwhile: leftMeanwhile.length,
  },
});

/** The parts of a run, added up: the run's report without the lists. */
export type RunSum = Pick<PartHead, "students" | "rows" | "tests" | "mails" | "entries" | "isBooked">;

/**
 * Adds up the closed parts of a run.
 *
 * @param heads of all parts, in their order, at least one; null: the part was not closed.
 * @throws LedgerNotClosed when a part is missing, or the parts do not make up the run's roster.
 */
export const sumOfParts = (
  { runId, students }: Pick<RunRecord, "runId" | "students">,
  heads: readonly (PartHead | null)[],
): RunSum => {
  const known = heads.filter((head) => head !== null);
  const missing = heads.flatMap((head, part) => (head === null ? [part + 1] : []));
  const all = known.reduce((sum, head) => sum + head.students, 0);
  if (missing.length > 0) {
    throw new LedgerNotClosed(
      `The ledger of run ${runId} does not close: ${counted(missing.length, "part")} of ${heads.length} ` +
        `${missing.length === 1 ? "was" : "were"} not closed, the first is part ${missing[0]}.`,
    );
  }
  if (all !== students) {
    throw new LedgerNotClosed(
      `The ledger of run ${runId} does not close: it was opened for ${counted(students, "student")}, its parts have ${all}.`,
    );
  }
  return {
    students,
    rows: known.reduce((sum, { rows }) => sum + rows, 0),
    tests: testsOf(known),
    mails: known.map(({ mails }) => mails).reduce(added),
    entries: known.map(({ entries }) => entries).reduce(added),
    isBooked: known.every(({ isBooked }) => isBooked),
  };
};

/** Adds counts name by name; a count that neither has stays left out. */
const added = <T extends { readonly [name in keyof T]: number | undefined }>(a: T, b: T): T => {
  const sum = { ...a, ...b };
  for (const name in sum)
    if (a[name] !== undefined && b[name] !== undefined) Object.assign(sum, { [name]: a[name] + b[name] });
  return sum;
};

/** The tests of all parts, by name. A part whose students have more time for a test does not have it. */
const testsOf = (heads: readonly PartHead[]): PartHead["tests"] => {
  const tests = new Map<string, PartHead["tests"][number]>();
  for (const test of heads.flatMap((head) => head.tests)) {
    const known = tests.get(testPath(test));
    tests.set(testPath(test), known ? { ...known, counts: added(known.counts, test.counts) } : test);
  }
  return [...tests.values()].toSorted((a, b) => (testPath(a) < testPath(b) ? -1 : 1));
};
