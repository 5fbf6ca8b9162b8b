import { describe, expect, test } from "@jest/globals";
import { instantOfWallTime } from "../../../course/deadlines/deadline.ts";
import type { Instant } from "../../../course/ids.ts";
import type { Notice } from "../../../course/notices/notice.ts";
import { remindedByHand } from "../../../course/notices/notice-by-hand.ts";
import {
  dateOf,
  dayFrom,
  InstantCollector,
  noticesAt,
  plannedNotices,
} from "../../../course/notices/notice-plan.ts";
import type { Remind } from "../../../course/notices/notices-run.ts";
import { type ReminderSettings, remindersOf } from "../../../course/notices/reminder-settings.ts";
import { goesOutAt } from "../../../course/notices/timely.ts";
import type { Extension, Student } from "../../../course/student.ts";
import type { Test } from "../../../course/test.ts";
import { aTest, student, studentId, testRef } from "../../tasks/support/course.ts";

const timeZone = "Europe/Warsaw";

const at = (wallTime: string): Instant => instantOfWallTime(wallTime, timeZone);

const rules = (reminders: ReminderSettings = {}) => {
  const read = remindersOf({ reminders });
  if (read === null) throw new Error("These reminders are off.");
  return { ...read, timeZone };
};

const open = (opens: string | null, deadline: string, changes: Partial<Test> = {}): Test =>
  aTest("t1", { opens: opens === null ? null : at(opens), deadline: at(deadline), ...changes });

const until = (deadline: string): Extension => ({ ...testRef("t1"), deadline: at(deadline) });

/** As wall times, `2026-11-22 21:45 before 24h`. */
const plan = (test: Test, reminders: ReminderSettings = {}, extensions: Extension[] = []): string[] =>
  plannedNotices(test, extensions, rules(reminders)).map(({ at: instant, notice }) => {
    const wall = new Date(instant).toLocaleString("sv-SE", { timeZone }).slice(0, 16);
    return `${wall} ${notice.kind === "before" ? `before ${notice.hours}h` : notice.kind}`;
  });

describe("What a student is told of a test", () => {
  test("is its opening, and its deadline a day and two hours before", () => {
    expect(plan(open("2026-11-17 20:00", "2026-11-23 21:00"))).toEqual([
      "2026-11-17 20:00 opened",
      "2026-11-22 21:00 before 24h",
      "2026-11-23 19:00 before 2h",
    ]);
  });

  test("comes before the night when it is a reminder, and after it when it is news", () => {
    expect(plan(open("2026-11-17 23:30", "2026-11-23 23:00"))).toEqual([
      "2026-11-18 07:00 opened",
      "2026-11-22 21:45 before 24h",
      "2026-11-23 21:00 before 2h",
    ]);
    expect(plan(open("2026-11-18 03:00", "2026-11-23 23:00"))[0]).toBe("2026-11-18 07:00 opened");
  });

  test("is not held up at the very end of the night, and is at its very beginning", () => {
    expect(plan(open("2026-11-17 07:00", "2026-11-23 09:00"), { before: ["2 hours"] })).toEqual([
      "2026-11-17 07:00 opened",
      "2026-11-23 07:00 before 2h",
    ]);
    expect(plan(open("2026-11-17 22:00", "2026-11-24 00:00"), { before: ["2 hours"] })).toEqual([
      "2026-11-18 07:00 opened",
      "2026-11-23 21:45 before 2h",
    ]);
  });

  test("comes the evening before when the deadline lies in the night or right after it", () => {
    expect(plan(open(null, "2026-11-24 03:00"), { before: ["2 hours"] })).toEqual([
      "2026-11-23 21:45 before 2h",
    ]);
    expect(plan(open(null, "2026-11-24 08:00"), { before: ["2 hours"] })).toEqual([
      "2026-11-23 21:45 before 2h",
    ]);
  });

  test("is one reminder when the night brings two together, the nearer to the deadline", () => {
    expect(plan(open(null, "2026-11-24 03:00"), { before: ["4 hours", "2 hours"] })).toEqual([
      "2026-11-23 21:45 before 2h",
    ]);
  });

  test("follows quiet hours that lie within one day", () => {
    const reminders = { before: ["2 hours"], quiet: "00:30-06:00" };
    expect(plan(open("2026-11-17 02:00", "2026-11-24 02:00"), reminders)).toEqual([
      "2026-11-17 06:00 opened",
      "2026-11-24 00:00 before 2h",
    ]);
    expect(plan(open("2026-11-17 23:00", "2026-11-24 04:00"), reminders)).toEqual([
      "2026-11-17 23:00 opened",
      "2026-11-24 00:15 before 2h",
    ]);
    expect(plan(open("2026-11-17 00:30", "2026-11-24 08:00"), reminders)).toEqual([
      "2026-11-17 06:00 opened",
      "2026-11-24 06:00 before 2h",
    ]);
  });

  test("leaves out reminders from before it is told as opened, also on the day when it is due", () => {
    expect(plan(open("2026-11-23 12:00", "2026-11-23 21:00"))).toEqual([
      "2026-11-23 12:00 opened",
      "2026-11-23 19:00 before 2h",
    ]);
    expect(plan(open("2026-11-23 20:00", "2026-11-23 21:30"))).toEqual(["2026-11-23 20:00 opened"]);
    expect(plan(open("2026-11-23 19:00", "2026-11-23 21:00"))).toEqual(["2026-11-23 19:00 opened"]);
    expect(plan(open("2026-11-23 12:00", "2026-11-23 21:00"), { opened: "no" })).toEqual([
      "2026-11-23 19:00 before 2h",
    ]);
  });

  test("is a reminder at the opening itself only where no opening is told", () => {
    const opensTwoHoursBefore = open("2026-11-23 19:00", "2026-11-23 21:00");
    expect(plan(opensTwoHoursBefore)).toEqual(["2026-11-23 19:00 opened"]);
    expect(plan(opensTwoHoursBefore, { opened: "no" })).toEqual(["2026-11-23 19:00 before 2h"]);
    expect(plan(open("2026-11-23 19:05", "2026-11-23 21:00"), { opened: "no" })).toEqual([]);
  });

  test("is nothing where a test opens and closes within one night", () => {
    expect(plan(open("2026-11-23 22:30", "2026-11-24 06:00"))).toEqual([]);
    expect(plan(open("2026-11-23 22:30", "2026-11-24 07:00"))).toEqual([]);
  });

  test("is no opening of a test that was there from the first publishing on", () => {
    expect(plan(open(null, "2026-11-23 21:00"), { before: ["2 hours"] })).toEqual([
      "2026-11-23 19:00 before 2h",
    ]);
  });

  test("is the opening of a test that was published open, from its publishing on", () => {
    const test = open(null, "2026-11-23 21:00", { openSince: at("2026-11-20 14:03") });
    expect(plan(test, { before: ["2 hours"] })).toEqual([
      "2026-11-20 14:03 opened",
      "2026-11-23 19:00 before 2h",
    ]);
    const late = open("2026-11-01 20:00", "2026-11-23 21:00", { openSince: at("2026-11-20 23:03") });
    expect(plan(late)[0]).toBe("2026-11-21 07:00 opened");
  });

  test("goes by the student's own deadline", () => {
    const extensions = [until("2026-11-25 21:00")];
    expect(plan(open("2026-11-17 20:00", "2026-11-23 21:00"), {}, extensions)).toEqual([
      "2026-11-17 20:00 opened",
      "2026-11-24 21:00 before 24h",
      "2026-11-25 19:00 before 2h",
    ]);
  });

  test("keeps to the clock on the wall when clocks change: a day is a day, and hours are hours", () => {
    // Clocks go back on 25 October at 03:00, and forward on 28 March at 02:00.
    expect(plan(open(null, "2026-10-25 20:00"), { before: ["1 day", "24 hours"].slice(0, 1) })).toEqual([
      "2026-10-24 20:00 before 24h",
    ]);
    expect(plan(open(null, "2026-10-25 20:00"), { before: ["24 hours"] })).toEqual([
      "2026-10-24 21:00 before 24h",
    ]);
    expect(plan(open(null, "2027-03-28 20:00"), { before: ["1 day"] })).toEqual([
      "2027-03-27 20:00 before 24h",
    ]);
    expect(plan(open(null, "2027-03-28 20:00"), { before: ["24 hours"] })).toEqual([
      "2027-03-27 19:00 before 24h",
    ]);
    expect(plan(open("2026-10-25 02:30", "2026-11-02 20:00"), { before: [] })).toEqual([
      "2026-10-25 07:00 opened",
    ]);
  });

  test("comes at whole five minutes, so that a day has a bounded number of instants", () => {
    expect(plan(open(null, "2026-11-23 20:59"), { before: ["2 hours"] })).toEqual([
      "2026-11-23 18:55 before 2h",
    ]);
  });
});

const another = open("2026-11-23 12:00", "2026-11-30 21:00", testRef("t2"));
const tests = [open("2026-11-17 20:00", "2026-11-23 21:00"), another];

describe("A day's instants", () => {
  const day = { from: at("2026-11-23 07:00"), until: at("2026-11-24 07:00") };

  test("are those of all tests in order, each once, also of students with more time", () => {
    const collector = new InstantCollector(tests, rules(), day);
    expect(collector.instants).toEqual([at("2026-11-23 12:00"), at("2026-11-23 19:00")]);
    collector.add([until("2026-11-24 20:00")]);
    collector.add([until("2026-11-24 20:00")]);
    expect(collector.instants).toEqual([
      at("2026-11-23 12:00"),
      at("2026-11-23 19:00"),
      at("2026-11-23 20:00"),
    ]);
  });

  test("begin with the day's first and end before the next day's", () => {
    const [first = day.from] = new InstantCollector(tests, rules(), day).instants;
    expect(new InstantCollector(tests, rules(), { from: first, until: day.until }).instants).toHaveLength(2);
    expect(new InstantCollector(tests, rules(), { from: day.from, until: first }).instants).toEqual([]);
  });

  test("lie between the same times of two days, however long the day is", () => {
    expect(dayFrom(at("2026-10-24 07:00"), timeZone).until).toBe(at("2026-10-25 07:00"));
    expect(dayFrom(at("2027-03-27 07:00"), timeZone).until).toBe(at("2027-03-28 07:00"));
    expect(dateOf(at("2026-11-23 00:10"), timeZone)).toBe("2026-11-23");
  });
});

describe("At one instant", () => {
  test("a student is told what is planned for exactly then, by the student's own deadline", () => {
    const ofStudent = noticesAt(tests, rules(), at("2026-11-23 19:00"));
    expect(ofStudent([]).map(({ kind, testId }) => [kind, testId])).toEqual([["before", "t1"]]);
    expect(ofStudent([until("2026-11-25 21:00")])).toEqual([]);
    expect(ofStudent([{ ...testRef("t2"), deadline: at("2026-12-07 21:00") }])).toHaveLength(1);
    expect(noticesAt(tests, rules(), at("2026-11-23 19:05"))([])).toEqual([]);
  });

  test("all who have no deadlines of their own get one and the same list", () => {
    const ofStudent = noticesAt(tests, rules(), at("2026-11-23 19:00"));
    expect(ofStudent([])).toBe(ofStudent([]));
  });

  test("a test has its earlier names with it, so that nobody is told twice of it", () => {
    const renamed = open("2026-11-23 12:00", "2026-11-30 21:00", { renamedFrom: [testRef("old")] });
    const { subject, testId, title, deadline, renamedFrom } = renamed;
    expect(noticesAt([renamed], rules(), at("2026-11-23 12:00"))([])).toStrictEqual([
      { kind: "opened", subject, testId, title, deadline, renamedFrom },
    ]);
    expect(noticesAt([another], rules(), at("2026-11-23 12:00"))([])).toStrictEqual([
      { kind: "opened", ...testRef("t2"), title: another.title, deadline: another.deadline },
    ]);
  });

  test("tests that open together come together", () => {
    const two = [open("2026-11-23 12:00", "2026-11-30 21:00"), another];
    expect(noticesAt(two, rules(), at("2026-11-23 12:00"))([])).toHaveLength(2);
  });
});

describe("A reminder by hand", () => {
  const now = at("2026-11-23 20:30");
  const renamed = open(null, "2026-11-23 21:00", { renamedFrom: [testRef("old")] });
  const all = [
    renamed,
    another,
    open(null, "2026-11-23 20:00", testRef("closed")),
    open("2026-11-24 20:00", "2026-11-30 21:00", testRef("coming")),
  ];
  const told = (remind: Remind, id = "ann", changes: Partial<Student> = {}): string[] =>
    remindedByHand(all, remind, now, timeZone)(student(id, changes)).map(({ testId }) => testId);

  test.each<[string, Remind, readonly string[]]>([
    ["of all open tests", {}, ["t1", "t2"]],
    ["of the tests that the trainer names", { tests: [testRef("t2")] }, ["t2"]],
    ["of no test that is closed", { tests: [testRef("closed"), testRef("coming")] }, []],
    ["only to the student that the trainer names", { studentId: studentId("bob") }, []],
    ["to the group that the trainer names", { group: "evening" }, ["t1", "t2"]],
    ["only to that group", { group: "morning" }, []],
    ["only to a student who is in the group, too", { studentId: studentId("ann"), group: "morning" }, []],
  ])("goes %s", (_, remind, testIds) => {
    expect(told(remind, "ann", { groups: ["evening"] })).toEqual(testIds);
  });

  test("goes to no group of a student who is in none", () => {
    expect(told({ group: "evening" })).toEqual([]);
  });

  test("tells the student's own deadline, the day, and the test's earlier names", () => {
    const extensions = [until("2026-11-25 21:00")];
    const [notice, plain] = remindedByHand(all, {}, now, timeZone)(student("ann", { extensions }));
    const { subject, testId, title, renamedFrom } = renamed;
    expect(notice).toStrictEqual({
      ...{ kind: "by-hand", day: "2026-11-23", subject, testId, title, renamedFrom },
      deadline: at("2026-11-25 21:00"),
    });
    expect(plain).not.toHaveProperty("renamedFrom");
  });
});

describe("A notice that has waited", () => {
  const planned = at("2026-11-23 09:30");
  const goes = (kind: Notice["kind"], now: string, deadline = "2026-11-30 21:00"): Instant | null =>
    goesOutAt({ kind, deadline: at(deadline) }, planned, at(now), { timeZone, reminders: {} });

  test.each<[Notice["kind"], string, string, string | null]>([
    ["opened", "at once", "2026-11-23 09:30", "2026-11-23 09:30"],
    ["opened", "a day later", "2026-11-24 09:30", "2026-11-24 09:30"],
    ["opened", "more than a day later", "2026-11-24 09:31", null],
    ["opened", "in the morning after", "2026-11-23 23:00", "2026-11-24 07:00"],
    ["before", "twelve hours later", "2026-11-23 21:30", "2026-11-23 21:30"],
    ["before", "more than that later", "2026-11-23 21:31", null],
    ["by-hand", "days later, at night", "2026-11-27 23:00", "2026-11-27 23:00"],
  ])("of the kind %s goes out %s (at %s: %s)", (kind, _, now, wanted) => {
    expect(goes(kind, now)).toBe(wanted === null ? null : at(wanted));
  });

  test("does not go out at the deadline or after it, nor when the night lasts until then", () => {
    expect(goes("by-hand", "2026-11-23 20:59", "2026-11-23 21:00")).toBe(at("2026-11-23 20:59"));
    expect(goes("by-hand", "2026-11-23 21:00", "2026-11-23 21:00")).toBeNull();
    expect(goes("opened", "2026-11-23 23:00", "2026-11-24 07:00")).toBeNull();
  });
});
