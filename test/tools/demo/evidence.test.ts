import { expect, test } from "@jest/globals";
import { gradeSchema } from "../../../course/grading/grade.ts";
import { studentIdSchema, subjectSchema, testIdSchema } from "../../../course/ids.ts";
import { markingFor } from "../../../course/questions/markings.ts";
import { runReportSchema } from "../../../course/run/run-report.ts";
import { answersFor } from "../../../tools/class/answers.ts";
import { type Expected, findFaults, type Mail } from "../../../tools/class/evidence.ts";
import { table } from "../../../tools/demo/story.ts";
import { readCourse } from "../../../trainer/course-folder/read-course.ts";
import { MemoryStore } from "../../tasks/support/memory-store.ts";

const runId = "2026-11-23T22-00-00Z";
const test1 = { subject: subjectSchema.parse("linux"), testId: testIdSchema.parse("boot"), title: "Booting" };
const adam = studentIdSchema.parse("adam");
const ewa = studentIdSchema.parse("ewa");

const grade = gradeSchema.parse({
  studentId: adam,
  ...test1,
  revision: 1,
  right: 2,
  questions: 2,
  scale: 5,
  submissionId: "0".repeat(32),
  receivedAt: "2026-11-20T10:00:00.000Z",
  runId,
  answers: [],
});
const report = runReportSchema.parse({
  runId,
  students: 2,
  tests: [{ ...test1, counts: { roster: 2, graded: 1, missing: 1, failed: 0 } }],
  missing: [{ studentId: ewa, name: "Ewa", ...test1 }],
  failed: [],
  mails: { sent: 1, problems: [] },
});
const expected: Expected = {
  trainerEmail: "trainer@example.com",
  runId,
  results: [
    { studentId: adam, email: "adam@example.com", test: test1, right: 2 },
    { studentId: ewa, email: "ewa@example.com", test: test1, right: null },
  ],
};
const score: Mail = { to: ["adam@example.com"], subject: "Your score for “Booting”", text: "" };
const gradebookMail: Mail = {
  to: ["Ada Nowak <trainer@example.com>"],
  subject: "Linux: Booting graded, 1 of 2, 1 missing",
  text: `Booting: 1 of 2 graded\n\nRun ${runId} covered 2 students: of 2 tests due, 1 graded, 1 missing.`,
};

const faultsOf = (changes: { report?: object; inbox?: readonly Mail[]; grade?: object } = {}) =>
  findFaults(
    new MemoryStore({ "students/adam/grades/linux/boot.json": { ...grade, ...changes.grade } }),
    { report: runReportSchema.parse({ ...report, ...changes.report }), gradebook: [] },
    changes.inbox ?? [score, gradebookMail],
    expected,
  );

test("a week that went well has no faults", async () => {
  expect(await faultsOf()).toEqual([]);
});

test("a ledger that does not close is a fault", async () => {
  const tests = [{ ...test1, counts: { roster: 3, graded: 1, missing: 1, failed: 0 } }];
  expect(await faultsOf({ report: { tests } })).toEqual([
    "linux/boot: 1 graded + 1 missing + 0 failed is not 3.",
  ]);
});

test("a student that failed is a fault", async () => {
  const failed = [{ studentId: adam, name: "Adam", ...test1, reason: "corrupt" }];
  expect(await faultsOf({ report: { failed } })).toEqual(["adam failed in linux/boot: corrupt"]);
});

test("a student wrongly on the missing list, or not on it, is a fault", async () => {
  const missing = [{ studentId: adam, name: "Adam", ...test1 }];
  expect(await faultsOf({ report: { missing } })).toEqual([
    "ewa linux/boot is not on the missing list.",
    "adam linux/boot is on the missing list.",
  ]);
});

test("a wrong grade is a fault", async () => {
  expect(await faultsOf({ grade: { right: 1 } })).toEqual(["adam has 1 right in linux/boot, not 2."]);
});

test("a mail that lacks, comes twice or was not expected is a fault", async () => {
  const stray = { ...score, to: ["ewa@example.com"] };
  expect(await faultsOf({ inbox: [score, score, stray] })).toEqual([
    `The mail to trainer@example.com: Gradebook of ${runId} is in the inbox 0 times.`,
    "The mail to adam@example.com: Your score for “Booting” is in the inbox 2 times.",
    "Nobody expected the mail to ewa@example.com: Your score for “Booting”.",
  ]);
});

test("answers are as many right, wrong and left out as a performance says", () => {
  const [first] = readCourse("examples/linux-evening").tests;
  if (!first) throw new Error("The example has no test.");
  const rightOf = new Map(
    first.answerKey.map((entry) => [entry.questionId, markingFor(entry).right(entry).right]),
  );
  const answers = answersFor(first, { right: 3, leftOut: 2 });
  expect(answers).toHaveLength(first.questions.length - 2);
  expect(answers.map(({ questionId, answer }) => rightOf.get(questionId) === answer)).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test("a table is as wide as its widest cells", () => {
  expect(
    table([
      ["id", "score"],
      ["żółw", "5"],
    ]),
  ).toEqual(["id    score", "żółw  5"]);
});
