import {
  type GradebookView,
  gradebookViewSchema,
  type RunStudents,
  type RunsView,
  runStudentsSchema,
  runsViewSchema,
  type StudentView,
  studentViewSchema,
  type TestsView,
  type TestView,
  testsViewSchema,
  testViewSchema,
} from "../../course/console/console-views.ts";
import { type ReckonedCosts, reckonedCostsSchema } from "../../course/costs/reckoned.ts";
import { type RegradeView, regradeViewSchema } from "../../course/grading/regrade-view.ts";
import { type AnalysisView, analysisViewSchema } from "../../course/statistics/analysis-view.ts";
import { type ProgressView, progressViewSchema } from "../../course/statistics/progress-view.ts";
import { type CallOptions, callJson } from "./api.ts";

/** @param words what the students shown are found by; they matter only where not all fit into a view. */
export const readGradebook = (words: string, options?: CallOptions): Promise<GradebookView> =>
  callJson(`course/gradebook?${new URLSearchParams({ words })}`, gradebookViewSchema, options);

/** @param most of how many of the latest tests the mails are wanted. */
export const readStudent = (studentId: string, most: number, options?: CallOptions): Promise<StudentView> =>
  callJson(`course/students/${encodeURIComponent(studentId)}?most=${most}`, studentViewSchema, options);

/** @param most of the latest runs. */
export const readRuns = (most: number, options?: CallOptions): Promise<RunsView> =>
  callJson(`course/runs?most=${most}`, runsViewSchema, options);

export const readTests = (options?: CallOptions): Promise<TestsView> =>
  callJson("course/tests", testsViewSchema, options);

export const readTest = (subject: string, testId: string, options?: CallOptions): Promise<TestView> =>
  callJson(
    `course/tests/${encodeURIComponent(subject)}/${encodeURIComponent(testId)}`,
    testViewSchema,
    options,
  );

/** What the answers of a test say. Of a large class each call reads more grades. */
export const readAnalysis = (subject: string, testId: string, options?: CallOptions): Promise<AnalysisView> =>
  callJson(
    `course/tests/${encodeURIComponent(subject)}/${encodeURIComponent(testId)}/analysis`,
    analysisViewSchema,
    options,
  );

/** @param wanted by which words students are found, and the place of the column to sort by. */
export const readRunStudents = (
  runId: string,
  wanted: { readonly words: string; readonly by: number; readonly isDescending: boolean },
  options?: CallOptions,
): Promise<RunStudents> => {
  const query = { words: wanted.words, by: String(wanted.by), order: wanted.isDescending ? "down" : "up" };
  const path = `course/runs/${encodeURIComponent(runId)}/students?${new URLSearchParams(query)}`;
  return callJson(path, runStudentsSchema, options);
};

export const readReckonedCosts = (options?: CallOptions): Promise<ReckonedCosts> =>
  callJson("course/costs", reckonedCostsSchema, options);

/** What grading a test again would change. Each call with the same `look` goes on with it. */
export const readRegrade = (
  subject: string,
  testId: string,
  query: Readonly<Record<string, string>>,
  options?: CallOptions,
): Promise<RegradeView> =>
  callJson(
    `course/tests/${encodeURIComponent(subject)}/${encodeURIComponent(testId)}/regrade?${new URLSearchParams(query)}`,
    regradeViewSchema,
    options,
  );

/** The course over the weeks. Of many tests each call reads the answers of some more. */
export const readProgress = (options?: CallOptions): Promise<ProgressView> =>
  callJson("course/progress", progressViewSchema, options);

/** The gradebook as a file for a spreadsheet. */
export const gradebookCsvPath = "api/course/gradebook.csv";

/** A view is made of the whole course's book, so it is made again at most this often; milliseconds. */
export const bookPauseMs = 3_000;
