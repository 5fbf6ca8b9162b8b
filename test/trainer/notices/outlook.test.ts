import { describe, expect, test } from "@jest/globals";
import { instantOfWallTime } from "../../../course/deadlines/deadline.ts";
import type { Instant } from "../../../course/ids.ts";
import { settingsSchema } from "../../../course/settings.ts";
import type { Student } from "../../../course/student.ts";
import type { Test } from "../../../course/test.ts";
import { openSinceOf } from "../../../trainer/notices/open-since.ts";
import { addedNotices, noticeLines } from "../../../trainer/notices/outlook.ts";
import { planPublish } from "../../../trainer/publish/plan.ts";
import type { Published } from "../../../trainer/publish/published.ts";
import { answerKey, aTest, questions, settings, student, testRef } from "../../tasks/support/course.ts";

const timeZone = "Europe/Warsaw";
const at = (wallTime: string): Instant => instantOfWallTime(wallTime, timeZone);

/** Sunday noon. */
const now = at("2026-11-22 12:00");
const reminders = { opened: "yes", before: ["1 day", "2 hours"], quiet: "22:00-07:00" } as const;

const nothing: Published = {
  ...{ settings: null, tests: new Map(), testsEtag: null, students: new Map(), rosterEtag: null },
  ...{ mark: null, profiles: null },
};

const courseOf = (tests: readonly Test[], students: readonly Student[], changes: object = { reminders }) => ({
  settings: settingsSchema.parse({ ...settings, ...changes }),
  tests: tests.map((test) => ({ ...test, file: "a.yaml", pictures: new Map(), questions, answerKey })),
  students,
  warnings: [],
});

type Folder = ReturnType<typeof courseOf>;

/** As it is after a publishing. */
const published = ({ settings, tests, students }: Folder): Published => ({
  ...nothing,
  settings: JSON.stringify(settings),
  tests: new Map(
    tests.map(({ file: _, pictures: __, questions, answerKey, ...test }) => [
      `${test.subject}/${test.testId}`,
      { test, questions: JSON.stringify(questions), answerKey: JSON.stringify(answerKey) },
    ]),
  ),
  testsEtag: "1",
  students: new Map(students.map((listed) => [listed.studentId, listed])),
  rosterEtag: "1",
});

const added = (course: Folder, before: Published): string[] => {
  const notices = addedNotices(course, planPublish(course, before), before, now);
  return noticeLines(notices, timeZone, now).map((line) =>
    line.trim().replace(/ November 2026| \(.*?\)/g, ""),
  );
};

const class3 = [student("ann"), student("bob"), student("cara")];
const dueTomorrow = aTest("t1", { opens: at("2026-11-17 20:00"), deadline: at("2026-11-23 21:00") });
const opensTonight = aTest("t2", { opens: at("2026-11-22 20:00"), deadline: at("2026-11-30 21:00") });
const openNow = aTest("t3", { opens: null, deadline: at("2026-11-30 21:00") });

describe("The mails that a publishing adds to the next 24 hours", () => {
  test("are none where reminders are off", () => {
    const course = courseOf([dueTomorrow, opensTonight, openNow], class3, {});
    expect(added(course, nothing)).toEqual([]);
  });

  test("are those that are planned, of a first publishing; what is open already is the invitation's to tell", () => {
    expect(added(courseOf([dueTomorrow, opensTonight, openNow], class3), nothing)).toEqual([
      "Sunday 22, 20:00: linux/t2 is open, to 3 students",
      "Sunday 22, 21:00: reminder of linux/t1, to those of 3 students who have not sent in answers",
    ]);
  });

  test("are none when the same is published again", () => {
    const course = courseOf([dueTomorrow, opensTonight, openNow], class3);
    expect(added(course, published(course))).toEqual([]);
  });

  test("are sent now for tests that come open into a course, all in one line", () => {
    const before = published(courseOf([dueTomorrow], class3));
    const second = aTest("t4", { opens: at("2026-11-20 20:00"), deadline: at("2026-11-30 21:00") });
    expect(added(courseOf([dueTomorrow, openNow, second], class3), before)).toEqual([
      "now: linux/t3, linux/t4 are open, to 3 students",
    ]);
  });

  test("come with a later deadline of one student, a deadline that moves, and reminders that are turned on", () => {
    const before = published(courseOf([dueTomorrow], class3));
    const more = { ...testRef("t1"), deadline: at("2026-11-23 23:30") };
    const extended = [student("ann", { extensions: [more] }), ...class3.slice(1)];
    expect(added(courseOf([dueTomorrow], extended), before)).toEqual([
      "Sunday 22, 21:45: reminder of linux/t1, to those of 1 student who have not sent in answers",
    ]);
    const moved = { ...dueTomorrow, deadline: at("2026-11-23 20:00") };
    expect(added(courseOf([moved], class3), before)).toEqual([
      "Sunday 22, 20:00: reminder of linux/t1, to those of 3 students who have not sent in answers",
    ]);
    expect(
      added(courseOf([dueTomorrow], class3), published(courseOf([dueTomorrow], class3, {}))),
    ).toHaveLength(1);
  });
});

describe("A test is open since its publishing", () => {
  const open = { test: { opens: null } };
  const beforeWith = (changes: Partial<Test>) => ({
    before: { test: aTest("t1", changes), questions: null, answerKey: null },
  });

  test("when it comes open into a course, or its opening is put into the past", () => {
    expect(openSinceOf({ ...open, before: undefined }, { testsEtag: "1" }, now)).toBe(now);
    const wasSealed = beforeWith({ opens: at("2026-11-29 20:00") });
    expect(openSinceOf({ ...open, ...wasSealed }, { testsEtag: "1" }, now)).toBe(now);
  });

  test("and stays so; one that was open before has no such time", () => {
    const openSince = at("2026-11-20 20:00");
    expect(openSinceOf({ ...open, ...beforeWith({ openSince }) }, { testsEtag: "1" }, now)).toBe(openSince);
    expect(openSinceOf({ ...open, ...beforeWith({}) }, { testsEtag: "1" }, now)).toBeUndefined();
  });

  test("but not at a first publishing, nor when it opens later", () => {
    expect(openSinceOf({ ...open, before: undefined }, { testsEtag: null }, now)).toBeUndefined();
    const later = { test: { opens: at("2026-11-29 20:00") } };
    const openSince = at("2026-11-20 20:00");
    expect(openSinceOf({ ...later, ...beforeWith({ openSince }) }, { testsEtag: "1" }, now)).toBeUndefined();
  });
});
