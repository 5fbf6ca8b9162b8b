import { expect, test } from "@jest/globals";
import { gradebookViewOf, gradebookViewSchema } from "../../../course/console/console-views.ts";
import { aboutLetter } from "../../../course/console/dead-letters.ts";
import type { BookCell } from "../../../course/gradebook/book.ts";
import {
  BestScores,
  CourseGradebook,
  type GradebookColumns,
} from "../../../course/gradebook/course-gradebook.ts";
import {
  aTest,
  instant,
  mondayRun,
  rosterLine,
  settings,
  student,
  studentId,
} from "../../tasks/support/course.ts";

const now = instant("2026-11-24T10:00:00.000Z");
const graded = (right: number): BookCell => ({
  outcome: { status: "graded", right, questions: 8, scale: 5, revision: 1, run: mondayRun },
});

/** A class in which every student has every score, or nothing. */
const classOf = (students: number, tests: number, cell: (index: number) => BookCell): GradebookColumns => {
  const columns = Array.from({ length: tests }, (_, index) => aTest(`week-${index}`));
  const course = new CourseGradebook({ settings, tests: columns, cutoffs: new Map(), now }, new BestScores());
  const rows = Array.from({ length: students }, (_, index) =>
    course.student(student(`student-number-${index}`), {
      studentId: studentId(`student-number-${index}`),
      cells: Object.fromEntries(
        columns.map(({ subject, testId }, at) => [`${subject}/${testId}`, cell(index + at)]),
      ),
    }),
  );
  return { tests: course.tests, students: rows };
};

test("the view of 400 students and 120 tests stays below 1 MB, even if all are missing", () => {
  const cells: ((index: number) => BookCell)[] = [
    (index) => graded(index % 9),
    () => ({ outcome: { status: "missing", run: mondayRun } }),
  ];
  for (const cell of cells) {
    const view = gradebookViewOf(classOf(400, 120, cell), "");
    expect(view.students).toHaveLength(400);
    expect(JSON.stringify(view).length).toBeLessThan(1_000_000);
  }
});

test("of a class that is too large for a view the first students are shown, and others are found by words", () => {
  const large = classOf(1_200, 60, (index) => graded(index % 9));
  const all = gradebookViewOf(large, "");
  expect([all.students.length, all.matching]).toEqual([833, 1_200]);
  const found = gradebookViewOf(large, "number-1199 NAME");
  expect(found.students.map(({ studentId: id }) => id)).toEqual(["student-number-1199"]);
});

test("of nobody the view is empty, and has the tests", () => {
  expect(gradebookViewOf(classOf(0, 2, graded), "ann")).toMatchObject({
    tests: [{}, {}],
    students: [],
    matching: 0,
  });
});

test.each([1, 6])("of ten thousand students with %d tests a view stays below 1 MB", (tests) => {
  const view = gradebookViewOf(
    classOf(10_000, tests, (index) => graded(index % 9)),
    "",
  );
  expect(view.matching).toBe(10_000);
  expect(view.students.length).toBeGreaterThan(3_000);
  expect(JSON.stringify(view).length).toBeLessThan(1_000_000);
});

test.each([
  [
    { token: "t", input: { runId: mondayRun, scale: 5, student: rosterLine("ann") } },
    `grade ann in run ${mondayRun}`,
  ],
  [
    { scheduledTime: "2026-11-23T22:00:00Z" },
    "start what a schedule starts, planned for 2026-11-23T22:00:00Z",
  ],
  [{ detail: { name: "by-hand-1", status: "FAILED" } }, "tell the trainer that by-hand-1 is failed"],
  ["no JSON", "a message of another version"],
])("a dead letter says what it asks for, without its token: %j", (body, about) => {
  expect(aboutLetter(typeof body === "string" ? body : JSON.stringify(body))).toBe(about);
});

test("a start that was not delivered is named by what it was to start", () => {
  const start = JSON.stringify({ scheduledTime: "2026-11-23T22:00:00Z" });
  const target = "arn:aws:states:eu-west-1:1:stateMachine:GradingRunStateMachine1";
  expect(aboutLetter(start, target)).toBe("start the grading run, planned for 2026-11-23T22:00:00Z");
});

test("a cell says what counts, and separately what was set by hand, what is late and what is dropped", () => {
  const override = { value: { kind: "score" as const, score: "4.5" }, because: "ill", by: "Ada", at: now };
  const { tests, students } = classOf(
    1,
    3,
    (index) => [{ ...graded(2), override }, graded(8), {}][index] ?? {},
  );
  const view = gradebookViewSchema.parse({
    ...gradebookViewOf({ tests, students }, ""),
    offList: [],
    hasNoBook: false,
  });
  expect(view.students[0]).toMatchObject({
    cells: ["4.5", "5", "open"],
    total: "9.5",
    outOf: "10",
    byHand: [{ place: 0, because: "ill", by: "Ada", graded: "1.25" }],
  });
});
