import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { writeReadyFile } from "local-region/command";
import { type Outcome, trainer } from "../trainer/support/course-cloud.ts";
import { writeWeeksCourse } from "./support/course-folder.ts";
import { Week } from "./support/week.ts";

jest.setTimeout(120_000);

const again = "2026-11-23T22-00-00Z-again-1";

let folder: string;
let week: Week;
let graded: Outcome;

const onRegion = (...args: readonly string[]): Promise<Outcome> =>
  trainer(...args, "--local", "--data", folder);

/** The key of the first question was wrong: what nobody answered is right. */
const mendKey = (course: string): void => {
  const file = join(course, "linux", "week1.yaml");
  writeFileSync(file, readFileSync(file, "utf8").replace("right: a", "right: c"));
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "again-"));
  const tests = [{ path: "linux/week1", opens: "2026-11-17 20:00" }];
  const course = writeWeeksCourse(join(folder, "course"), ["ann", "bob", "cid"], tests);
  week = await Week.begin(course, "2026-11-17 20:05");
  writeReadyFile(folder, week.region, { console: "http://c/" });
  await week.submit("ann", "linux/week1", 4);
  await week.submit("bob", "linux/week1", 0);
  week.moveTo("2026-11-23 23:00");
  await week.closed(await week.scheduledRun());
  mendKey(course);
  expect(await onRegion("publish", course)).toMatchObject({ code: 0 });
  expect((await onRegion("grade")).out).toContain("every test that is due was graded before");
  graded = await onRegion("grade", "--again", "linux/week1");
});

afterAll(async () => {
  await week.end();
  rmSync(folder, { recursive: true });
});

test("a test whose key was mended is graded once more, in a run of its own", async () => {
  expect(graded.code).toBe(0);
  expect(graded.out).toContain(`Run ${again}: 2 graded, 1 missing, 0 failed, of 3 tests due.`);
  expect((await onRegion("gradebook", again)).out).toMatch(/^ann .* 3\.75$/m);
});

test("a student whose score changed gets a mail, one whose score is the same gets none", async () => {
  expect(await week.mailsTo("ann")).toHaveLength(2);
  expect(await week.mailsTo("bob")).toHaveLength(1);
  expect(await week.mailsTo("cid")).toEqual([]);
});

test("a test that is not published can't be graded again", async () => {
  expect(await onRegion("grade", "--again", "linux/week9")).toMatchObject({
    code: 1,
    err: 'There is no test "linux/week9". There are: linux/week1.',
  });
});
