import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { neutraliseFormula } from "../../course/gradebook.ts";
import { keys } from "../../course/storage-keys.ts";
import { aTest, instant, mondayRun, rosterLine, settings, student } from "../tasks/support/course.ts";
import { record, resultsKey } from "../tasks/support/finished-map.ts";
import { failed, graded, missing } from "../tasks/support/outcomes.ts";
import { type CourseCloud, startCourseCloud } from "./support/course-cloud.ts";

const csv =
  'studentId,name,email,linux/boot\n007,"Wilk, Adam",adam@example.com,3.33\nbeata,Beata Sowa,b@example.com,missing\n';
const runId = mondayRun;
const inFlight = "2026-11-30T22-00-00Z";

let cloud: CourseCloud;
beforeAll(async () => {
  cloud = await startCourseCloud();
});
afterAll(() => cloud.stop());

const lines = (values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join("");

const written = (name: string): string[] => readFileSync(join(cloud.data, name), "utf8").split("\r\n");

test("gradebook says when there is no course yet", async () => {
  expect(await cloud.trainer("gradebook")).toEqual({
    code: 1,
    out: "",
    err: "Nothing is published here yet. Publish the course's folder: bin/trainer publish DIR",
  });
});

describe("of one run", () => {
  beforeAll(async () => {
    await cloud.bucket.put(`runs/${runId}/gradebook.csv`, csv);
    await cloud.bucket.put(`runs/${inFlight}/run.json`, JSON.stringify({ ...record(2), runId: inFlight }));
  });

  test.each([[[runId]], [["--run", runId]]])("gradebook %j shows a table", async (args) => {
    expect(await cloud.trainer("gradebook", ...args)).toEqual({
      code: 0,
      out: [
        `Run ${runId}`,
        "studentId  name        email             linux/boot",
        "007        Wilk, Adam  adam@example.com  3.33",
        "beata      Beata Sowa  b@example.com     missing",
      ].join("\n"),
      err: "",
    });
  });

  test("gradebook writes CSV that a spreadsheet leaves as it is: a byte order mark, and ids as texts", async () => {
    const { code, out, err } = await cloud.trainer("gradebook", runId, "--csv", join(cloud.data, "run.csv"));
    expect({ code, out, err }).toEqual({
      code: 0,
      out: "",
      err: `Run ${runId}: 2 students written to ${join(cloud.data, "run.csv")}`,
    });
    expect(written("run.csv")).toEqual([
      '\ufeff"studentId","name","email","linux/boot"',
      '"=""007""","Wilk, Adam","adam@example.com","3.33"',
      '"beata","Beata Sowa","b@example.com","missing"',
      "",
    ]);
    await cloud.trainer("gradebook", runId, "--csv", join(cloud.data, "run.csv"), "--separator", ";");
    expect(written("run.csv")[1]).toBe('"=""007""";"Wilk, Adam";"adam@example.com";"3,33"');
  });

  test("gradebook gives JSON in which ids keep their zeros", async () => {
    expect(JSON.parse((await cloud.trainer("gradebook", runId, "--json")).out)).toEqual({
      runId,
      students: [
        { studentId: "007", name: "Wilk, Adam", email: "adam@example.com", "linux/boot": "3.33" },
        { studentId: "beata", name: "Beata Sowa", email: "b@example.com", "linux/boot": "missing" },
      ],
    });
  });

  test("gradebook shows a name that looks like a formula as it is; the file's apostrophe is for spreadsheets", async () => {
    const later = "2026-12-07T22-00-00Z";
    const names = ["=1+1", "+48 123", "-x", "@SUM(A1)", "'t Hooft", "'=x"];
    const rows = names.map((name, index) => `s${index},"${neutraliseFormula(name)}",s@example.com`);
    await cloud.bucket.put(`runs/${later}/gradebook.csv`, ["studentId,name,email", ...rows, ""].join("\n"));
    const { students } = JSON.parse((await cloud.trainer("gradebook", later, "--json")).out);
    expect(students.map(({ name }: { name: string }) => name)).toEqual(names);
    const table = (await cloud.trainer("gradebook", later)).out.split("\n").slice(2);
    expect(table.map((line) => line.split(/ {2,}/)[1])).toEqual(names);
  });

  test("gradebook refuses a run without one, a name that is none, and a file it can't write", async () => {
    expect((await cloud.trainer("gradebook", inFlight)).err).toContain(`Run ${inFlight} has no gradebook`);
    expect(await cloud.trainer("gradebook", "../x")).toMatchObject({ code: 2 });
    const unwritable = await cloud.trainer("gradebook", runId, "--csv", "/no/such/folder/x.csv");
    expect(unwritable).toMatchObject({ code: 1, out: "" });
    expect(unwritable.err).toContain("can't be written to /no/such/folder/x.csv");
  });

  test("gradebook says which options do not go together", async () => {
    expect((await cloud.trainer("gradebook", "--for", "moodle")).err).toContain("--csv FILE");
    const both = await cloud.trainer("gradebook", runId, "--for", "moodle", "--csv", "x.csv");
    expect(both).toMatchObject({ code: 2, err: "--for writes the whole course; leave the run out." });
  });
});

describe("of the whole course", () => {
  const again = `${mondayRun}-again-1`;
  const tests = [aTest("t1", { title: "Boot" }), aTest("t2", { title: "Final Score" })];
  const graduates = (id: string, first: object, second: object) => ({
    studentId: id,
    tests: [first, second],
    mails: [],
  });

  /** A closed run of an earlier version, which kept no book. */
  const closedRun = async (id: string, results: readonly object[], children: readonly object[] = []) => {
    const at = (name: string): string => resultsKey(name).replace(mondayRun, id);
    const put = (key: string, text: string) => cloud.bucket.put(key, text);
    const files = { SUCCEEDED: [{ Key: at("S.jsonl") }], FAILED: [{ Key: at("F.json") }], PENDING: [] };
    await put(`runs/${id}/run.json`, JSON.stringify({ ...record(2), runId: id, status: "closed" }));
    await put(`runs/${id}/roster.jsonl`, lines([rosterLine("1e5", tests)]));
    await put(at("manifest.json"), JSON.stringify({ ResultFiles: files }));
    await put(at("S.jsonl"), lines(results));
    await put(at("F.json"), JSON.stringify(children));
  };

  beforeAll(async () => {
    const { bucket } = cloud;
    await bucket.put(keys.settings, JSON.stringify({ ...settings, language: "pl" }));
    await bucket.put(keys.tests, JSON.stringify(tests));
    const students = [student("007", { name: "Zoë Żółć" }), student("1e5", { name: "=Sci" }), student("eve")];
    await bucket.put(keys.roster, lines(students));
    await bucket.put(
      keys.gradedThrough,
      JSON.stringify(tests.map(({ subject, testId, deadline }) => ({ subject, testId, cutoff: deadline }))),
    );
    await closedRun(
      mondayRun,
      [graduates("007", graded("t1"), missing("t2")), graduates("bob", graded("t1"), missing("t2"))],
      [{ Input: JSON.stringify({ student: { studentId: "1e5" } }), Status: "FAILED" }],
    );
    await closedRun(again, [graduates("007", { ...graded("t1", 3), revision: 2 }, failed("t2"))]);
    cloud.clock.moveTo(Date.parse("2026-12-01T00:00:00Z"));
  });

  test("gradebook shows every student and test, from the results of all runs, and who is off the list", async () => {
    expect(await cloud.trainer("gradebook")).toEqual({
      code: 0,
      out: [
        "studentId  name         email            linux/t1  linux/t2  total  out of  average",
        "007        Zoë Żółć     007@example.com  5         failed    5      5       100%",
        "1e5        =Sci         1e5@example.com  failed    failed    0      0",
        "eve        Name of eve  eve@example.com                      0      0",
      ].join("\n"),
      err: "Not shown, because no longer on the list: bob. To have them here, put their lines back into students.csv and publish.",
    });
  });

  test("gradebook keeps what it found out, so that it is found out once", async () => {
    const before = cloud.puts.length;
    await cloud.trainer("gradebook");
    expect(cloud.puts.slice(before)).toEqual([]);
    expect(await cloud.json(`runs/${again}/run.json`)).toMatchObject({ booked: true });
  });

  test("gradebook gives JSON with tests, and of each student status, score and run", async () => {
    const { tests: columns, students } = JSON.parse((await cloud.trainer("gradebook", "--json")).out);
    expect(columns[0]).toEqual({
      ...{ subject: "linux", testId: "t1", title: "Boot" },
      ...{ deadline: instant("2026-11-23T22:00:00.000Z"), best: "5", weight: 1 },
    });
    expect(students[0]).toEqual({
      ...{ studentId: "007", name: "Zoë Żółć", email: "007@example.com" },
      tests: {
        "linux/t1": { status: "graded", score: "5", run: again },
        "linux/t2": { status: "failed", run: again },
      },
      ...{ total: "5", outOf: "5", average: "100" },
    });
    expect(students[2].tests).toEqual({});
  });

  test("gradebook writes a file for the course's language that a spreadsheet can't damage", async () => {
    const { err } = await cloud.trainer("gradebook", "--csv", join(cloud.data, "course.csv"));
    expect(err).toContain(`3 students written to ${join(cloud.data, "course.csv")}`);
    expect(written("course.csv")).toEqual([
      '\ufeff"studentId";"name";"email";"linux/t1";"linux/t2";"total";"out of";"average %"',
      '"=""007""";"Zoë Żółć";"007@example.com";"5";"failed";"5";"5";"100"',
      '"=""1e5""";"\'=Sci";"1e5@example.com";"failed";"failed";"0";"0";',
      '"eve";"Name of eve";"eve@example.com";;;"0";"0";',
      "",
    ]);
  });

  test("gradebook writes a file for Canvas in which what isn't graded is empty", async () => {
    await cloud.trainer("gradebook", "--for", "canvas", "--csv", join(cloud.data, "canvas.csv"));
    expect(written("canvas.csv")).toEqual([
      "Student,ID,SIS Login ID,Section,Boot,linux/t2",
      "    Points Possible,,,,5,5",
      "Zoë Żółć,,007@example.com,,5,",
      "'=Sci,,1e5@example.com,,,",
      "Name of eve,,eve@example.com,,,",
      "",
    ]);
  });

  test("gradebook writes a file for Moodle in which what isn't graded is empty", async () => {
    await cloud.trainer("gradebook", "--for", "moodle", "--csv", join(cloud.data, "moodle.csv"));
    expect(written("moodle.csv").slice(0, 3)).toEqual([
      "Email address,ID number,Boot,Final Score",
      "007@example.com,007,5,",
      "1e5@example.com,1e5,,",
    ]);
  });
});
