import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { closedRun } from "./support/closed-run.ts";
import { writeWeeksCourse } from "./support/course-folder.ts";
import { Week } from "./support/week.ts";

jest.setTimeout(120_000);

let folder: string;
let week: Week | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "clock-"));
});

afterEach(async () => {
  await week?.end();
  rmSync(folder, { recursive: true });
});

/** Each week has the clock change between its publishing and its deadline; `deadline` in UTC. */
const changes = [
  {
    season: "winter",
    tuesday: "2026-10-20",
    monday: "2026-10-26",
    deadline: "2026-10-26T22:00:00.000Z",
    runId: "2026-10-26T22-00-00Z",
  },
  {
    season: "summer",
    tuesday: "2027-03-23",
    monday: "2027-03-29",
    deadline: "2027-03-29T21:00:00.000Z",
    runId: "2027-03-29T21-00-00Z",
  },
];

test.each(changes)(
  "in the week in which $season time begins, the deadline is 23:00 on the wall",
  async ({ tuesday, monday, deadline, runId }) => {
    const tests = [{ path: "linux/week1", opens: `${tuesday} 20:00` }];
    week = await Week.begin(writeWeeksCourse(folder, ["ann", "bob", "cara"], tests), `${tuesday} 20:05`);
    const early = await week.submit("ann", "linux/week1", 2);
    expect(early.receipt).toMatchObject({ deadline, receivedAt: expect.stringContaining(tuesday) });

    week.moveTo(`${monday} 22:59:59`);
    const { status, receipt } = await week.submit("bob", "linux/week1", 4);
    const beforeDeadlineMs = Date.parse(deadline) - Date.parse(receipt?.receivedAt ?? "");
    expect([status, Math.ceil(beforeDeadlineMs / 1000)]).toEqual([200, 1]);

    week.moveTo(`${monday} 23:00`);
    const tooLate = await week.submit("cara", "linux/week1", 4);
    expect([tooLate.status, tooLate.code, tooLate.body]).toEqual([
      410,
      410,
      expect.stringContaining("23:00 (Europe/Warsaw)"),
    ]);

    const executionArn = await week.scheduledRun();
    const closed = closedRun(await week.closed(executionArn));
    expect(executionArn).toContain(runId);
    expect(closed).toMatchObject({ runId, counts: { roster: 3, graded: 2, missing: 1, failed: 0 } });
    expect((await week.report(runId)).missing.map(({ studentId }) => studentId)).toEqual(["cara"]);
  },
);
