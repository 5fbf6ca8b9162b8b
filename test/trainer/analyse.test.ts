import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Grade } from "../../course/grading/grade.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { madeUpClass } from "../course/statistics/support/made-up-class.ts";
import { aTest, instant, mondayRun, settings, student, studentId, testRef } from "../tasks/support/course.ts";
import { type CourseCloud, startCourseCloud } from "./support/course-cloud.ts";

const { questions, answerKey, grades } = madeUpClass(1, 60, "both");
const small = testRef("small");
/** The cloud's clock stands a day later. */
const past = instant("2026-11-16T22:00:00.000Z");
const idOf = (place: number): string => `student-${place + 1}`;

let cloud: CourseCloud;
beforeAll(async () => {
  cloud = await startCourseCloud();
  const roster = Array.from({ length: 61 }, (_, place) => `${JSON.stringify(student(idOf(place)))}\n`);
  const objects: [string, unknown][] = [
    [keys.settings, settings],
    [
      keys.tests,
      [aTest("t1", { deadline: past }), aTest("small", { deadline: past, renamedFrom: [testRef("before")] })],
    ],
    ...[testRef(), small].flatMap((ref): [string, unknown][] => [
      [keys.questions(ref), questions],
      [keys.answerKey(ref), answerKey],
    ]),
    ...grades.map((grade, place): [string, unknown] => [
      keys.grade(studentId(idOf(place)), testRef()),
      grade,
    ]),
  ];
  await cloud.bucket.put(keys.roster, roster.join(""));
  for (const [key, value] of objects) await cloud.bucket.put(key, JSON.stringify(value));
});
afterAll(() => cloud.stop());

describe("trainer analyse", () => {
  test("names the wrong key and the bad distractor with the reason, and what to do", async () => {
    const { code, out, err } = await cloud.trainer("analyse", "linux/t1");
    expect([code, err]).toEqual([0, ""]);
    const lines = out.split("\n");
    expect(lines[0]).toBe("Title of t1 · linux/t1 · 60 students graded");
    expect(lines.filter((line) => /Suspect|Bad/.test(line))).toEqual([
      expect.stringMatching(
        /^ {2}Suspect key: The \d+ students who answered a \("Body of a"\) did better .* b \("Body of b"\), which counts as right\.$/,
      ),
      expect.stringMatching(
        /^ {2}Bad distractor: Nobody chose d \("Body of d"\), while wrong answers were chosen \d+ times\./,
      ),
    ]);
    expect(lines.slice(-4)).toEqual([
      "To see who would change: bin/trainer grade --again linux/t1 --dry-run --if q4=a",
      "If a key is wrong: mend q4 in linux/t1.yaml, then bin/trainer publish, then bin/trainer grade --again linux/t1. This marks everybody anew, and mails those whose score changes.",
      "The distractors of q8: think of better ones before you ask it again; the scores stand.",
      "rest: how having given the answer goes with the points in the rest of the test, from -1 to +1.",
    ]);
    expect(out).toMatch(/^ {3} {2}d "Body of d" +0 +rest -$/m);
    expect(out).toMatch(/^ {2}✓ {2}a "Body of a" +\d+ +rest \+0\.\d\d +█+$/m);
  });

  test("gives all figures as JSON", async () => {
    const { code, out } = await cloud.trainer("analyse", "linux/t1", "--json");
    const found = JSON.parse(out);
    expect([code, found.students, found.questions.length, found.unreadable]).toEqual([0, 60, 12, []]);
    expect(found.questions[3]).toMatchObject({
      questionId: "q4",
      flags: [{ kind: "suspect-key", answerId: "a" }],
    });
    expect(found.questions[0].answers).toHaveLength(4);
  });

  test("counts a grade under the test's earlier name, judges no small class, and tells of a mended key", async () => {
    const [first] = grades;
    const answers = first?.answers.map((answer) => ({
      ...answer,
      right: answer.questionId === "q4" ? "a" : "b",
    }));
    const grade = {
      ...first,
      answers: answers?.map((answer) => (answer.questionId === "q4" ? answer : { ...answer, right: "a" })),
    };
    await cloud.bucket.put(keys.grade(studentId(idOf(0)), testRef("before")), JSON.stringify(grade));
    const { code, out } = await cloud.trainer("analyse", "linux/small");
    expect([code, out.split("\n")[0]]).toEqual([0, "Title of small · linux/small · 1 student graded"]);
    expect(out).toContain("Too few to judge: with fewer than 20 students, chance looks like a fault.");
    expect(out).toContain("Another key: 1 student was marked by another answer key than the present one.");
    expect(out).toContain(
      "If you mended a key since the last grading: bin/trainer grade --again linux/small",
    );
    expect(out).toMatch(/^ {2}discrimination +- +Undefined/m);
    expect(out).not.toMatch(/Suspect|Bad/);
  });

  test("fails, with all the other figures, where a grade can't be read", async () => {
    await cloud.bucket.put(keys.grade(studentId(idOf(60)), testRef()), "{");
    const { code, out, err } = await cloud.trainer("analyse", "linux/t1");
    expect([code, err]).toEqual([
      1,
      "students/student-61/grades/linux/t1.json is corrupt: it is not JSON.\n1 grade that can't be read is in no figure.",
    ]);
    expect(out).toContain("60 students graded");
  });

  test("says so when nobody is graded, or there is no such test", async () => {
    await cloud.bucket.removeAll(keys.grades(studentId(idOf(0))), () => undefined);
    expect(await cloud.trainer("analyse", "linux/small")).toEqual({
      code: 0,
      out: "Title of small · linux/small · 0 students graded\nNobody is graded yet. See who has submitted: bin/trainer status",
      err: "",
    });
    expect(await cloud.trainer("analyse", "linux/none")).toEqual({
      code: 1,
      out: "",
      err: 'There is no test "linux/none". There are: linux/t1, linux/small.',
    });
  });
});

const bookLine = (place: number, cells: Readonly<Record<string, object>>): string =>
  `${JSON.stringify({ studentId: idOf(place), cells })}\n`;

/** What runs have found: sixty who handed in, one who missed both tests. */
const putBook = (): Promise<void> => {
  const outcome = ({ right, questions }: Grade) => ({
    ...{ status: "graded", right, questions, scale: 5, revision: 1, run: mondayRun },
  });
  const missing = { outcome: { status: "missing", run: mondayRun } };
  const lines = [
    ...grades.map((grade, place) => bookLine(place, { "linux/t1": { outcome: outcome(grade) } })),
    bookLine(60, { "linux/t1": missing, "linux/small": missing }),
  ];
  return cloud.bucket.put(keys.bookPart(0), lines.join(""));
};

describe("trainer progress", () => {
  beforeAll(async () => {
    await putBook();
    await cloud.bucket.put(keys.grade(studentId(idOf(0)), testRef()), JSON.stringify(grades[0]));
  });

  test("names who misses tests, draws the results, and names the hard questions", async () => {
    const { code, out, err } = await cloud.trainer("progress");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^.* · 2 tests over · 61 students$/m);
    expect(out).toMatch(/^linux\/t1 +2026-11-16 +60 of 61 +98\.4% +█+ +50\.8% +█+$/m);
    expect(out).toMatch(/^linux\/small +2026-11-16 +0 of 1 +0% +-$/m);
    expect(out).toContain("Missed tests and falling scores: 1 of 61 students");
    expect(out).toMatch(/^student-61 +Name of student-61 +·· +0 of 2 +- +Missed the last 2 tests\.$/m);
    expect(out).toMatch(/^10% +linux\/t1 +question 4 +"Text of q4\?"$/m);
    expect((await cloud.trainer("progress", "--all")).out).toMatch(/^student-1 +Name of student-1 +[▁-█]/m);
  });

  test("gives everything as JSON", async () => {
    const { code, out } = await cloud.trainer("progress", "--json");
    const found = JSON.parse(out);
    expect([code, found.tests.length, found.students.length, found.skipped]).toEqual([0, 2, 61, 0]);
    expect(found.questions[0]).toMatchObject({ questionId: "q4", facility: 10, before: [] });
  });

  test("is written as a report that needs nothing else, and names students only when asked to", async () => {
    const folder = mkdtempSync(join(tmpdir(), "report-"));
    const written = async (...options: string[]): Promise<string> => {
      const file = join(folder, "report.html");
      const { code, err } = await cloud.trainer("report", "--html", file, ...options);
      expect([code, err]).toEqual([0, ""]);
      return readFileSync(file, "utf8");
    };
    const [nameless, named] = [await written(), await written("--names")];
    expect(nameless).not.toMatch(/student-\d|Name of|<script|<link|src=|url\(/);
    expect(nameless).toContain("98.4% (60 of 61)");
    expect(nameless).toContain("Missed tests and falling scores: 1 of 61 students");
    expect(named).toContain("Name of student-61");
    expect(named).not.toContain("Name of student-1<");
    if (process.env.REPORT_PICTURES) writeFileSync(join(process.env.REPORT_PICTURES, "report.html"), named);
    rmSync(folder, { recursive: true });
    expect((await cloud.trainer("report")).code).toBe(2);
    const lost = await cloud.trainer("report", "--html", join(folder, "none", "x.html"));
    expect([lost.code, lost.err]).toEqual([1, expect.stringContaining("The report can't be written to")]);
  });
});
