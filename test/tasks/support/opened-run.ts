import type { RunRequest } from "../../../course/run/run.ts";
import type { RunRecord } from "../../../course/run/run-record.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { openRun } from "../../../tasks/grading/open-run.ts";
import { logger } from "../../../tasks/runtime/logger.ts";
import { aTest, monday, mondayRun, settings, student } from "./course.ts";
import { MemoryStore } from "./memory-store.ts";

logger.setLogLevel("SILENT");

/** An execution's ARN by its name. */
export const arn = (name: string) => `arn:aws:states:us-east-1:000000000000:execution:GradingRun:${name}`;

/** A published course of these students and tests. */
export const publishedStore = (students = [student("ann"), student("bob")], tests = [aTest()]) =>
  new MemoryStore({ [keys.settings]: settings, [keys.tests]: tests }).setLines(keys.roster, students);

export const open = (
  store: MemoryStore,
  request: RunRequest = {},
  name = "x",
  startedAt = "2026-11-23T22:00:07Z",
  studentsOfPart = 10_000,
) =>
  openRun(
    { executionArn: arn(name), startedAt, request },
    { store, bucketName: "bucket", lateWritesSeconds: 35, studentsOfPart },
  );

/** What the schedule asks at the deadline. */
export const atDeadline: RunRequest = { scheduledTime: "2026-11-23T22:00:00Z" };

export const record = (changes: Partial<RunRecord> = {}): RunRecord => ({
  runId: mondayRun,
  executionArn: arn("x"),
  cutoff: monday,
  resumes: null,
  status: "open",
  students: 2,
  ...changes,
});
