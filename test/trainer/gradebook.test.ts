import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { neutraliseFormula } from "../../course/gradebook/gradebook.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import {
  aTest,
  instant,
  mondayRun,
  profile,
  rosterLine,
  settings,
  student,
  studentId,
  testRef,
} from "../tasks/support/course.ts";
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
    err: "There is no course/settings.json. Publish the course first: bin/trainer publish DIR",
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
    expect(await cloud.trainer("gradebook", runId, "--run", `${runId}-again-1`)).toMatchObject({ code: 2 });
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

  describe("when the trainer sets a score by hand", () => {
    const why = "the key was wrong";
    const score = (...args: string[]) => cloud.trainer("score", ...args, "--because", why);
    const cellOf = async (id: string, path: string): Promise<object> => {
      const { students } = JSON.parse((await cloud.trainer("gradebook", "--json")).out);
      return Object(students.find(({ studentId }: { studentId: string }) => studentId === id)).tests[path];
    };
    const putProfile = (id: string) =>
      cloud.bucket.put(keys.profile(studentId(id)), JSON.stringify(profile(id)));

    beforeAll(() => Promise.all(["007", "eve"].map(putProfile)));

    test("score says what counts now; gradebook shows it, who set it, why, and the score by grading", async () => {
      const { code, out, err } = await score("007", "linux/t1", "2,50");
      expect({ code, out, err }).toEqual({
        code: 0,
        out: "linux/t1 of 007: 2.5 out of 5, set by hand; there is no grade.",
        err: "The page shows it to the student, with your reason. No mail goes out.",
      });
      expect(await cellOf("007", "linux/t1")).toEqual({
        status: "graded",
        score: "2.5",
        graded: "5",
        run: again,
        override: {
          kind: "score",
          score: "2.5",
          because: why,
          by: settings.trainer.name,
          at: expect.stringMatching(/^2026-12-01T00:/),
        },
      });
      expect((await cloud.trainer("gradebook")).out).toMatch(/^007 .* 2\.5\* /m);
    });

    test("score takes a test out for one student; the student's list says it too", async () => {
      await score("eve", "linux/t2", "excused");
      expect(await cellOf("eve", "linux/t2")).toMatchObject({ status: "excused" });
      expect(await cloud.json(keys.scores(studentId("eve")))).toMatchObject({
        tests: [{ testId: "t2", status: "open", override: { value: { kind: "excused" }, because: why } }],
      });
      const file = join(cloud.data, "excused.csv");
      await cloud.trainer("gradebook", "--for", "canvas", "--csv", file);
      expect(written("excused.csv").at(-2)).toBe("Name of eve,,eve@example.com,,,EX");
    });

    test("score lets grading count again, and keeps what was set before", async () => {
      await score("eve", "linux/t2", "1");
      expect((await score("eve", "linux/t2", "graded")).code).toBe(0);
      expect(await cellOf("eve", "linux/t2")).toBeUndefined();
      expect(await cloud.json(keys.scores(studentId("eve")))).toEqual({ tests: [] });
      expect(await cloud.json(keys.override(studentId("eve"), testRef("t2")))).toMatchObject({
        value: { kind: "graded" },
        before: [{ value: { kind: "score", score: "1" } }, { value: { kind: "excused" } }],
      });
    });

    test.each([
      [
        "above the best",
        ["007", "linux/t2", "5.01"],
        1,
        "5.01 is above the best score, 5. Nothing was changed.",
      ],
      ["below 0", ["007", "linux/t2", "-1"], 1, "-1 is below 0. Nothing was changed."],
      [
        "of nobody",
        ["nobody", "linux/t2", "1"],
        1,
        'There is no student "nobody". The ids are those of students.csv.',
      ],
      ["of no test", ["007", "linux/t22", "1"], 1, 'There is no test "linux/t22". Is it linux/t2?'],
      [
        "of a test that isn't named so",
        ["007", "linux", "1"],
        2,
        '"linux" can\'t be a test; write SUBJECT/TEST, such as linux/boot.',
      ],
      [
        "that is none",
        ["007", "linux/t2", "much"],
        2,
        '"much" is neither a score such as 4.5 nor one of the words excused and graded.',
      ],
      ["with three decimals", ["007", "linux/t2", "1.005"], 2, "1.005 has more than two decimals."],
      [
        "back where none was set",
        ["eve", "linux/t1", "graded"],
        1,
        "Nothing was set by hand there, so nothing was changed.",
      ],
    ])("score %s is refused with a sentence, and nothing is stored", async (_, args, code, sentence) => {
      const before = cloud.puts.length;
      expect(await score(...args)).toEqual({ code, out: "", err: sentence });
      expect(cloud.puts.slice(before)).toEqual([]);
    });

    test("score without a reason is refused", async () => {
      expect(await cloud.trainer("score", "007", "linux/t1", "1", "--because", " ")).toMatchObject({
        code: 2,
      });
    });
  });

  test("gradebook is made anew from runs and from what was set by hand, when its book is damaged", async () => {
    const before = await cloud.trainer("gradebook", "--json");
    await cloud.bucket.put(keys.bookPart(0), "{");
    expect((await cloud.trainer("gradebook")).err).toContain("gradebook/0000.jsonl, line 1 is corrupt");
    expect(await cloud.trainer("gradebook", "--rebuild", "--json")).toEqual(before);
  });
});
