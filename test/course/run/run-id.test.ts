import { describe, expect, test } from "@jest/globals";
import { nextStartMs } from "../../../course/mail/pacing.ts";
import { baseRunId, resumptionOf, runIdOf } from "../../../course/run/run-id.ts";
import { monday, mondayRun } from "../../tasks/support/course.ts";

describe("a run's id", () => {
  test("is its cutoff", () => {
    expect(runIdOf(monday)).toBe("2026-11-23T22-00-00Z");
  });

  test("of a resumption is the run's with a number, also when a resumption is resumed", () => {
    const second = resumptionOf(resumptionOf(mondayRun, 1), 2);
    expect(second).toBe("2026-11-23T22-00-00Z-resume-2");
    expect(baseRunId(second)).toBe(mondayRun);
    expect(baseRunId(mondayRun)).toBe(mondayRun);
  });
});

describe("pacing", () => {
  test("lets the first start at once", () => {
    expect(nextStartMs(null, 1_000, 0.5)).toBe(1_000);
  });

  test("spaces starts evenly", () => {
    expect(nextStartMs(1_000, 1_000, 0.5)).toBe(3_000);
    expect(nextStartMs(3_000, 1_000, 4)).toBe(3_250);
  });

  test("saves up nothing while idle", () => {
    expect(nextStartMs(1_000, 60_000, 2)).toBe(60_000);
  });
});
