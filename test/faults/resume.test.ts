import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { type FaultPlanInput, faultPlanSchema } from "local-region";
import { readJson } from "../../adapters/storage/json-store.ts";
import { gradeSchema } from "../../course/grading/grade.ts";
import type { RunReport } from "../../course/run/run-report.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { type RunsOfClass, runClass } from "../../tools/soak/run-class.ts";
import { type SoakClass, writeSoakCourse } from "../../tools/soak/soak-class.ts";
import { submitClass } from "../../tools/soak/submit-class.ts";
import { closedRun } from "../weeks/support/closed-run.ts";
import { Week } from "../weeks/support/week.ts";
import { soakedWeek } from "./support/soaked-week.ts";

const timeoutMs = 180_000;
jest.setTimeout(timeoutMs);

let folder: string;
let week: Week;
let course: SoakClass;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "resume-"));
  course = writeSoakCourse(folder, 6, 1);
});

afterEach(async () => {
  await week.end();
  rmSync(folder, { recursive: true });
});

const handedIn = () => course.students.filter(({ attempts }) => attempts.length > 0);

/** The class submits, then the run, in two parts, meets the faults, with no resumption. */
const runsUnder = async (plan: FaultPlanInput): Promise<RunsOfClass> => {
  week = await Week.begin(folder, "2026-11-17 20:05", { studentsOfPart: 3 });
  const keys = new Map(course.students.map(({ studentId }) => [studentId, week.keyOf(studentId)]));
  await submitClass(soakedWeek(week), course, keys);
  await week.stop();
  await week.start({ faults: faultPlanSchema.parse(plan) });
  const options = { signal: AbortSignal.timeout(timeoutMs), log: () => undefined, idleMs: 300 };
  return runClass(soakedWeek(week), course, { ...options, mostResumptions: 0 });
};

const runUnder = async (plan: FaultPlanInput): Promise<RunReport> => {
  const { reports } = await runsUnder(plan);
  const [report, ...more] = reports;
  expect(more).toEqual([]);
  if (!report) throw new Error("The run did not close.");
  return report;
};

const mend = async (runId: string) => {
  await week.stop();
  await week.start({});
  return closedRun(await week.endOf(await week.startRun({ resume: runId }))).counts;
};

const scoreMails = async (): Promise<string[]> =>
  (await week.inbox()).filter(({ subject }) => subject.includes("score")).flatMap(({ to }) => to);

test("a student whose submission can't be read fails alone; mended and resumed, only that one is graded and mailed", async () => {
  const [victim] = handedIn();
  if (!victim) throw new Error("Nobody handed anything in.");
  const { runId, failed, tests } = await runUnder({
    calls: [{ action: "s3:GetObject", on: `/${victim.studentId}/submissions/`, error: 1 }],
  });
  expect(failed).toMatchObject([
    { studentId: victim.studentId, reason: expect.stringContaining("TransientError") },
  ]);
  expect(tests[0]?.counts).toMatchObject({ failed: 1, graded: handedIn().length - 1 });
  const before = await scoreMails();
  expect(before).toHaveLength(handedIn().length - 1);
  expect(await mend(runId)).toEqual({ roster: 1, graded: 1, missing: 0, failed: 0 });
  expect((await scoreMails()).slice(before.length)).toEqual([victim.email]);
});

test("a worker that always crashes fails everybody when its steps get no sign of life; mended and resumed, all are graded", async () => {
  const { runId, failed } = await runUnder({
    functions: [{ name: "GradeStudentWorker", crash: 1, when: "before" }],
  });
  expect(failed.map(({ studentId }) => studentId).toSorted()).toEqual(
    course.students.map(({ studentId }) => studentId).toSorted(),
  );
  expect(new Set(failed.map(({ reason }) => reason.split(":")[0]))).toEqual(new Set(["States.Timeout"]));
  expect(await scoreMails()).toEqual([]);
  const roster = course.students.length;
  const graded = handedIn().length;
  expect(await mend(runId)).toEqual({ roster, graded, missing: roster - graded, failed: 0 });
  expect((await scoreMails()).toSorted()).toEqual(
    handedIn()
      .map(({ email }) => email)
      .toSorted(),
  );
});

test("a part that can't be closed fails the run when all are graded; resumed, nobody is graded or mailed twice", async () => {
  const { runs, reports } = await runsUnder({
    calls: [{ action: "s3:PutObject", on: "/parts/1/rows.csv", error: 1 }],
  });
  expect(runs).toMatchObject([{ status: "failed", parts: 2, failure: { error: "TransientError" } }]);
  expect(reports).toEqual([]);
  const [roster, graded] = [course.students.length, handedIn().length];
  const mails = await scoreMails();
  expect(mails.toSorted()).toEqual(
    handedIn()
      .map(({ email }) => email)
      .toSorted(),
  );
  const runId = runs[0]?.runId ?? "";
  expect(await mend(runId)).toEqual({ roster, graded, missing: roster - graded, failed: 0 });
  expect(await scoreMails()).toEqual(mails);
  const report = await week.report(`${runId}-resume-1`);
  expect(report.mails).toEqual({ sent: 0, alreadySent: graded, problems: [] });
  for (const { studentId } of handedIn()) {
    const grade = await readJson(week.bucket, keys.grade(studentId, course.test), gradeSchema);
    expect(grade).toMatchObject({ revision: 1, runId });
  }
});
