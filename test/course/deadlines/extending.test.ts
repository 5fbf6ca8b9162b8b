import { describe, expect, test } from "@jest/globals";
import { parseUntil, untilOf, wallTimeFor } from "../../../course/deadlines/extending.ts";
import { instantSchema } from "../../../course/ids.ts";

const zone = "Europe/Warsaw";
const at = (text: string) => instantSchema.parse(text);
/** From Tuesday 20:00 to the next Monday 23:00 in Warsaw, 147 hours. */
const times = { opens: at("2026-11-17T19:00:00.000Z"), deadline: at("2026-11-23T22:00:00.000Z") };
const given = (text: string, of = times) => wallTimeFor(untilOf(parseUntil(text, zone), of, zone), zone);

describe("More time is", () => {
  test.each([
    ["2026-12-01 23:00", "2026-12-01 23:00"],
    ["2026-12-01T23:00", "2026-12-01 23:00"],
    ["+30m", "2026-11-23 23:30"],
    ["+3h", "2026-11-24 02:00"],
    ["+2d", "2026-11-25 23:00"],
    ["+1w", "2026-11-30 23:00"],
    ["+0007 d", "2026-11-30 23:00"],
    ["+25%", "2026-11-25 11:45"],
    ["+100%", "2026-11-30 02:00"],
  ])("%s: until %s", (text, until) => {
    expect(given(text)).toBe(until);
  });

  test("the same time of day across a clock change when it is days, but not when it is hours", () => {
    const spring = { opens: at("2026-03-20T22:00:00.000Z"), deadline: at("2026-03-28T22:00:00.000Z") };
    expect(given("+1d", spring)).toBe("2026-03-29 23:00");
    expect(given("+24h", spring)).toBe("2026-03-30 00:00");
  });

  test("never less than was meant: full minutes, and the hour that clocks show twice", () => {
    expect(wallTimeFor(at("2026-11-23T22:00:00.001Z"), zone)).toBe("2026-11-23 23:01");
    // 02:30 comes at 00:30Z and again at 01:30Z; as a wall time it is the first.
    expect(wallTimeFor(at("2026-10-25T00:30:00.000Z"), zone)).toBe("2026-10-25 02:30");
    expect(wallTimeFor(at("2026-10-25T01:30:00.000Z"), zone)).toBe("2026-10-25 03:30");
  });
});

describe("No time is", () => {
  test.each([
    "soon",
    "+2",
    "+d",
    "+2y",
    "+1.5d",
    "+99999d",
    "2026-12-01",
    "23:00",
    "-2d",
    "on 2026-12-01 23:00",
    "2026-12-01 23:00:30",
    "+2d3h",
    "++2d",
    "+1 +2d",
    "+12345%",
    "+-2d",
    "",
  ])("%j", (text) => {
    expect(() => parseUntil(text, zone)).toThrow(/is no time: write a date and time such as/);
  });

  test("a date that the calendar does not have, or nothing on top", () => {
    expect(() => parseUntil("2026-02-30 23:00", zone)).toThrow("is no date and time of the calendar.");
    expect(() => parseUntil("+0d", zone)).toThrow('"+0d" adds no time.');
  });
});
