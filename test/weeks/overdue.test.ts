import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StopExecutionCommand } from "@aws-sdk/client-sfn";
import { expect, jest, test } from "@jest/globals";
import { writeWeeksCourse } from "./support/course-folder.ts";
import { Week } from "./support/week.ts";

jest.setTimeout(120_000);

/** What the watch over the deadline has counted, in the metrics that it wrote to its log. */
const overdueIn = (data: string): unknown[] => {
  const folder = join(data, "logs");
  const log = readdirSync(folder).find((name) => name.includes("WatchDeadline")) ?? "none";
  return readFileSync(join(folder, log), "utf8")
    .split("\n")
    .filter((line) => line.includes("_aws"))
    .map((line): unknown => JSON.parse(line).StudentsOverdue);
};

test("a run that was stopped does not stay silent: six hours after the deadline its students count as overdue", async () => {
  const folder = mkdtempSync(join(tmpdir(), "overdue-"));
  const tests = [{ path: "linux/week1", opens: "2026-11-17 20:00" }];
  const week = await Week.begin(writeWeeksCourse(folder, ["ann", "bob"], tests), "2026-11-17 20:05");
  try {
    week.moveTo("2026-11-23 23:00");
    const executionArn = await week.scheduledRun();
    await week.isSettling(executionArn);
    await week.aws.states.send(new StopExecutionCommand({ executionArn }));
    await week.endOf(executionArn);
    week.moveTo("2026-11-24 05:00");
    await week.stop();
    expect(overdueIn(week.data)).toEqual([2]);
  } finally {
    await week.end();
    rmSync(folder, { recursive: true });
  }
});
