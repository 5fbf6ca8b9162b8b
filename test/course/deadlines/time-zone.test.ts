import { expect, test } from "@jest/globals";
import { Temporal } from "temporal-polyfill";
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
  ...[
    "America/Buenos_Aires",
    "Asia/Katmandu",
    "Asia/Kathmandu",
    "Asia/Rangoon",
    "Asia/Yangon",
    "Asia/Saigon",
  ],
  ...["Asia/Ho_Chi_Minh", "Atlantic/Faeroe", "Atlantic/Faroe"],
])("%s is a zone of a course", (name) => {
  expect(zoneFault(name)).toBeUndefined();
});

test.each([
  ["IST", '"Asia/Kolkata", "Europe/Dublin" or "Asia/Jerusalem"'],
  ["EST", '"America/New_York" or "America/Panama"'],
  ["PST", '"America/Los_Angeles" or "Asia/Manila"'],
  ["CET", '"Europe/Berlin" or "Europe/Warsaw"'],
  ["CEST", '"Europe/Berlin" or "Europe/Warsaw"'],
  ["EET", '"Europe/Athens" or "Europe/Kyiv"'],
  ...["MET", "MEZ", "MESZ"].map((name) => [name, '"Europe/Berlin"']),
  ["CAT", '"Africa/Harare"'],
  ["SAST", '"Africa/Johannesburg"'],
  ["WAT", '"Africa/Lagos"'],
  ["WEST", '"Europe/Lisbon"'],
  ["EST5EDT", '"America/New_York"'],
  ["Poland", '"Europe/Warsaw"'],
  ["Zulu", '"UTC"'],
  ["+02:00", '"Europe/Warsaw", "Europe/Berlin" or "Europe/Athens"'],
  [" +2 ", '"Europe/Warsaw", "Europe/Berlin" or "Europe/Athens"'],
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
  ["Europe/warsaw", "Europe/Warsaw"],
  ["asia/kolkata", "Asia/Kolkata"],
  ["Kolkata", "Asia/Kolkata"],
  ["Rome", "Europe/Rome"],
  [" Rome ", "Europe/Rome"],
  ["America/New York", "America/New_York"],
  ["Amercia/Chicago", "America/Chicago"],
  ["new  york", "America/New_York"],
  ["Warsow", "Europe/Warsaw"],
  [" Europe/Warsaw ", "Europe/Warsaw"],
  ["Moon/Base", "Europe/Warsaw"],
  ["x+2", "Europe/Warsaw"],
  ["+2x", "Europe/Warsaw"],
  ["Old Europe/Berlin", "Europe/Berlin"],
  [" Berlin ", "Europe/Berlin"],
  ["Saint  Johns", "America/St_Johns"],
  ["local", "Europe/Warsaw"],
  ["", "Europe/Warsaw"],
])('of "%s" the nearest name is proposed', (name, proposed) => {
  expect(zoneFault(name)).toBe(`must be a time zone such as "${proposed}"`);
});

/** The hours east of Greenwich that each abbreviation means, in the places where it is used. */
const offsets =
  `ACDT +10:30, ACST +09:30, ADT -03:00, AEDT +11:00, AEST +10:00, AKDT -08:00, AKST -09:00, ART -03:00,
  AST -04:00 +03:00, AWST +08:00, BRT -03:00, BST +01:00 +06:00, CAT +02:00, CDT -05:00, CEST +02:00, CET +01:00,
  CST -06:00 +08:00, EAT +03:00, EDT -04:00, EEST +03:00, EET +02:00, EST -05:00, GMT +00:00, GST +04:00, HKT +08:00,
  HST -10:00, ICT +07:00, IDT +03:00, IST +05:30 +01:00 +02:00, JST +09:00, KST +09:00, MDT -06:00, MET +01:00, MEZ +01:00,
  MESZ +02:00, MSK +03:00, MST -07:00, NDT -02:30, NST -03:30, NZDT +13:00, NZST +12:00, PDT -07:00, PHT +08:00,
  PKT +05:00, PST -08:00 +08:00, SAST +02:00, SGT +08:00, TRT +03:00, WAT +01:00, WEST +01:00, WET +00:00, WIB +07:00,
  Z +00:00`
    .split(",")
    .map((entry) => entry.trim().split(" "));

const offsetsOf = (zone: string): string[] =>
  ["2026-01-15T00:00:00Z", "2026-07-15T00:00:00Z"].map(
    (half) => Temporal.Instant.from(half).toZonedDateTimeISO(zone).offset,
  );

test.each(offsets)(
  "for %s zones are proposed that have its offset in a half of the year",
  (name, ...meant) => {
    const [, proposed = ""] =
      /^must be a time zone that is named by a region, such as (.+)$/.exec(zoneFault(name ?? "") ?? "") ?? [];
    const zones = proposed.split(/, | or /).map((quoted) => String(JSON.parse(quoted)));
    expect(zones.filter((zone) => zoneFault(zone) !== undefined)).toEqual([]);
    for (const zone of zones)
      expect(offsetsOf(zone).filter((offset) => meant.includes(offset))).not.toEqual([]);
    const found = new Set(zones.flatMap(offsetsOf));
    expect(meant.filter((offset) => !found.has(offset))).toEqual([]);
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
