import { testPath } from "../ids.ts";
import type { RunReport } from "../run/run-report.ts";

type StudentTest = RunReport["missing"][number];

const nameOf = (entry: StudentTest): string => `${entry.studentId} ${testPath(entry)}`;

/**
 * A closed run's report with what the trainer had set by hand. Nobody misses the answers of a student who is excused: they
 * leave the list of missing ones, and are counted as a part of those of whom nothing came.
 */
export const withOverrides = (
  report: RunReport,
  overrides: NonNullable<RunReport["overrides"]>,
): RunReport => {
  if (overrides.length === 0) return report;
  const excused = new Set(overrides.filter(({ value }) => value.kind === "excused").map(nameOf));
  const isExcused = (entry: StudentTest): boolean => excused.has(nameOf(entry));
  const byTest = Map.groupBy(report.missing.filter(isExcused), testPath);
  const tests = report.tests.map((test) => {
    const count = byTest.get(testPath(test))?.length ?? 0;
    return count === 0 ? test : { ...test, counts: { ...test.counts, excused: count } };
  });
  return { ...report, tests, missing: report.missing.filter((entry) => !isExcused(entry)), overrides };
};
