import { describe, expect, test } from "@jest/globals";
import { calendarEvents, calendarSchema, laterOf } from "../../../course/deadlines/calendar.ts";
import {
  deadlineFor,
  firstWeeklyDeadlineAfter,
  instantOfWallTime,
  isEverSkipped,
  isInTime,
  nextSkippedDate,
} from "../../../course/deadlines/deadline.ts";
import { lastDeadlineOf, latestExtensions } from "../../../course/deadlines/last-deadline.ts";
import { showInstant, showTime } from "../../../course/deadlines/shown-instant.ts";
import { instantSchema, subjectSchema, testIdSchema } from "../../../course/ids.ts";
import { parseWeeklyTime } from "../../../course/settings.ts";
import { aTest } from "../../tasks/support/course.ts";

const warsaw = "Europe/Warsaw";
const instant = (text: string) => instantSchema.parse(text);
const monday23 = parseWeeklyTime("Monday 23:00");

describe("a wall time", () => {
  test("is an instant by the offset of its own date", () => {
    expect(instantOfWallTime("2026-11-23 23:00", warsaw)).toBe("2026-11-23T22:00:00.000Z");
    expect(instantOfWallTime("2026-07-20T23:00", warsaw)).toBe("2026-07-20T21:00:00.000Z");
  });

  test("that the clocks skip is read an hour later", () => {
    expect(instantOfWallTime("2027-03-28 02:30", warsaw)).toBe("2027-03-28T01:30:00.000Z");
  });

  test("that occurs twice means the first", () => {
    expect(instantOfWallTime("2026-10-25 02:30", warsaw)).toBe("2026-10-25T00:30:00.000Z");
  });

  test.each([
    ["2026-11-31 23:00", "no date and time of the calendar"],
    ["2026-11-23 24:30", "no date and time of the calendar"],
    ["23.11.2026 23:00", "not a date and time such as"],
    ["on 2026-11-23 23:00", "not a date and time such as"],
    ["2026-11-23 23:00:30", "not a date and time such as"],
    ["", "not a date and time such as"],
  ])("%p is refused with its own text", (text, sentence) => {
    expect(() => instantOfWallTime(text, warsaw)).toThrow(RangeError);
    expect(() => instantOfWallTime(text, warsaw)).toThrow(sentence);
    expect(() => instantOfWallTime(text, warsaw)).toThrow(`"${text}"`);
  });
});

describe("the first weekly deadline", () => {
  test.each([
    ["2026-11-17T19:00:00.000Z", "2026-11-23T22:00:00.000Z", "a Tuesday before it"],
    ["2026-11-23T21:59:59.999Z", "2026-11-23T22:00:00.000Z", "the last millisecond before it"],
    ["2026-11-23T22:00:00.000Z", "2026-11-30T22:00:00.000Z", "the deadline itself"],
    ["2026-11-22T23:30:00.000Z", "2026-11-23T22:00:00.000Z", "an instant that is Sunday in UTC, Monday here"],
  ])("after %s is %s: %s", (after, expected) => {
    expect(firstWeeklyDeadlineAfter(monday23, instant(after), warsaw)).toBe(expected);
  });

  test("stays at 23:00 across the change to winter time", () => {
    const after = instant("2026-10-20T18:00:00.000Z");
    expect(firstWeeklyDeadlineAfter(monday23, after, warsaw)).toBe("2026-10-26T22:00:00.000Z");
  });

  test("stays at 23:00 across the change to summer time", () => {
    const after = instant("2027-03-23T19:00:00.000Z");
    expect(firstWeeklyDeadlineAfter(monday23, after, warsaw)).toBe("2027-03-29T21:00:00.000Z");
  });

  test("that falls into the skipped hour is an hour later", () => {
    const sunday = parseWeeklyTime("Sunday 02:30");
    const after = instant("2027-03-27T00:00:00.000Z");
    expect(firstWeeklyDeadlineAfter(sunday, after, warsaw)).toBe("2027-03-28T01:30:00.000Z");
  });
});

describe("a weekly time that a clock change skips", () => {
  const skipped = (weekly: string, timeZone: string, after = "2026-11-22T16:00:00.000Z") =>
    nextSkippedDate(parseWeeklyTime(weekly), instant(after), timeZone);

  test.each([
    ["Sunday 02:00", "Europe/Warsaw", "2027-03-28"],
    ["Sunday 02:59", "Europe/Warsaw", "2027-03-28"],
    ["Sunday 02:30", "America/New_York", "2027-03-14"],
    ["Friday 00:15", "Africa/Cairo", "2027-04-30"],
    ["Sunday 02:15", "Australia/Lord_Howe", "2027-10-03"],
  ])("is found with its next date: %s in %s on %s", (weekly, timeZone, date) => {
    expect(skipped(weekly, timeZone)).toBe(date);
  });

  test("is found where a whole day is skipped", () => {
    expect(skipped("Friday 12:00", "Pacific/Apia", "2011-12-20T00:00:00.000Z")).toBe("2011-12-30");
  });

  test("is found a year later once this year's change is over", () => {
    expect(skipped("Sunday 02:30", warsaw, "2027-03-28T00:59:59.999Z")).toBe("2027-03-28");
    expect(skipped("Sunday 02:30", warsaw, "2027-03-28T01:00:00.000Z")).toBe("2028-03-26");
  });

  test.each([
    ["Sunday 01:59", "Europe/Warsaw"],
    ["Sunday 03:00", "Europe/Warsaw"],
    ["Monday 02:30", "Europe/Warsaw"],
    ["Sunday 02:30", "Asia/Tokyo"],
    ["Sunday 02:30", "UTC"],
  ])("is not one that every week has: %s in %s", (weekly, timeZone) => {
    expect(skipped(weekly, timeZone)).toBeNull();
    expect(isEverSkipped(parseWeeklyTime(weekly), timeZone)).toBe(false);
  });

  test.each([
    ["Sunday 02:30", "Europe/Warsaw"],
    ["Friday 00:15", "Africa/Cairo"],
    ["Sunday 02:15", "Australia/Lord_Howe"],
  ])("is skipped again and again, whatever day it is: %s in %s", (weekly, timeZone) => {
    expect(isEverSkipped(parseWeeklyTime(weekly), timeZone)).toBe(true);
  });
});

describe("a student's deadline", () => {
  const weekly = {
    subject: subjectSchema.parse("linux"),
    testId: testIdSchema.parse("t1"),
    deadline: instant("2026-11-23T22:00:00.000Z"),
  };
  const extension = (deadline: string, testId = "t1") => ({
    subject: weekly.subject,
    testId: testIdSchema.parse(testId),
    deadline: instant(deadline),
  });

  test("is the test's without an extension", () => {
    expect(deadlineFor(weekly, [extension("2026-12-01T22:00:00.000Z", "t2")])).toBe(weekly.deadline);
  });

  test("is the latest extension's", () => {
    const extensions = [extension("2026-11-25T22:00:00.000Z"), extension("2026-11-24T22:00:00.000Z")];
    expect(deadlineFor(weekly, extensions)).toBe("2026-11-25T22:00:00.000Z");
  });

  test("is never shortened by an extension", () => {
    expect(deadlineFor(weekly, [extension("2026-11-20T22:00:00.000Z")])).toBe(weekly.deadline);
  });

  test("is kept until the last millisecond before it, not at it", () => {
    expect(isInTime(instant("2026-11-23T21:59:59.999Z"), weekly.deadline)).toBe(true);
    expect(isInTime(weekly.deadline, weekly.deadline)).toBe(false);
  });

  test("is shown in the course's time zone, which is named", () => {
    expect(showInstant(weekly.deadline, warsaw)).toBe("Monday 23 November 2026, 23:00 (Europe/Warsaw)");
    expect(showInstant(instant("2026-11-23T23:05:00.000Z"), warsaw)).toBe(
      "Tuesday 24 November 2026, 00:05 (Europe/Warsaw)",
    );
  });
});

describe("an instant for people", () => {
  const [winter, summer] = ["2026-11-23T22:05:00.000Z", "2026-07-02T23:05:00.000Z"].map(instant);
  if (!winter || !summer) throw new Error("no instants");

  test("is told with its weekday in the course's zone and language", () => {
    expect(showInstant(winter, warsaw)).toBe("Monday 23 November 2026, 23:05 (Europe/Warsaw)");
    expect(showInstant(winter, warsaw, "pl")).toBe("poniedziałek, 23 listopada 2026, 23:05 (Europe/Warsaw)");
    expect(showInstant(summer, warsaw)).toBe("Friday 3 July 2026, 01:05 (Europe/Warsaw)");
    expect(showInstant(summer, "America/New_York")).toBe("Thursday 2 July 2026, 19:05 (America/New_York)");
  });

  test("has midnight as 00, not as 24 or 12", () => {
    expect(showTime(instant("2026-11-23T23:00:00.000Z"), warsaw)).toBe("00:00 (Europe/Warsaw)");
  });
});

describe("the last deadline that anybody has for a test", () => {
  const ref = (testId: string) => ({
    subject: subjectSchema.parse("linux"),
    testId: testIdSchema.parse(testId),
  });
  const until = (testId: string, day: number) => ({
    ...ref(testId),
    deadline: instant(`2026-11-${day}T22:00:00.000Z`),
  });
  const latest = latestExtensions([
    { extensions: [until("t1", 25), until("t2", 20), until("old", 26)] },
    { extensions: [until("t1", 27), until("old", 24)] },
    { extensions: [until("t1", 26)] },
  ]);
  const last = (testId: string, renamedFrom = [] as ReturnType<typeof ref>[]) =>
    lastDeadlineOf({ ...until(testId, 23), renamedFrom }, latest);

  test("is that of the student with most time, also under an earlier name of the test", () => {
    expect(last("t1")).toBe("2026-11-27T22:00:00.000Z");
    expect(last("t9", [ref("old")])).toBe("2026-11-26T22:00:00.000Z");
    expect(last("t1", [ref("old")])).toBe("2026-11-27T22:00:00.000Z");
  });

  test("is nobody's where no extension ends later than the test", () => {
    expect(last("t2")).toBeUndefined();
    expect(last("t3")).toBeUndefined();
    const same = latestExtensions([{ extensions: [until("t4", 23)] }]);
    expect(lastDeadlineOf(until("t4", 23), same)).toBeUndefined();
  });
});

describe("a student's calendar", () => {
  const opens = (testId: string, at: string | null, day: number) =>
    aTest(testId, {
      opens: at === null ? null : instant(at),
      deadline: instant(`2026-11-${day}T22:00:00.000Z`),
    });
  const tests = [
    opens("late", "2026-11-17T19:00:00.000Z", 30),
    opens("early", null, 23),
    opens("next", "2026-11-24T19:00:00.000Z", 29),
    opens("then", "2026-11-25T19:00:00.000Z", 28),
  ];
  const events = (now: string, publishedAt = "2026-11-16T10:00:00.500Z", of = tests) =>
    calendarEvents(
      of,
      { extensions: [] },
      {
        course: { title: "Linux", timeZone: warsaw },
        pageUrl: "https://page.example",
        now: instant(now),
        publishedAt: instant(publishedAt),
      },
    );
  const [before, after] = ["2026-11-18T10:00:00.000Z", "2026-11-24T19:00:00.000Z"];

  test("has the deadlines of what is open, and the next opening, in the order of their times", () => {
    expect(events(before).map(({ id, at }) => [id, at])).toEqual([
      ["linux/early", "2026-11-23T22:00:00.000Z"],
      ["2026-11-24T19:00:00.000Z", "2026-11-24T19:00:00.000Z"],
      ["linux/late", "2026-11-30T22:00:00.000Z"],
    ]);
    expect(events(after).map(({ id }) => id)).toEqual([
      ...["linux/early", "2026-11-25T19:00:00.000Z", "linux/next", "linux/late"],
    ]);
  });

  test("has the same event of a test, whatever it is called later", () => {
    const refs = ["second", "first"].map((testId) => aTest(testId));
    const renamed = { ...opens("third", null, 23), renamedFrom: refs };
    expect(events(before, undefined, [renamed]).map(({ id }) => id)).toEqual(["linux/first"]);
  });

  test("says when a test opened, where it did, and of an opening no more than its time", () => {
    const texts = events(before).map(({ text }) => text.split("\n"));
    expect(texts.map((lines) => lines.length)).toEqual([2, 2, 3]);
    expect(texts[1]).toEqual(["Tuesday 24 November 2026, 20:00 (Europe/Warsaw)", "Linux"]);
    expect(texts[2]?.[1]).toContain("Tuesday 17 November 2026, 20:00 (Europe/Warsaw)");
  });

  test("counts an event on when something was published, or a test opened, in seconds since 2020", () => {
    const versions = (of: ReturnType<typeof events>) =>
      of.map(({ changedAt, sequence }) => [changedAt, sequence]);
    const [published, late] = ["2026-11-16T10:00:00.500Z", "2026-11-17T19:00:00.000Z"];
    // 2026-11-16 is the 2,511th day from 2020-01-01 on, which is day 0.
    expect(versions(events(before))).toEqual([
      [published, 2_511 * 86_400 + 36_000],
      [late, 2_512 * 86_400 + 68_400],
      [late, 2_512 * 86_400 + 68_400],
    ]);
    expect(versions(events(after))[1]).toEqual([after, 2_519 * 86_400 + 68_400]);
    expect(versions(events(after, "2026-11-24T19:00:01.000Z"))[1]?.[0]).toBe("2026-11-24T19:00:01.000Z");
  });

  test("goes by the latest of the times that are known", () => {
    const [one, other] = [instant(before), instant(after)];
    expect(laterOf([one, undefined, other])).toBe(other);
    expect(laterOf([other, one])).toBe(other);
    expect(laterOf([undefined])).toBe("2020-01-01T00:00:00.000Z");
  });

  test("has an address whose hash is stored whole", () => {
    const stored = (sha256: string | null) => calendarSchema.safeParse({ sha256, madeAt: after }).success;
    const hash = "0f".repeat(32);
    expect([hash, null].map(stored)).toEqual([true, true]);
    expect([`${hash}0`, `x${hash}`, hash.slice(1), hash.toUpperCase()].map(stored)).toEqual([
      ...[false, false, false, false],
    ]);
  });
});
