import { DeleteObjectsCommand, S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { runReportSchema } from "../../course/run/run-report.ts";
import { nobodysTally } from "../../course/statistics/stored-tally.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { mondayRun, studentId, testRef } from "../tasks/support/course.ts";
import { resultsKey } from "../tasks/support/finished-map.ts";
import { everyVersion, someNotice, storeClass } from "./support/class-of-runs.ts";
import {
  bucketName,
  type CourseCloud,
  type Keyboard,
  owner,
  startCourseCloud,
} from "./support/course-cloud.ts";

let cloud: CourseCloud;

beforeEach(async () => {
  cloud = await startCourseCloud();
  cloud.script.ListExecutions = () => ({ executions: [] });
  await storeClass(cloud);
});
afterEach(() => cloud.stop());

const erase = (id: string, keyboard: Keyboard = {}, ...options: string[]) =>
  cloud.trainerWith(keyboard, "erase", id, ...options);
const text = async (key: string) => (await cloud.bucket.get(key))?.text ?? "";
const isAnn = /(?<![A-Za-z0-9._-])ann(?![A-Za-z0-9_-])/;
const whoNamesAnn = async () =>
  [...(await everyVersion(cloud))]
    .filter(([key, texts]) => isAnn.test(`${key} ${texts}`))
    .map(([key]) => key);

test("everything about the student is gone: objects, rows, entries, and old versions of them all", async () => {
  expect(await whoNamesAnn()).toHaveLength(17);
  const { code, out, err } = await erase("ann", {}, "--yes");
  expect(code).toBe(0);
  expect(out).toBe(
    [
      "Deleted 12 versions of what was stored about ann, and 22 old versions of what named ann among others.",
      "Rewrote 11 objects without ann; the counts stay.",
      "  course/roster.jsonl",
      `  ${keys.bookPart(0)}`,
      `  ${keys.noticeList(someNotice, 0)}`,
      `  ${keys.noticeReport(someNotice)}`,
      `  ${keys.gradebook(mondayRun)}`,
      `  ${keys.report(mondayRun)}`,
      `  ${resultsKey("FAILED_0.json")}`,
      `  ${resultsKey("PENDING_0.json")}`,
      `  ${resultsKey("SUCCEEDED_0.jsonl")}`,
      `  ${keys.runRoster(mondayRun)}`,
      `  ${keys.run(mondayRun)}`,
    ].join("\n"),
  );
  expect(err).toContain("Take ann out of the course's folder too");
  expect(await whoNamesAnn()).toEqual([]);
});

test("the student is on no test's list any more, in no version, and the others still are", async () => {
  const ref = testRef();
  const [own, others] = ["ann", "ann-b"].map((id) => keys.setByHand(studentId(id), ref));
  for (const key of [own, own, others]) await cloud.bucket.put(key ?? "", "{}");
  expect((await erase("ann", {}, "--yes")).out).toContain("Deleted 14 versions");
  const listed = [...(await everyVersion(cloud)).keys()].filter((key) => key.startsWith(keys.byTest));
  expect(listed).toEqual([others]);
});

test("a tally with the student in it says nothing any more, in no version; one without the student stays", async () => {
  const tallyWith = (...students: readonly string[]) =>
    JSON.stringify({ ...JSON.parse(nobodysTally), students, scores: { typed: 1 } });
  const [first, second] = [0, 1].map((part) => keys.tally(testRef(), mondayRun, part));
  await cloud.bucket.put(first ?? "", tallyWith("ann-b", "ann"));
  await cloud.bucket.put(second ?? "", tallyWith("ann-b"));
  expect((await erase("ann", {}, "--yes")).code).toBe(0);
  const versions = await everyVersion(cloud);
  expect(versions.get(first ?? "")).toEqual([nobodysTally]);
  expect(versions.get(second ?? "")).toEqual([tallyWith("ann-b")]);
});

test("the other students' data stay as they are, those with similar ids too; so do the counts", async () => {
  const before = await everyVersion(cloud);
  const reportBefore = runReportSchema.parse(await cloud.json(keys.report(mondayRun)));
  await erase("ann", {}, "--yes");
  const after = await everyVersion(cloud);
  for (const key of before.keys()) {
    if (!key.startsWith("students/ann/") && key.startsWith("students/")) {
      expect(after.get(key)).toEqual(before.get(key));
    }
  }
  expect(await text(keys.roster)).toBe(before.get(keys.roster)?.[0]?.split("\n").slice(1).join("\n"));
  const gradebook = (await text(keys.gradebook(mondayRun))).split("\r\n");
  expect(gradebook).toHaveLength(6);
  expect(gradebook[1]).toBe('"ann-2","ann-2, ""the"" student","ann-2@example.com","3.33"');
  const report = runReportSchema.parse(await cloud.json(keys.report(mondayRun)));
  expect(report).toMatchObject({ students: 5, tests: reportBefore.tests });
  expect(report.missing.map(({ studentId }) => studentId)).toEqual(["ann-2", "x.ann", "bob"]);
  expect(report.mails.problems).toHaveLength(4);
  expect(await cloud.json(keys.run(mondayRun))).toMatchObject({
    students: 5,
    failure: { cause: "(an erased student) has no result; ann-2 has two; so has x.ann." },
  });
  expect(await cloud.json(resultsKey("FAILED_0.json"))).toHaveLength(1);
  expect(await text(resultsKey("PENDING_0.json"))).toBe("\n");
});

test("doing it again finds nothing, changes nothing, and says so, as for a student who never was", async () => {
  await erase("ann", {}, "--yes");
  const after = await everyVersion(cloud);
  for (const id of ["ann", "nobody"]) {
    expect(await erase(id, {}, "--yes")).toEqual({
      code: 1,
      out: "",
      err: `Nothing is stored about "${id}", so nothing was erased: the id is wrong, or everything was erased before.`,
    });
  }
  const { code, out } = await erase("nobody", {}, "--yes", "--json");
  expect({ code, erasure: JSON.parse(out) }).toMatchObject({
    code: 1,
    erasure: { studentId: "nobody", versions: 0, rewritten: [], oldVersions: 0 },
  });
  expect(await everyVersion(cloud)).toEqual(after);
});

test.each([1, 2, 5, 9, 12])("cut short at its request %i, doing it again completes it", async (request) => {
  let seen = 0;
  cloud.cutOff(() => {
    seen += 1;
    return seen >= request;
  });
  expect((await erase("ann", {}, "--yes")).code).toBe(1);
  cloud.cutOff(() => false);
  expect((await erase("ann", {}, "--yes")).code).toBe(0);
  expect(await whoNamesAnn()).toEqual([]);
});

test("more than fits in one request is all deleted, delete markers too", async () => {
  const client = new S3Client({ endpoint: cloud.aws, region: "us-east-1", credentials: owner });
  for (const part of ["a", "b"]) {
    // Deleting what is not there leaves a delete marker.
    const Objects = Array.from({ length: 600 }, (_, n) => ({ Key: `students/bob/submissions/${part}/${n}` }));
    await client.send(new DeleteObjectsCommand({ Bucket: bucketName, Delete: { Objects } }));
  }
  client.destroy();
  const { out } = await erase("bob", {}, "--yes", "--json");
  expect(JSON.parse(out)).toMatchObject({ studentId: "bob", versions: 1_212, notUnderstood: [] });
  const left = [...(await everyVersion(cloud)).keys()];
  expect(left.filter((key) => key.startsWith("students/bob/"))).toEqual([]);
});

test("an object that names the student in an unknown form is left, and said", async () => {
  await cloud.bucket.put("runs/notes.txt", "ann was ill; annie was not");
  await cloud.bucket.put("runs/other.txt", "annie was not");
  const { code, err } = await erase("ann", {}, "--yes");
  expect(code).toBe(1);
  expect(err).toContain("look at them yourself: runs/notes.txt");
  expect(await text("runs/notes.txt")).toContain("ann was ill");
});

describe("Nothing is erased", () => {
  let before: Map<string, string[]>;
  beforeEach(async () => {
    before = await everyVersion(cloud);
  });
  afterEach(async () => {
    expect(await everyVersion(cloud)).toEqual(before);
  });

  test("unless the id is typed", async () => {
    const { code, err } = await erase("ann", { answer: "an" });
    expect(code).toBe(1);
    expect(err).toContain("Everything about ann in TestTime-evening-class will be deleted, for good");
    expect(err).toContain("That is another id. Nothing was erased.");
  });

  test("when nobody is there to ask", async () => {
    expect(await erase("ann", { answer: null })).toMatchObject({
      code: 2,
      err: expect.stringContaining("Add --yes"),
    });
  });

  test("while a run is going", async () => {
    const running = {
      executionArn: "arn:x",
      stateMachineArn: "arn:m",
      name: "x",
      status: "RUNNING",
      startDate: 1,
    };
    cloud.script.ListExecutions = () => ({ executions: [running] });
    const { code, err } = await erase("ann", {}, "--yes");
    expect(code).toBe(1);
    expect(err).toContain("A grading run is going, arn:x");
  });

  test("of an id that can't be, or that nobody has", async () => {
    expect((await erase("../ann", {}, "--yes")).code).toBe(2);
    expect(await erase("an", {}, "--yes")).toMatchObject({ code: 1, out: "" });
  });
});

test("the typed id is enough", async () => {
  expect((await erase("ann", { answer: "ann " })).code).toBe(0);
  expect(await cloud.bucket.get(keys.profile(studentId("ann")))).toBeNull();
});
