import { expect, test } from "@jest/globals";
import { zoneFault, zoneNameSchema } from "../../../course/deadlines/time-zone.ts";
import { settingsSchema } from "../../../course/settings.ts";

test.each([
  "Europe/Warsaw",
  "America/Argentina/Buenos_Aires",
  "America/New_York",
  "Asia/Kolkata",
  "Asia/Calcutta",
  "Europe/Kyiv",
  "Europe/Kiev",
  "US/Eastern",
  "UTC",
  "Etc/UTC",
])("%s is a zone of a course", (name) => {
  expect(zoneFault(name)).toBeUndefined();
});

test.each([
  ["IST", '"Asia/Kolkata", "Europe/Dublin" or "Asia/Jerusalem"'],
  ["EST", '"America/New_York" or "America/Panama"'],
  ["PST", '"America/Los_Angeles" or "Asia/Manila"'],
  ["CET", '"Europe/Berlin" or "Europe/Warsaw"'],
  ["EST5EDT", '"America/New_York"'],
  ["Poland", '"Europe/Warsaw"'],
  ["Zulu", '"UTC"'],
  ["+02:00", '"Europe/Warsaw", "Europe/Berlin" or "Europe/Athens"'],
  ["GMT+2", '"Europe/Warsaw", "Europe/Berlin" or "Europe/Athens"'],
  ["Etc/GMT-2", '"Europe/Warsaw", "Europe/Berlin" or "Europe/Athens"'],
  ["UTC-05:00", '"America/New_York" or "America/Chicago"'],
  ["UTC-0500", '"America/New_York" or "America/Chicago"'],
  ["utc \u22125", '"America/New_York" or "America/Chicago"'],
  ["+5:45", '"Asia/Kathmandu"'],
  ["+05:30:00", '"Asia/Kolkata"'],
  ["-03:30", '"America/St_Johns"'],
  ["+0", '"UTC", "Europe/London" or "Atlantic/Azores"'],
  [" cet ", '"Europe/Berlin" or "Europe/Warsaw"'],
  ["+13:15", '"Europe/Warsaw"'],
])("%s knows no region, so zones are proposed that do", (name, proposed) => {
  expect(zoneFault(name)).toBe(`must be a time zone that is named by a region, such as ${proposed}`);
});

test.each([
  ["Warsaw", "Europe/Warsaw"],
  ["Europe/Warsow", "Europe/Warsaw"],
  ["europe/warsaw", "Europe/Warsaw"],
  ["America/New York", "America/New_York"],
  ["Amercia/Chicago", "America/Chicago"],
  ["new  york", "America/New_York"],
  ["Warsow", "Europe/Warsaw"],
  [" Europe/Warsaw ", "Europe/Warsaw"],
  ["Moon/Base", "Europe/Warsaw"],
  ["x+2", "Europe/Warsaw"],
  ["local", "Europe/Warsaw"],
  ["", "Europe/Warsaw"],
])('of "%s" the nearest name is proposed', (name, proposed) => {
  expect(zoneFault(name)).toBe(`must be a time zone such as "${proposed}"`);
});

const abbreviations =
  "ACST ACDT ADT AEDT AEST AKDT AKST ART AST AWST BRT BST CAT CDT CEST CST EAT EDT EEST EET GMT GST HKT HST ICT IDT " +
  "JST KST MDT MESZ MEZ MSK MST NDT NST NZDT NZST PDT PHT PKT SAST SGT TRT WAT WEST WET WIB Z";

test.each(abbreviations.split(" "))(
  "for the abbreviation %s zones are proposed that a course can have",
  (name) => {
    const [, proposed = ""] =
      /^must be a time zone that is named by a region, such as (.+)$/.exec(zoneFault(name) ?? "") ?? [];
    const zones = proposed.split(/, | or /).map((quoted) => JSON.parse(quoted));
    expect(zones.map((zone) => zoneFault(zone))).toEqual(zones.map(() => undefined));
  },
);

test("a zone's fault is that of the setting that names it", () => {
  expect(zoneNameSchema.safeParse("Europe/Warsaw").success).toBe(true);
  expect(zoneNameSchema.safeParse("Warsaw").error?.issues).toMatchObject([
    { code: "custom", message: 'must be a time zone such as "Europe/Warsaw"' },
  ]);
});

test("an invisible character in the name of a zone is named", () => {
  expect(zoneFault("Europe/Warsaw\u00a0")).toBe(
    "holds U+00A0 (no-break space), which does not show; delete it",
  );
});

test("settings that were published with a zone that is refused today are still read", () => {
  const stored = {
    title: "Evening class",
    trainer: { name: "Ada Nowak", email: "ada@example.com" },
    sender: "ada@example.com",
    timeZone: "EST",
    deadline: "Monday 23:00",
  };
  expect(settingsSchema.parse(stored).timeZone).toBe("EST");
});
