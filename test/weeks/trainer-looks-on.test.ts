import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { writeReadyFile } from "local-region/command";
import { answersFor } from "../../tools/class/answers.ts";
import { testIn } from "../../tools/class/course-folder.ts";
import { submitOverHttp } from "../../tools/class/students.ts";
import { readCourse } from "../../trainer/course-folder/read-course.ts";
import { type Outcome, trainer } from "../trainer/support/course-cloud.ts";
import { canvasReads, moodleReads } from "../trainer/support/other-gradebooks.ts";
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

const moodleQuestion = (number: number): string => {
  const begin = (type: string, text: string): string =>
    `<question type="${type}"><name><text>Q${number}</text></name><questiontext format="html"><text><![CDATA[<p>${text}</p>]]></text></questiontext><defaultgrade>1.0</defaultgrade>`;
  const answer = (text: string, fraction = 100, more = ""): string =>
    `<answer fraction="${fraction}"><text>${text}</text>${more}</answer>`;
  switch (number % 4) {
    case 0:
      return `${begin("numerical", `How many are ${number} and 1?`)}${answer(String(number + 1), 100, "<tolerance>0</tolerance>")}</question>`;
    case 1:
      return `${begin("shortanswer", `Which command is number ${number}?`)}<usecase>0</usecase>${answer(`ls -${number}`)}</question>`;
    case 2:
      return `${begin("truefalse", `Is ${number} even?`)}${answer("true")}${answer("false", 0)}</question>`;
    default:
      return `${begin("multichoice", `Which is <em>${number}</em>?`)}<single>true</single>${answer("none", 0)}${answer(String(number))}</question>`;
  }
};

const numbers = Array.from({ length: 100 }, (_, index) => index + 1);
const moodleBank = `<?xml version="1.0" encoding="UTF-8"?>
<quiz><question type="category"><category><text>$course$/top/Linux/Week 7</text></category></question>
${numbers.map(moodleQuestion).join("\n")}</quiz>`;

const canvasRoster = `Student,ID,SIS User ID,SIS Login ID,Section,Week 7 (91)
    Points Possible,,,,,5
"Wilk, Adam",11,adam,adam@example.com,CS-01,
"Sowa, Beata",12,beata,beata@example.com,CS-02,
"Student, Test",13,,5f3c,CS-01,
`;

test("a bank of Moodle becomes a graded test, a list of Canvas an invited class, and scores go back by file", async () => {
  const course = join(folder, "course");
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const bank = await trainer("import", write("bank.xml", moodleBank), "--into", course);
  expect(bank).toMatchObject({
    code: 0,
    out: expect.stringContaining("100 items read, 100 taken (0 with a loss)"),
  });
  const list = await trainer("students", "import", write("canvas.csv", canvasRoster), "--into", course);
  expect(list).toMatchObject({ code: 0, out: expect.stringContaining("Added 2 students") });
  expect(await onRegion("publish", course)).toMatchObject({ code: 0 });
  expect(await onRegion("invite", "--all-without-key")).toMatchObject({ code: 0, out: "adam\nbeata" });

  const written = readCourse(course);
  const week7 = testIn(written, "linux/week-7");
  const [invitation] = await week.mailsOf("adam");
  const [key = ""] = /adam\.[A-Za-z0-9_-]{20,}/.exec(invitation?.text ?? "") ?? [];
  const access = { api: week.region.api, studentId: "adam", key };
  const answers = answersFor(week7, { right: 50, leftOut: 50 });
  expect(await submitOverHttp(access, week7, answers)).toMatchObject({ code: 200 });

  week.moveTo("2026-11-30 23:00");
  const next = await week.nextRun(scheduled);
  const watching = onRegion("watch");
  await week.closed(next);
  expect((await watching).out).toContain(": 1 graded, 3 missing, 0 failed, of 4 tests due.");

  const [canvas, moodle] = [join(folder, "canvas-scores.csv"), join(folder, "moodle-scores.csv")];
  await onRegion("gradebook", "--for", "canvas", "--csv", canvas);
  await onRegion("gradebook", "--for", "moodle", "--csv", moodle);
  const class7 = [
    { id: "11", sisId: "adam", login: "adam@example.com", name: "Adam Wilk" },
    { id: "12", sisId: "beata", login: "beata@example.com", name: "Beata Sowa" },
    ...["ann", "bob"].map((name) => ({ id: name, sisId: name, login: `${name}@example.com`, name })),
  ];
  const scores = {
    ...{ "adam@example.com": { "Week 7": "2.5" }, "beata@example.com": {} },
    ...{ "ann@example.com": { week1: "3.75" }, "bob@example.com": {} },
  };
  expect(canvasReads(readFileSync(canvas, "utf8"), class7, ["Week 7"])).toEqual({
    created: ["week1"],
    scores,
  });
  const emails = class7.map(({ login }) => login);
  const items = { "Week 7": 5, week1: 5 };
  expect(moodleReads(readFileSync(moodle, "utf8"), emails, items)).toEqual({ created: [], scores });
});
