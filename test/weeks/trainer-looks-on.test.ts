import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { writeReadyFile } from "local-region/command";
import { type Outcome, trainer } from "../trainer/support/course-cloud.ts";
import { writeWeeksCourse } from "./support/course-folder.ts";
import { Week } from "./support/week.ts";

jest.setTimeout(120_000);

const runId = "2026-11-23T22-00-00Z";

let folder: string;
let week: Week;
let scheduled: string;
let before: Outcome;
let watched: Outcome;

const onRegion = (...args: readonly string[]): Promise<Outcome> =>
  trainer(...args, "--local", "--data", folder);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "looks-on-"));
  const tests = [{ path: "linux/week1", opens: "2026-11-17 20:00" }];
  const course = writeWeeksCourse(join(folder, "course"), ["ann", "bob"], tests);
  week = await Week.begin(course, "2026-11-17 20:05");
  writeReadyFile(folder, week.region, { console: "http://127.0.0.1:4040/console/" });
  await week.submit("ann", "linux/week1", 3);
  week.moveTo("2026-11-23 22:00");
  before = await onRegion("status");
  week.moveTo("2026-11-23 23:00");
  scheduled = await week.scheduledRun();
  const watching = onRegion("watch");
  await week.closed(scheduled);
  watched = await watching;
});

afterAll(async () => {
  await week.end();
  rmSync(folder, { recursive: true });
});

test("status knows who is missing an hour before the deadline", () => {
  expect(before.out.split("\n")).toEqual([
    "A made-up class · Monday 23 November 2026, 22:00 (Europe/Warsaw)",
    "linux/week1  week1  open, 1 h left  1 of 2 submitted  1 missing",
    "",
    "1 student is missing",
    "  bob  bob  linux/week1",
  ]);
});

test("watch follows the scheduled run through its states to its end", () => {
  const name = scheduled.slice(scheduled.lastIndexOf(":") + 1);
  expect(watched.code).toBe(0);
  expect(watched.out).toContain(`Run ${runId}: 1 graded, 1 missing, 0 failed, of 2 tests due.`);
  const lines = watched.err.split("\n");
  expect(lines.slice(0, 2)).toEqual([
    `Following ${scheduled}`,
    `Console: http://127.0.0.1:4040/console/#/runs/${encodeURIComponent(name)}`,
  ]);
  expect(lines.filter((line) => line.startsWith("  "))).toEqual([
    "  Open run",
    "  Anything due?",
    "  Let late writes land",
    "  Each part",
    "  Grade every student",
    "  Close part",
    "  All parts closed?",
    "  Close run",
    "  Mail trainer",
  ]);
  expect(lines).toContain("2 of 2 students");
});

test("gradebook, runs and status agree on what the run did", async () => {
  expect((await onRegion("gradebook")).out.split("\n").slice(1)).toEqual([
    "ann        ann   ann@example.com  3.75         3.75   5       75%",
    "bob        bob   bob@example.com  missing      0      5       0%",
  ]);
  expect((await onRegion("runs")).out).toContain(
    `${runId}  closed  students: 2  http://127.0.0.1:4040/console/#/runs/`,
  );
  expect((await onRegion("status")).out).toContain("No test waits to be graded.");
});

test("grade says that nothing is due any more", async () => {
  const { code, out, err } = await onRegion("grade");
  expect(code).toBe(0);
  expect(out).toContain("every test that is due was graded before.");
  expect(err).toContain("  Nothing to do");
});
