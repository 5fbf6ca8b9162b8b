import { describe, expect, test } from "@jest/globals";
import type { Attempt } from "../../course/attempts.ts";
import type { Override } from "../../course/gradebook/override.ts";
import { submissionIdSchema } from "../../course/ids.ts";
import { courseStatus } from "../../trainer/status/course-status.ts";
import { doubtsIn } from "../../trainer/status/doubts.ts";
import { aTest, instant, type monday, student, studentId, testRef } from "../tasks/support/course.ts";

const opens = instant("2026-11-17T19:00:00.000Z");
const duringTheWeek = instant("2026-11-20T12:00:00.000Z");
const afterwards = instant("2026-11-24T12:00:00.000Z");
const t1 = aTest("t1", { opens });

const attempt = (receivedAt: string): Attempt => ({
  ...testRef("t1"),
  key: "k",
  receivedAt: instant(receivedAt),
  submissionId: submissionIdSchema.parse("0".repeat(32)),
});
const set = (value: Override["value"]): ReadonlyMap<string, Override> =>
  new Map([["linux/t1", { value, because: "ill", by: "Ada", at: opens }]]);

const class4 = [
  student("ann"),
  student("bob"),
  student("cid", { extensions: [{ ...testRef("t1"), deadline: instant("2026-11-30T22:00:00.000Z") }] }),
  student("dan", { since: instant("2026-11-24T10:00:00.000Z") }),
  student("eva"),
  student("fay"),
];
const found = {
  attempts: new Map([[studentId("ann"), [attempt("2026-11-19T12:00:00.000Z")]]]),
  overrides: new Map([
    [studentId("eva"), set({ kind: "excused" })],
    [studentId("fay"), set({ kind: "score", score: "3" })],
  ]),
};

const at = (now: typeof monday) => {
  const [status] = courseStatus([t1], class4, found, now).tests;
  return { ...status, students: status?.students.map(({ state }) => state) };
};

describe("who counts as missing", () => {
  test("nobody does before the test opens", () => {
    expect(at(instant("2026-11-17T18:59:59.999Z"))).toMatchObject({ missing: 0, missed: 0 });
  });

  test("in an open test, whoever has submitted nothing: not who is excused or has a score set by hand", () => {
    expect(at(duringTheWeek)).toMatchObject({
      submitted: 1,
      missing: 2,
      missed: 0,
      excused: 1,
      byHand: 1,
      students: ["submitted", "missing", "missing", "excused", "by-hand"],
    });
  });

  test("after the deadline they have missed it: not who has more time, nor who came later", () => {
    expect(at(afterwards)).toMatchObject({
      submitted: 1,
      missing: 2,
      missed: 1,
      students: ["submitted", "missed", "missing", "excused", "by-hand"],
    });
  });
});

test("an excuse under a test's former name still holds", () => {
  const renamed = aTest("t9", { opens, renamedFrom: [testRef("t1")] });
  const [status] = courseStatus([renamed], class4, found, duringTheWeek).tests;
  expect(status).toMatchObject({ submitted: 1, excused: 1, byHand: 1 });
});

test("who came on the list after a test had closed is not missing in it, unless an extension opens it", () => {
  const since = instant("2026-11-24T10:00:00.000Z");
  const extensions = [{ ...testRef("t1"), deadline: instant("2026-11-30T22:00:00.000Z") }];
  const students = [student("ann"), student("eva", { since }), student("ivo", { since, extensions })];
  const nothing = { attempts: new Map(), overrides: new Map() };
  const tests = [aTest("t1"), aTest("t2", { deadline: instant("2026-11-30T22:00:00.000Z") })];
  const status = courseStatus(tests, students, nothing, instant("2026-11-25T10:00:00.000Z"));
  const who = status.tests.map((one) => one.students.map(({ studentId }) => studentId));
  expect(who).toEqual([
    ["ann", "ivo"],
    ["ann", "eva", "ivo"],
  ]);
  expect(status.tests.map(({ missing }) => missing)).toEqual([2, 3]);
});

describe("who is not on a test's list, and may have handed it in", () => {
  const doubts = (
    now: typeof monday,
    marked: readonly string[],
    { isListed = true, isWaiting = true, most = 9 } = {},
  ) => {
    const test = isListed ? { ...t1, isListed: true as const } : t1;
    const status = courseStatus([test], class4, found, now);
    return doubtsIn(status, new Set(marked), () => isWaiting, most).map(({ students, unchecked }) => ({
      students,
      unchecked,
    }));
  };

  test("while the test is open, nobody unless the list is marked; then who is missing", () => {
    expect(doubts(duringTheWeek, [])).toEqual([]);
    expect(doubts(duringTheWeek, ["linux/t1"])).toEqual([{ students: ["bob", "cid"], unchecked: 0 }]);
  });

  test("after the deadline whoever has missed it, until a run has looked", () => {
    expect(doubts(afterwards, [])).toEqual([{ students: ["bob"], unchecked: 0 }]);
    expect(doubts(afterwards, [], { isWaiting: false })).toEqual([]);
  });

  test("nobody in a test without a list: there the folders themselves were read", () => {
    expect(doubts(afterwards, ["linux/t1"], { isListed: false })).toEqual([]);
  });

  test("beyond a number they are counted only", () => {
    const some = doubts(duringTheWeek, ["linux/t1"], { most: 1 });
    expect(some).toEqual([{ students: ["bob"], unchecked: 1 }]);
  });
});
