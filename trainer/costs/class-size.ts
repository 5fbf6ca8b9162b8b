import { readSettings, readTests } from "../../adapters/course-reader.ts";
import { readJsonLines } from "../../adapters/storage/json-store.ts";
import type { ClassSize } from "../../course/costs/month.ts";
import { type LastRun, type ReckonedCosts, reckonCosts, sizeOfRun } from "../../course/costs/reckoned.ts";
import { remindersOf } from "../../course/notices/reminder-settings.ts";
import type { RunRecord } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { studentSchema } from "../../course/student.ts";
import type { Test } from "../../course/test.ts";
import type { CourseBucket } from "../aws/bucket.ts";
import { readRuns } from "../run/list-runs.ts";

const weekMs = 7 * 24 * 3600 * 1000;

/** Tests a week from the first deadline to the last, both weeks included; a course without tests has none. */
export const testsPerWeek = (tests: readonly Pick<Test, "deadline">[]): number => {
  if (tests.length === 0) return 0;
  const times = tests.map(({ deadline }) => Date.parse(deadline));
  const span = times.reduce((a, b) => Math.max(a, b)) - times.reduce((a, b) => Math.min(a, b));
  return tests.length / (Math.round(span / weekMs) + 1);
};

/** The published course, as far as its costs depend on it. */
const readClassSize = async (store: CourseBucket): Promise<ClassSize> => {
  const [settings, tests] = await Promise.all([readSettings(store), readTests(store)]);
  let students = 0;
  for await (const _ of readJsonLines(store, keys.roster, studentSchema)) students += 1;
  return {
    students,
    testsPerWeek: testsPerWeek(tests),
    hasReminders: remindersOf(settings) !== null,
    hasDashboard: settings.dashboard ?? false,
  };
};

/** null: no run has closed yet. */
const readLastRun = async (store: CourseBucket): Promise<LastRun | null> => {
  let last: RunRecord | null = null;
  for await (const record of readRuns(store)) {
    if (record.status === "closed" && (last === null || record.cutoff > last.cutoff)) last = record;
  }
  if (last === null) return null;
  const size = sizeOfRun(last) ?? { runId: last.runId, students: last.students, tests: 1 };
  return { ...size, executionArn: last.executionArn };
};

/** What a month of the published course costs, and its last run. */
export const readCosts = async (store: CourseBucket): Promise<ReckonedCosts> => {
  const [size, lastRun] = await Promise.all([readClassSize(store), readLastRun(store)]);
  return reckonCosts(size, lastRun);
};
