import { expect, test } from "@jest/globals";
import type * as z from "zod";
import { mailPageSchema, shownMailSchema } from "../../../course/console/console-mails.ts";
import {
  gradebookViewOf,
  gradebookViewSchema,
  isFoundBy,
  latestPlaces,
  rowOf,
  runIdIn,
  runStudentsSchema,
  runsViewSchema,
  studentViewSchema,
  testsViewSchema,
  testViewSchema,
} from "../../../course/console/console-views.ts";
import {
  aboutLetter,
  deadLettersViewSchema,
  letterOrderSchema,
} from "../../../course/console/dead-letters.ts";
import {
  doneSchema,
  leftRunsSchema,
  openMailsSchema,
  runOrderSchema,
  settleMailSchema,
} from "../../../course/console/settle-view.ts";
import type { BookCell } from "../../../course/gradebook/book.ts";
import {
  BestScores,
  CourseGradebook,
  type GradebookColumns,
} from "../../../course/gradebook/course-gradebook.ts";
import {
  aTest,
  course,
  instant,
  mondayRun,
  rosterLine,
  settings,
  student,
  studentId,
} from "../../tasks/support/course.ts";

const now = instant("2026-11-24T10:00:00.000Z");
const first = <T>([one]: readonly T[]): T => {
  if (one === undefined) throw new Error("there is none");
  return one;
};
const graded = (right: number): BookCell => ({
  outcome: { status: "graded", right, questions: 8, scale: 5, revision: 1, run: mondayRun },
});

/** A class in which every student has every score, or nothing. */
const classOf = (students: number, tests: number, cell: (index: number) => BookCell): GradebookColumns => {
  const columns = Array.from({ length: tests }, (_, index) => aTest(`week-${index}`));
  const book = new CourseGradebook({ settings, tests: columns, cutoffs: new Map(), now }, new BestScores());
  const rows = Array.from({ length: students }, (_, index) =>
    book.student(student(`student-number-${index}`), {
      studentId: studentId(`student-number-${index}`),
      cells: Object.fromEntries(
        columns.map(({ subject, testId }, at) => [`${subject}/${testId}`, cell(index + at)]),
      ),
    }),
  );
  return { tests: book.tests, students: rows };
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
  const { tests, students } = classOf(1, 60, (index) => graded(index % 9));
  const row = first(students);
  const copies = Array.from({ length: 1_200 }, (_, n) => ({ ...row, studentId: studentId(`number-${n}`) }));
  const large = { tests, students: copies };
  const all = gradebookViewOf(large, "");
  expect([all.students.length, all.matching]).toEqual([833, 1_200]);
  const found = gradebookViewOf(large, "number-1199 NAME");
  expect(found.students.map(({ studentId: id }) => id)).toEqual(["number-1199"]);
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

test.each<[string, unknown]>([
  [
    `grade ann in run ${mondayRun}`,
    { token: "t", input: { runId: mondayRun, scale: 5, student: rosterLine("ann") } },
  ],
  [
    `mail ann the scores of run ${mondayRun}`,
    { token: "t", input: { runId: mondayRun, course, student: student("ann"), tests: [] } },
  ],
  [
    "tell ann the notices of 2026-11-23T20-00-00Z",
    {
      token: "t",
      input: {
        ...{ noticeId: "2026-11-23T20-00-00Z", course, sentAt: "2026-11-23T20:00:00Z" },
        student: { studentId: "ann", notices: [] },
      },
    },
  ],
  [
    "start what a schedule starts, planned for 2026-11-23T22:00:00Z",
    { scheduledTime: "2026-11-23T22:00:00Z" },
  ],
  ["tell the trainer that by-hand-1 is failed", { detail: { name: "by-hand-1", status: "FAILED" } }],
  ["a message of another version", { input: { runId: mondayRun } }],
])("a dead letter says what it asks for, without its token: %s", (about, body) => {
  expect(aboutLetter(JSON.stringify(body))).toBe(about);
});

test("a dead letter that is no JSON is of another version", () => {
  expect(aboutLetter("no JSON")).toBe("a message of another version");
});

test.each([
  ["GradingRunStateMachine1", "the grading run"],
  ["NoticesStateMachine1", "the day's notices"],
  ["DeadlineWatch1", "the watch over the deadline"],
  ["SomethingNew1", "what a schedule starts"],
])("a start of %s that was not delivered is named: %s", (name, what) => {
  const start = JSON.stringify({ scheduledTime: "2026-11-23T22:00:00Z" });
  const target = `arn:aws:states:eu-west-1:1:stateMachine:${name}`;
  expect(aboutLetter(start, target)).toBe(`start ${what}, planned for 2026-11-23T22:00:00Z`);
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

test("a row names the columns of what is late and what is dropped, and has a place for a test that is not the student's", () => {
  const { students } = classOf(1, 1, graded);
  const row = rowOf({
    ...first(students),
    cells: [
      null,
      { status: "graded", score: "5", late: true },
      { status: "graded", score: "1", dropped: true },
    ],
  });
  expect(row).toMatchObject({ cells: [null, "5", "1"], late: [1], dropped: [2] });
  expect(row).not.toHaveProperty("byHand");
  const [plain] = gradebookViewOf(classOf(1, 1, graded), "").students;
  expect(Object.keys(plain ?? {})).toEqual([
    "studentId",
    "name",
    "email",
    "total",
    "outOf",
    "average",
    "cells",
  ]);
});

test("what was set by hand has no graded score where nothing was graded", () => {
  const override = { value: { kind: "excused" as const }, because: "ill", by: "Ada", at: now };
  const { students } = classOf(1, 1, () => ({ override }));
  expect(rowOf(first(students)).byHand).toEqual([{ place: 0, because: "ill", by: "Ada", at: now }]);
});

test("a student's latest tests are the first that are shown; of one deadline the later column, and none that is not theirs", () => {
  const tests = ["01", "03", "03", "02", "04"].map((day) => ({
    deadline: instant(`2026-11-${day}T10:00:00.000Z`),
  }));
  const cells = ["1", "2", "open", "missing", null];
  expect(latestPlaces(tests, cells, 3)).toEqual([2, 1, 3]);
  expect(latestPlaces(tests, cells, 9)).toEqual([2, 1, 3, 0]);
});

test.each([
  ["", true],
  ["zofia", true],
  ["NOWAK zo", true],
  ["s-17", true],
  ["example.com nowak", true],
  ["zofia wilk", false],
])("by the words %j a student with name, id and address is found: %j", (words, isFound) => {
  const zofia = { studentId: "s-17", name: "Zofia Nowak", email: "Zo@example.com" };
  expect(isFoundBy(words)(zofia)).toBe(isFound);
});

test.each([
  [JSON.stringify({ status: "closed", runId: mondayRun }), mondayRun],
  [JSON.stringify({ runId: "monday" }), undefined],
  ["no JSON", undefined],
  [undefined, undefined],
])("the run in an execution's output %j is %j", (output, run) => {
  expect(runIdIn(output)).toBe(run);
});

const at = "2026-11-23T22:00:00.000Z";
const linux = { subject: "linux", testId: "boot" };
const column = { ...linux, title: "Booting", deadline: at, best: "5", weight: 1 };
const row = {
  ...{ studentId: "ann", name: "Ann", email: "ann@example.com", total: "4.5", outOf: "5", average: "90" },
  ...{ cells: ["4.5", null], dropped: [0], late: [0] },
  byHand: [{ place: 0, because: "ill", by: "Ada", at, graded: "1" }],
};
const mailed = { messageId: "m1", from: "a@example.com", subject: "Hello", at: 1 };
const standing = {
  ...{
    ...linux,
    title: "Booting",
    opens: null,
    deadline: at,
    renamedFrom: [{ subject: "linux", testId: "old" }],
  },
  ...{ submitted: 1, missing: 2, missed: 3, excused: 4, graded: 5, latestExtension: at, unchecked: 6 },
};

test.each<[string, z.ZodType, unknown]>([
  [
    "a page of mails",
    mailPageSchema,
    {
      mails: [{ ...mailed, destination: { to: ["b@example.com"], cc: ["c@example.com"] }, attachments: 2 }],
      ...{ total: 3, next: 1 },
    },
  ],
  [
    "a mail",
    shownMailSchema,
    {
      ...{ ...mailed, destination: { to: ["b@example.com"], cc: [], bcc: ["d@example.com"] } },
      ...{ replyTo: ["e@example.com"], body: { html: "<p>", text: "p" } },
      attachments: [{ contentType: "text/csv", filename: "a.csv", size: 7 }],
    },
  ],
  [
    "the gradebook",
    gradebookViewSchema,
    { tests: [column], students: [row], matching: 1, offList: ["bob"], hasNoBook: false },
  ],
  [
    "a student",
    studentViewSchema,
    {
      ...{ tests: [column], row, since: at, groups: ["evening"], extensions: [{ ...linux, deadline: at }] },
      submissions: [{ ...linux, receivedAt: at }],
      mails: ["claimed", "released", "sent", "refused"].map((state) => ({
        ...{ ...linux, name: "1", state, reason: "It bounced." },
      })),
    },
  ],
  [
    "the tests",
    testsViewSchema,
    { tests: ["not-yet-open", "open", "closed"].map((state) => ({ ...standing, state })) },
  ],
  [
    "a test",
    testViewSchema,
    {
      test: { ...standing, state: "open" },
      ...{ missing: [{ studentId: "ann", name: "Ann" }], missed: [{ studentId: "bob", name: "Bob" }] },
    },
  ],
  [
    "the runs",
    runsViewSchema,
    {
      runs: ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"].map((status) => ({
        ...{ name: "r1", status, startedAt: 1, endedAt: 2, students: { total: 3, succeeded: 2, failed: 1 } },
      })),
      hasMore: true,
    },
  ],
  [
    "the students of a run",
    runStudentsSchema,
    { heads: ["name", "score"], rows: [["Ann", "5"]], matching: 1, sortable: 1 },
  ],
  [
    "the dead letters",
    deadLettersViewSchema,
    {
      queues: ["steps", "starts"].map((queue) => ({
        queue,
        count: 1,
        letters: [{ about: "x", sentAt: at }],
      })),
    },
  ],
  [
    "the mails that wait for a decision",
    openMailsSchema,
    {
      mails: ["unknown", "not-sent"].map((state) => ({
        id: "m1",
        state,
        runId: mondayRun,
        reason: "Who knows?",
      })),
      ...{ young: { count: 1, after: at }, isCut: false },
    },
  ],
  [
    "the runs that left something to do",
    leftRunsSchema,
    {
      runs: ["closed", "failed"].map((how) => ({
        ...{ runId: mondayRun, execution: "e1", how, students: 3, count: 2 },
        left: [
          {
            studentId: "ann",
            name: "Ann",
            ...linux,
            reason: "It is corrupt.",
            mailId: "m1",
            isRefused: true,
          },
        ],
      })),
      isCut: true,
    },
  ],
  ["what was done", doneSchema, { said: "It is stopped.", executionArn: "arn:1" }],
])("the page gets %s whole, as the server sends it", (_, schema, view) => {
  expect(schema.parse(view)).toEqual(view);
});

test.each<[z.ZodType, unknown]>([
  [letterOrderSchema, { do: "put-back", queue: "steps" }],
  [letterOrderSchema, { do: "delete", queue: "steps" }],
  [letterOrderSchema, { do: "delete", queue: "starts" }],
  [settleMailSchema, { id: "m1", do: "resend" }],
  [settleMailSchema, { id: "m1", do: "sent" }],
  [settleMailSchema, { id: "m1", do: "not-sent" }],
  [runOrderSchema, { do: "resume", runId: mondayRun }],
  [runOrderSchema, { do: "stop", executionArn: "arn:1" }],
  [runOrderSchema, { do: "again", path: "linux/boot" }],
])("the server takes the page's order whole: %#", (schema, order) => {
  expect(schema.parse(order)).toEqual(order);
});

test("only the messages of steps can be put back", () => {
  expect(letterOrderSchema.safeParse({ do: "put-back", queue: "starts" }).success).toBe(false);
});
