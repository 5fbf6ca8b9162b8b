import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { submissionIdSchema, toInstant } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { testIndexSchema } from "../../course/test.ts";
import { studentId, testRef } from "../tasks/support/course.ts";
import { type CourseCloud, startCourseCloud } from "./support/course-cloud.ts";
import { courseFolders, goodCourse } from "./support/course-files.ts";

let cloud: CourseCloud;
const folders = courseFolders();
const boot = testRef("boot");
const [adam, beata] = [studentId("adam"), studentId("beata")];
const receivedAt = toInstant(new Date("2026-11-17T19:30:00Z"));
const submissionId = submissionIdSchema.parse("0".repeat(32));

beforeEach(async () => {
  cloud = await startCourseCloud({ TestLists: keys.byTest });
});
afterEach(async () => {
  folders.removeAll();
  await cloud.stop();
});

const publish = async (...[files]: Parameters<typeof folders.make>): Promise<void> => {
  const { code, err } = await cloud.trainer("publish", folders.make(files), "--yes");
  expect({ code, err }).toMatchObject({ code: 0 });
};

const isListed = async (): Promise<(true | undefined)[]> =>
  testIndexSchema.parse(await cloud.json(keys.tests)).map((one) => one.isListed);

const submit = (id: typeof adam) =>
  cloud.bucket.put(keys.submission(id, boot, receivedAt, submissionId), "{}");
const list = (id: typeof adam) => cloud.bucket.put(keys.handedIn(id, boot, receivedAt, submissionId), "{}");

const standings = async (): Promise<unknown> => {
  cloud.clock.moveTo(Date.parse("2026-11-17T20:00:00Z"));
  const { tests } = JSON.parse((await cloud.trainer("status", "--json")).out);
  return tests.map(({ students }: { students: { studentId: string; state: string; attempts: number }[] }) =>
    students.map((one) => [one.studentId, one.state, one.attempts]),
  );
};

test("a new test has a list, from which status is made alone", async () => {
  await publish();
  expect(await isListed()).toEqual([true]);
  for (const id of [adam, beata]) await submit(id);
  await list(adam);
  expect(await standings()).toEqual([
    [
      ["adam", "submitted", 1],
      ["beata", "missing", 0],
    ],
  ]);
});

test("who is not on a list that lacks a submission, or whose time is over, is looked up in their own folder", async () => {
  await publish();
  await submit(adam);
  const before = [
    ["adam", "missing", 0],
    ["beata", "missing", 0],
  ];
  const after = [
    ["adam", "submitted", 1],
    ["beata", "missing", 0],
  ];
  expect(await standings()).toEqual([before]);
  await cloud.bucket.put(keys.listNotWhole(boot), "{}");
  expect(await standings()).toEqual([after]);
});

test("what is set by hand for a listed test is seen, and seen to be taken back", async () => {
  await publish();
  const score = (value: string) => cloud.trainer("score", "beata", "linux/boot", value, "--because", "ill");
  expect((await score("excused")).code).toBe(0);
  expect(await standings()).toEqual([
    [
      ["adam", "missing", 0],
      ["beata", "excused", 0],
    ],
  ]);
  expect((await score("graded")).code).toBe(0);
  expect(await standings()).toEqual([
    [
      ["adam", "missing", 0],
      ["beata", "missing", 0],
    ],
  ]);
});

test("a listed test stays listed when it is changed or renamed", async () => {
  await publish();
  await publish({ "linux/boot.yaml": goodCourse["linux/boot.yaml"].replace("Booting", "Boots") });
  expect(await isListed()).toEqual([true]);
  await list(adam);
  const renamed = `renamedFrom: linux/boot\n${goodCourse["linux/boot.yaml"]}`;
  await publish({ "linux/boot.yaml": undefined, "linux/start.yaml": renamed });
  expect(await isListed()).toEqual([true]);
  expect(await standings()).toEqual([
    [
      ["adam", "submitted", 1],
      ["beata", "missing", 0],
    ],
  ]);
});

test("a test that was removed and is put back is looked up student by student, as nobody knows what it had", async () => {
  await publish();
  await submit(adam);
  const other = { "linux/other.yaml": goodCourse["linux/boot.yaml"] };
  await publish({ ...other, "linux/boot.yaml": undefined });
  await publish();
  expect(await isListed()).toEqual([undefined]);
  expect(await standings()).toEqual([
    [
      ["adam", "submitted", 1],
      ["beata", "missing", 0],
    ],
  ]);
});

test("a test that is published to a stack of an earlier version has no list", async () => {
  const earlier = await startCourseCloud();
  await earlier.trainer("publish", folders.make());
  expect(testIndexSchema.parse(await earlier.json(keys.tests)).map((one) => one.isListed)).toEqual([
    undefined,
  ]);
  await earlier.stop();
});
