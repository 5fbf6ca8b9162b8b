import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve, sep } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { keys } from "../../course/storage/storage-keys.ts";
import { filePathOf } from "../../trainer/privacy/file-name.ts";
import { mondayRun, profile, studentId, testRef } from "../tasks/support/course.ts";
import { resultsKey } from "../tasks/support/finished-map.ts";
import { keyOf, submission } from "../tasks/support/submissions.ts";
import { appealOf, someNotice, storeClass } from "./support/class-of-runs.ts";
import { type CourseCloud, startCourseCloud } from "./support/course-cloud.ts";

let cloud: CourseCloud;
let parent: string;

const exportTo = (folder: string, id = "ann", ...options: string[]) =>
  cloud.trainer("export", id, "--out", join(parent, folder), ...options);
const filesOf = (folder: string): string[] =>
  readdirSync(join(parent, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(parent, folder).length + 1))
    .toSorted();
const json = (folder: string, file: string): unknown =>
  JSON.parse(readFileSync(join(parent, folder, file), "utf8"));

describe("export", () => {
  beforeEach(async () => {
    parent = mkdtempSync(join(tmpdir(), "exports-"));
    cloud = await startCourseCloud();
    await storeClass(cloud);
  });
  afterEach(async () => {
    rmSync(parent, { recursive: true });
    await cloud.stop();
  });

  test("the student's entries in the lists of tests are among the files, and those of others are not", async () => {
    for (const id of ["ann", "ann-b"]) await cloud.bucket.put(keys.setByHand(studentId(id), testRef()), "{}");
    await exportTo("ann");
    expect(filesOf("ann").filter((file) => file.startsWith(keys.byTest))).toEqual([
      keys.setByHand(studentId("ann"), testRef()),
    ]);
  });

  test("everything about a student is written as files: own objects, and the student's part of others", async () => {
    const { code, out } = await exportTo("ann");
    expect(code).toBe(0);
    expect(out).toBe(`Wrote 17 files about ann to ${join(parent, "ann")}; index.json says what each is.`);
    const handedIn = submission("ann", { q1: "a" });
    const submissionFile = keyOf(handedIn).replaceAll(":", "%3A");
    expect(filesOf("ann")).toEqual(
      [
        "course/roster.jsonl.json",
        `${keys.bookPart(0)}.json`,
        "index.json",
        `${keys.gradebook(mondayRun)}.json`,
        `${keys.noticeList(someNotice, 0)}.json`,
        keys.noticeReport(someNotice),
        keys.report(mondayRun),
        resultsKey("FAILED_0.json"),
        resultsKey("PENDING_0.json"),
        `${resultsKey("SUCCEEDED_0.jsonl")}.json`,
        `${keys.runRoster(mondayRun)}.json`,
        keys.run(mondayRun),
        keys.reminderChoice(studentId("ann")),
        keys.appeal(appealOf("ann")),
        keys.openAppeal(appealOf("ann")),
        "students/ann/mail/linux/t1/1.json",
        "students/ann/profile.json",
        submissionFile,
      ].toSorted(),
    );
    expect(json("ann", "students/ann/profile.json")).toEqual(profile("ann"));
    expect(json("ann", submissionFile)).toEqual(handedIn);
    expect(json("ann", `${keys.gradebook(mondayRun)}.json`)).toEqual([
      { studentId: "ann", name: 'ann, "the" student', email: "ann@example.com", "linux/t1": "3.33" },
    ]);
    expect(json("ann", keys.report(mondayRun))).toMatchObject([
      { in: "missing", entries: [{ studentId: "ann", testId: "t2" }] },
      { in: "mails.problems", entries: [{ studentId: "ann", testId: "t1" }] },
    ]);
  });

  test("of other students nothing is written", async () => {
    await exportTo("ann");
    const all = filesOf("ann").map((file) => readFileSync(join(parent, "ann", file), "utf8"));
    expect(all.join("\n")).not.toMatch(/ann-2|x\.ann|bob|cid/);
  });

  test("the index names each file's object", async () => {
    const { out } = await exportTo("ann", "ann", "--json");
    const { files } = JSON.parse(out);
    expect(json("ann", "index.json")).toEqual({ studentId: "ann", files });
    expect(files).toContainEqual({
      file: "students/ann/profile.json",
      key: keys.profile(studentId("ann")),
    });
  });

  test("what was deleted is not there; what is there is read by the trainer alone", async () => {
    const page = [];
    for await (const version of cloud.bucket.versions("students/ann/mail/")) page.push(version);
    await cloud.bucket.removeVersions(page);
    await exportTo("ann");
    expect(filesOf("ann").filter((file) => file.includes("mail"))).toEqual([]);
    expect(statSync(join(parent, "ann", "students/ann/profile.json")).mode & 0o077).toBe(0);
    expect(statSync(join(parent, "ann", "students")).mode & 0o077).toBe(0);
  });

  test("no object's name leads out of the folder, or is lost", async () => {
    const names = [
      "../../../escape",
      "a",
      "a/b",
      "./.",
      "a//b",
      "..",
      "a\\..\\b",
      "ü \u0001",
      `${"x".repeat(300)}.json`,
    ];
    for (const name of names) await cloud.bucket.put(`students/ann/${name}`, JSON.stringify(name));
    expect(await exportTo("inner/ann")).toMatchObject({ code: 0, err: "" });
    expect(readdirSync(parent)).toEqual(["inner"]);
    const { files } = Object(json("inner/ann", "index.json"));
    for (const name of names) {
      const entry = files.find(({ key }: { key: string }) => key === `students/ann/${name}`);
      expect(json("inner/ann", entry.file)).toBe(name);
    }
  });

  test("a folder that holds something is refused, and nothing is overwritten", async () => {
    await exportTo("ann");
    const before = filesOf("ann");
    expect(await exportTo("ann", "bob")).toMatchObject({
      code: 1,
      err: expect.stringContaining("is not an empty folder"),
    });
    expect(filesOf("ann")).toEqual(before);
  });

  test("a student of whom nothing is stored gets no files", async () => {
    expect(await exportTo("an", "an")).toMatchObject({
      code: 1,
      err: 'Nothing is stored about "an"; no file was written.',
    });
    expect(readdirSync(parent)).toEqual([]);
    expect((await exportTo("x", "../ann")).code).toBe(2);
  });
});

test.each([
  ["students/a/../../b", "students/a/%2E%2E/%2E%2E/b"],
  ["/etc/passwd", "%/etc/passwd"],
  ["C:\\x", "C%3A%5Cx"],
  ["a/./b/", "a/%2E/b/%"],
  ["%2E%2E/x", "%252E%252E/x"],
])("%s is kept in the file %s", (key, file) => {
  expect(filePathOf(key)).toBe(file);
  const root = resolve("/export");
  expect(resolve(root, file).startsWith(root + sep)).toBe(true);
});
