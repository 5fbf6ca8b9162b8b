import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type CourseCloud, startCourseCloud } from "./support/course-cloud.ts";
import { courseFolders, goodCourse } from "./support/course-files.ts";

let cloud: CourseCloud;
const folders = courseFolders();

/** Ids whose order is another with and without the slash that follows them in keys. */
const ids = [
  "adam",
  "adam-1",
  "adam.1",
  "adam1",
  ...Array.from({ length: 420 }, (_, index) => `s${index + 1000}`),
];
const roster = ids.map((studentId) => ({
  studentId,
  email: `${studentId}@example.com`,
  name: `Name of ${studentId}`,
  extensions:
    studentId === "adam1" ? [{ subject: "linux", testId: "boot", deadline: "2026-11-25T22:00:00.000Z" }] : [],
}));

const submit = (id: string, at: string, test = "linux/boot", submissionId = "0".repeat(32)) =>
  cloud.bucket.put(`students/${id}/submissions/${test}/${at}-${submissionId}.json`, "{}");

beforeAll(async () => {
  cloud = await startCourseCloud();
  const later = goodCourse["linux/boot.yaml"].replace("2026-11-17 20:00", "2026-11-18 20:00");
  expect((await cloud.trainer("publish", folders.make({ "linux/later.yaml": later }))).err).toBe("");
  await cloud.bucket.put("course/roster.jsonl", roster.map((student) => JSON.stringify(student)).join("\n"));
  for (const id of ["adam", "adam-1", "s1000", "s1199", "s1419"])
    await submit(id, "2026-11-17T19:30:00.000Z");
  await submit("adam", "2026-11-17T19:40:00.000Z");
  await submit("s1001", "2026-11-23T22:00:00.000Z");
  cloud.clock.moveTo(Date.parse("2026-11-17T20:00:00Z"));
});
afterAll(async () => {
  folders.removeAll();
  await cloud.stop();
});

test("status tells how many submitted each test, and the time left by the course's own clock", async () => {
  const { code, out, err } = await cloud.trainer("status");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const lines = out.split("\n");
  expect(lines.slice(0, 4)).toEqual([
    "Evening class · Tuesday 17 November 2026, 21:00 (Europe/Warsaw)",
    "linux/boot   Booting  open, 6 d 2 h left  5 of 424 submitted  419 missing",
    "linux/later  Booting  opens in 23 h",
    "",
  ]);
  expect(lines[4]).toBe("419 students are missing");
  expect(lines[5]).toMatch(/^ {2}adam\.1 +Name of adam\.1 +linux\/boot$/);
  expect(lines[6]).toMatch(/^ {2}adam1 .* linux\/boot \(has 8 d 2 h\)$/);
  expect(lines.at(-1)).toBe("  and 399 more: bin/trainer status --students");
});

test("status shows every student's submissions when asked", async () => {
  const { out } = await cloud.trainer("status", "--students");
  expect(out).toMatch(/^adam +Name of adam +Tue 17 Nov, 20:40 \(2 times\)$/m);
  expect(out).toMatch(/^s1419 +Name of s1419 +Tue 17 Nov, 20:30$/m);
  expect(out.split("\n").filter((line) => line.startsWith("s1"))).toHaveLength(420);
});

test("status gives everything as JSON; what came too late does not count", async () => {
  const { now, tests } = JSON.parse((await cloud.trainer("status", "--json")).out);
  // The course's clock runs on while commands do.
  expect(now).toMatch(/^2026-11-17T20:0\d:\d\d\.000Z$/);
  expect(tests[0]).toMatchObject({ testId: "boot", state: "open", submitted: 5, missing: 419, missed: 0 });
  expect(tests[1]).toMatchObject({ testId: "later", state: "not-yet-open", submitted: 0, missing: 0 });
  expect(tests[0].students[5]).toEqual({
    studentId: "s1001",
    name: "Name of s1001",
    state: "missing",
    deadline: "2026-11-23T22:00:00.000Z",
    submittedAt: null,
    attempts: 1,
  });
});

test("status leaves out what was graded, until asked for all", async () => {
  const graded = ["boot", "later"].map((testId) => ({
    subject: "linux",
    testId,
    cutoff: "2026-11-23T22:00:00.000Z",
  }));
  await cloud.bucket.put("runs/graded-through.json", JSON.stringify(graded));
  const withoutExtension = roster.map((student) => JSON.stringify({ ...student, extensions: [] }));
  await cloud.bucket.put("course/roster.jsonl", withoutExtension.join("\n"));
  expect((await cloud.trainer("status")).out).toContain("No test waits to be graded.");
  expect((await cloud.trainer("status", "--all")).out).toContain("linux/boot");
});

test("status keeps a test that was graded for the others while an extension for it runs", async () => {
  const isListed = async (cutoff: string): Promise<boolean> => {
    const graded = ["boot", "later"].map((testId) => ({ subject: "linux", testId, cutoff }));
    await cloud.bucket.put("runs/graded-through.json", JSON.stringify(graded));
    const { tests } = JSON.parse((await cloud.trainer("status", "--json")).out);
    return tests.some(({ testId }: { testId: string }) => testId === "boot");
  };
  await cloud.bucket.put("course/roster.jsonl", roster.map((student) => JSON.stringify(student)).join("\n"));
  expect(await isListed("2026-11-23T22:00:00.000Z")).toBe(true);
  expect(await isListed("2026-11-25T22:00:00.000Z")).toBe(false);
});

test("status says what to do when nothing is published", async () => {
  const empty = await startCourseCloud();
  expect((await empty.trainer("status")).err).toBe(
    "There is no course/settings.json. Publish the course first: bin/trainer publish DIR",
  );
  await empty.stop();
});
