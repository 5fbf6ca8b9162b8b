import { describe, expect, test } from "@jest/globals";
import { laterInWeek, parseWeeklyTime, settingsSchema } from "../../course/settings.ts";
import { settings } from "../tasks/support/course.ts";

const faults = (changes: object): string[] =>
  settingsSchema.safeParse({ ...settings, ...changes }).error?.issues.map(({ message }) => message) ?? [];

const [named, email] = ["Ada Nowak", "trainer@example.com"];

describe("A course's settings", () => {
  test.each([
    ["id", ["linux-evening"], ["Linux"]],
    ["title", ["x", "x".repeat(120)], ["", " ", "x".repeat(121)]],
    [
      "trainer",
      [{ name: "x".repeat(120), email }],
      [
        ...["", " ", "x".repeat(121)].map((name) => ({ name, email })),
        { name: named, email: "trainer" },
        { name: named, email, phone: "1" },
      ],
    ],
    ["sender", [email], ["nobody", undefined]],
    ["scale", [0.5, 1000], [0, -1, 1001, "5"]],
    ["mailsPerSecond", [0.5, 1000], [0, -1, 1001]],
    ["keepMonths", [undefined, 6, 120], [5, 121, 6.5]],
    ["feedback", [undefined, true, false], ["yes"]],
    ["dashboard", [undefined, true, false], ["yes"]],
    ["weights", [{}, { linux: 0, "linux/boot": 1000 }], [{ linux: -1 }, { linux: 1001 }, 2]],
    ["drop", [0, 1000, { linux: 1 }], [-1, 1001, 1.5, { linux: -1 }, { linux: 1001 }, "1"]],
    ["reminders", ["off", {}], [true]],
    ["more", [], [1]],
  ])("take these values of %s, and not others", (name, good, bad) => {
    expect(good.map((value) => faults({ [name]: value }))).toEqual(good.map(() => []));
    expect(bad.filter((value) => faults({ [name]: value }).length === 0)).toEqual([]);
  });

  test("have a scale of 5 and send a mail a second where nothing is said, and no blanks around names", () => {
    const { scale: _, mailsPerSecond: __, ...written } = settings;
    const trainer = { name: ` ${named} `, email };
    expect(settingsSchema.parse({ ...written, title: " Linux ", trainer })).toEqual({
      ...settings,
      ...{ title: "Linux", scale: 5, mailsPerSecond: 1 },
    });
  });

  test.each([
    [{ drop: "one" }, "must be a whole number such as 1, or one for each subject"],
    [{ language: "polish" }, 'must be a language such as "pl" or "pt-BR"'],
    [{ timeZone: "Warsaw" }, 'must be a time zone such as "Europe/Warsaw"'],
    [{ deadline: "monday 23:00" }, 'must be a weekday and a time such as "Monday 23:00"'],
    [{ release: { score: "soon" } }, 'must be "after grading", "after extensions" or "never"'],
    [
      { release: { score: "never", answers: "after grading" } },
      "may not tell right answers before the score, which they show",
    ],
  ])("say what would be right in place of %j", (changes, sentence) => {
    expect(faults(changes)).toEqual([sentence]);
  });

  test.each([
    [
      ["pl", "pt-BR", "PL", "deu", "zh-Hant-TW"],
      ["", "p", "polish", "pl_PL", "pl-", "pl-x", "12", "xx pl"],
    ],
  ])("name a language as %j, and not as %j", (good, bad) => {
    expect(good.flatMap((language) => faults({ language }))).toEqual([]);
    expect(bad.filter((language) => faults({ language }).length === 0)).toEqual([]);
  });

  test("refuse what is no time zone each time, and take what is one", () => {
    const zones = ["Europe/Warsow", "Europe/Warsow", "Asia/Kolkata", "Asia/Kolkata", ""];
    expect(zones.map((timeZone) => faults({ timeZone }).length)).toEqual([1, 1, 0, 0, 1]);
  });

  test("tell students the score first, or together with the right answers", () => {
    const [grading, extensions, never] = ["after grading", "after extensions", "never"];
    const isTaken = (score?: string, answers?: string) =>
      faults({ release: { score, answers } }).length === 0;
    const pairs = [grading, extensions, never].map((score) =>
      [grading, extensions, never].map((answers) => isTaken(score, answers)),
    );
    expect(pairs).toEqual([
      [true, true, true],
      [false, true, true],
      [false, false, true],
    ]);
    expect([isTaken(never), isTaken(undefined, grading), isTaken()]).toEqual([true, true, true]);
    expect(faults({ release: { when: never } })).toHaveLength(1);
  });
});

describe("A weekly time", () => {
  test.each([
    ["Monday 23:00", { weekday: "Monday", hour: 23, minute: 0 }],
    ["Sunday 00:59", { weekday: "Sunday", hour: 0, minute: 59 }],
    ["Friday 19:05", { weekday: "Friday", hour: 19, minute: 5 }],
  ])("is read from %j", (text, time) => {
    expect(parseWeeklyTime(text)).toEqual(time);
    expect(faults({ deadline: text })).toEqual([]);
  });

  test.each([
    "Monday 24:00",
    "Monday 9:00",
    "Monday 23:60",
    "Monday 23:00 ",
    " Monday 23:00",
    "Mon 23:00",
    "",
  ])("is not read from %j", (text) => {
    expect(() => parseWeeklyTime(text)).toThrow('must be a weekday and a time such as \\"Monday 23:00\\"');
  });

  test.each([
    ["Monday 23:00", 0, "Monday 23:00"],
    ["Monday 21:59", 2, "Monday 23:59"],
    ["Monday 23:30", 2, "Tuesday 01:30"],
    ["Wednesday 06:00", 72, "Saturday 06:00"],
    ["Sunday 23:15", 1, "Monday 00:15"],
  ])("%s is, %d hours later, %s", (text, hours, later) => {
    expect(laterInWeek(parseWeeklyTime(text), hours)).toEqual(parseWeeklyTime(later));
  });
});
