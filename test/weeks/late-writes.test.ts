import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { faultPlanSchema } from "local-region";
import { studentIdSchema } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { closedRun } from "./support/closed-run.ts";
import { writeWeeksCourse } from "./support/course-folder.ts";
import { Week } from "./support/week.ts";

jest.setTimeout(120_000);

/** Every submission takes a while to reach S3, in real time. */
const slowSubmissions = faultPlanSchema.parse({
  calls: [{ action: "s3:PutObject", on: "/submissions/", slow: 1, slowSeconds: 2 }],
});

let folder: string;
let week: Week;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "late-"));
  const tests = [{ path: "linux/week1", opens: "2026-11-17 20:00" }];
  const course = writeWeeksCourse(folder, ["ann", "bob", "cara"], tests);
  week = await Week.begin(course, "2026-11-17 20:05", { faults: slowSubmissions });
});

afterEach(async () => {
  await week.end();
  rmSync(folder, { recursive: true });
});

const landedAt = async (): Promise<number> => {
  const prefix = keys.submissions(studentIdSchema.parse("ann"));
  const [Key = ""] = await Array.fromAsync(week.bucket.list(prefix));
  const head = await week.aws.s3.send(new HeadObjectCommand({ Bucket: week.bucketName, Key }));
  return head.LastModified?.getTime() ?? 0;
};

test("a submission stamped in the last second that lands after the deadline is graded, since the run waits for it", async () => {
  const deadline = week.instant("2026-11-23 23:00");
  await week.submit("cara", "linux/week1", 1);
  week.moveTo("2026-11-23 22:59:59");
  const isLanding = week.log.next("a write is late", (line) => line.includes("s3:PutObject"));
  const submitting = week.submit("ann", "linux/week1", 4);
  await isLanding;
  week.moveTo("2026-11-23 23:00");
  const executionArn = await week.scheduledRun();
  const { status, receipt } = await submitting;
  expect([status, Date.parse(receipt?.receivedAt ?? "") < deadline]).toEqual([200, true]);
  expect(await landedAt()).toBeGreaterThanOrEqual(deadline);
  const { runId, counts } = closedRun(await week.closed(executionArn));
  expect(counts).toEqual({ roster: 3, graded: 2, missing: 1, failed: 0 });
  expect((await week.report(runId)).missing.map(({ studentId }) => studentId)).toEqual(["bob"]);
  const toAnn = (await week.inbox()).filter(({ to }) => to.includes("ann@example.com"));
  expect(toAnn.map(({ text }) => text)).toEqual([expect.stringContaining("is 5 out of 5\n")]);
});
