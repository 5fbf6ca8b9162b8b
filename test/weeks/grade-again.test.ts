import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { writeReadyFile } from "local-region/command";
import { type Outcome, trainer, trainerWith } from "../trainer/support/course-cloud.ts";
import { writeWeeksCourse } from "./support/course-folder.ts";
import { Week } from "./support/week.ts";

jest.setTimeout(120_000);

const again = "2026-11-23T22-00-00Z-again-1";
const undoing = "2026-11-23T22-00-00Z-again-2";

let folder: string;
let week: Week;
let previewed: Outcome;
let graded: Outcome;
let notAsked: Outcome;
let undone: Outcome;

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
  previewed = await onRegion("grade", "--again", "linux/week1", "--dry-run", "--json");
  graded = await onRegion("grade", "--again", "linux/week1");
  notAsked = await trainerWith({ answer: null }, "grade", "--undo", again, "--local", "--data", folder);
  undone = await onRegion("grade", "--undo", again, "--yes");
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

test("who changes is shown before anything is done", () => {
  expect(JSON.parse(previewed.out)).toEqual({
    ...{ students: 2, up: 0, down: 1, same: 1, other: 0, failed: 0 },
    changes: [
      { studentId: "ann", name: "ann", subject: "linux", testId: "week1", before: "5", after: "3.75" },
    ],
    failures: [],
  });
  expect(previewed.err).toContain("Nothing was graded. To do it: bin/trainer grade --again linux/week1");
});

test("a run that graded again is undone only when the trainer says so", () => {
  expect(notAsked.code).toBe(1);
  expect(notAsked.out).toContain("2 scores: 1 up, 0 down, 1 the same");
  expect(notAsked.err).toContain("Nothing was put back, because there is no terminal to ask at.");
});

test("undoing a run puts back the scores before it, in a run of its own whose ledger closes", async () => {
  expect(undone.code).toBe(0);
  expect(undone.out).toContain(`Run ${undoing}: 2 graded, 1 missing, 0 failed, of 3 tests due.`);
  expect((await onRegion("runs")).out).toContain(`again, to undo run ${again}`);
  expect((await onRegion("gradebook", undoing)).out).toMatch(/^ann .* 5$/m);
  expect((await onRegion("gradebook")).out).toMatch(/^ann .* 5 /m);
  expect(await onRegion("grade", "--undo", again, "--yes")).toMatchObject({
    code: 1,
    err: expect.stringContaining("changed no score that still stands"),
  });
});

test("an undone run can be undone in its turn, which brings its scores again", async () => {
  const { out } = await onRegion("grade", "--undo", undoing, "--dry-run", "--json");
  expect(JSON.parse(out)).toMatchObject({ up: 0, down: 1, changes: [{ before: "5", after: "3.75" }] });
});

test("a student whose score changed gets a mail for each change, one whose score is the same gets none", async () => {
  expect(await week.mailsTo("ann")).toHaveLength(3);
  expect((await week.mailsOf("ann")).at(-1)?.text).toContain("was taken back");
  expect(await week.mailsTo("bob")).toHaveLength(1);
  expect(await week.mailsTo("cid")).toEqual([]);
});

test("a test that is not published can't be graded again", async () => {
  expect(await onRegion("grade", "--again", "linux/week9")).toMatchObject({
    code: 1,
    err: 'There is no test "linux/week9". There are: linux/week1.',
  });
});
