import { describe, expect, test } from "@jest/globals";
import { remindersOf, remindersSchema, usualReminders } from "../../../course/notices/reminder-settings.ts";

describe("A course's reminders", () => {
  test.each([[undefined], ["off" as const]])("are off when they are %s", (reminders) => {
    expect(remindersOf({ reminders })).toBeNull();
  });

  test("are the usual ones where something is left out", () => {
    const usual = {
      opened: true,
      before: [
        { amount: 1, unit: "day" },
        { amount: 2, unit: "hour" },
      ],
      quiet: { from: 22 * 60, until: 7 * 60 },
    };
    expect(remindersOf({ reminders: {} })).toEqual(usual);
    expect(remindersOf({ reminders: remindersSchema.parse(usualReminders) })).toEqual(usual);
  });

  test("may leave out news, reminders, or put the longest last", () => {
    expect(remindersOf({ reminders: { opened: "no", before: [] } })).toMatchObject({
      opened: false,
      before: [],
    });
    expect(remindersOf({ reminders: { before: ["2 hours", "3 days"] } })?.before).toEqual([
      { amount: 3, unit: "day" },
      { amount: 2, unit: "hour" },
    ]);
  });
});

describe("What can't be a course's reminders is refused in a sentence", () => {
  test.each([
    [true, /must be "off", or a group such as/],
    ["on", /must be "off", or a group such as/],
    [{ often: "yes" }, /"often"/],
    [{ opened: "maybe" }, /^opened must be "yes" or "no"$/],
    [{ before: ["soon"] }, /^before 0 must be a number of days or hours/],
    [{ before: ["0 hours"] }, /^before 0 must be a number of days or hours/],
    [{ before: ["15 days"] }, /^before 0 must be 14 days at most$/],
    [{ before: ["1 day", "24 hours"] }, /^before names one time twice$/],
    [{ quiet: "night" }, /^quiet must be two times such as "22:00-07:00"$/],
    [{ quiet: "24:00-07:00" }, /^quiet must be two times/],
    [{ quiet: "07:00-07:00" }, /^quiet must end in the morning/],
    [{ quiet: "22:00-02:30" }, /^quiet must end in the morning, between 04:00 and 12:00/],
  ])("%j", (value, sentence) => {
    const [issue, ...others] = remindersSchema.safeParse(value).error?.issues ?? [];
    expect(others).toEqual([]);
    expect([...(issue?.path ?? []), issue?.message].join(" ")).toMatch(sentence);
  });
});
