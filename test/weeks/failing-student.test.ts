import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { readJson } from "../../adapters/storage/json-store.ts";
import { runIdSchema, studentIdSchema } from "../../course/ids.ts";
import { runRecordSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { closedRun } from "./support/closed-run.ts";
import { writeWeeksCourse } from "./support/course-folder.ts";
import { Week } from "./support/week.ts";

jest.setTimeout(120_000);

let folder: string;
let week: Week;
let spoiled: string;
let original: string;
let runId: string;

/** The key of bob's submission to linux/week1. */
const submissionOfBob = async (): Promise<string> => {
  const prefix = `${keys.submissions(studentIdSchema.parse("bob"))}linux/week1/`;
  const [key = "", ...more] = await Array.fromAsync(week.bucket.list(prefix));
  expect(more).toEqual([]);
  return key;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "failing-"));
  const tests = ["linux/week1", "networks/week1"].map((path) => ({ path, opens: "2026-11-17 20:00" }));
  const course = writeWeeksCourse(folder, ["ann", "bob", "cara"], tests);
  week = await Week.begin(course, "2026-11-17 20:05", { studentsOfPart: 2 });
  for (const student of ["ann", "bob"]) {
    for (const path of ["linux/week1", "networks/week1"]) await week.submit(student, path, 3);
  }
  spoiled = await submissionOfBob();
  original = (await week.bucket.get(spoiled))?.text ?? "";
  await week.bucket.put(spoiled, original.slice(0, 20));
  week.moveTo("2026-11-23 23:00");
  const execution = await week.scheduledRun();
  await week.isSettling(execution);
  week.settle();
  await week.runs.waitFor("the first part is closed", ({ type }) => type === "MapIterationSucceeded");
  await week.stop();
  await week.start();
  runId = closedRun(await week.endOf(execution)).runId;
});

afterAll(async () => {
  await week.end();
  rmSync(folder, { recursive: true });
});

test("a run in two parts goes on with the second one after a stop between them, and its ledger closes", async () => {
  const record = await readJson(week.bucket, keys.run(runIdSchema.parse(runId)), runRecordSchema);
  expect(record).toMatchObject({ status: "closed", students: 3, parts: 2 });
  expect(await week.mailsTo("ann")).toHaveLength(2);
});

test("a corrupt submission fails its own test with its reason, and nobody else's", async () => {
  const { tests, failed, mails } = await week.report(runId);
  expect(tests.map(({ subject, counts }) => [subject, counts])).toEqual([
    ["linux", { roster: 3, graded: 1, missing: 1, failed: 1 }],
    ["networks", { roster: 3, graded: 2, missing: 1, failed: 0 }],
  ]);
  expect(failed).toEqual([
    {
      studentId: "bob",
      name: "bob",
      subject: "linux",
      testId: "week1",
      reason: `${spoiled} is corrupt: it is not JSON.`,
    },
  ]);
  expect(mails).toEqual({ sent: 3, alreadySent: 0, problems: [] });
  expect(await week.mailsTo("bob")).toHaveLength(1);
});

test("once it is mended, resuming the run grades just that and mails just that", async () => {
  const before = await week.inbox();
  await week.bucket.put(spoiled, original);
  const resumed = closedRun(await week.endOf(await week.startRun({ resume: runId })));
  expect(resumed.runId).toBe(`${runId}-resume-1`);
  expect(resumed.counts).toEqual({ roster: 1, graded: 1, missing: 0, failed: 0 });
  const [forBob, forTrainer, ...more] = (await week.inbox()).slice(before.length);
  expect([forBob?.to, forBob?.text]).toEqual([
    ["bob@example.com"],
    expect.stringContaining("Your score for “week1” is 3.75 out of 5"),
  ]);
  expect(forTrainer?.text).toContain(`Run ${resumed.runId} covered 1 student:`);
  // The whole class, with what the resumption graded.
  expect(forTrainer?.text).toContain(`It resumed run ${runId}.`);
  expect(forTrainer?.text).toContain("1 mail went out.");
  for (const student of ["ann", "bob"])
    expect(forTrainer?.text).toMatch(new RegExp(`\\(${student}\\) .* 3\\.75$`, "m"));
  expect(more).toEqual([]);
});

test("resuming a run that left nothing over opens no run and mails nobody", async () => {
  const before = await week.inbox();
  const end = await week.endOf(await week.startRun({ resume: runId }));
  expect(end).toMatchObject({ status: "SUCCEEDED", output: { status: "nothing-due" } });
  expect(await week.inbox()).toEqual(before);
});
