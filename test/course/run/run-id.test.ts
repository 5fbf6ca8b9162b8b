import { describe, expect, test } from "@jest/globals";
import { nextStartMs } from "../../../course/mail/pacing.ts";
import {
  againWords,
  baseRunId,
  cutoffIn,
  isAgain,
  resumptionOf,
  runIdOf,
  runIdOfDeadline,
  runIdOfNth,
} from "../../../course/run/run-id.ts";
import { instant, monday, mondayRun } from "../../tasks/support/course.ts";

describe("a run's id", () => {
  test("is its cutoff", () => {
    expect(runIdOf(monday)).toBe("2026-11-23T22-00-00Z");
  });

  test("of a resumption is the run's with a number, also when a resumption is resumed", () => {
    const second = resumptionOf(resumptionOf(mondayRun, 1), 2);
    expect(second).toBe("2026-11-23T22-00-00Z-resume-2");
    expect(baseRunId(second)).toBe(mondayRun);
    expect(baseRunId(mondayRun)).toBe(mondayRun);
    expect(baseRunId(resumptionOf(mondayRun, 12))).toBe(mondayRun);
    expect(baseRunId(resumptionOf(runIdOfNth(monday, 2), 1))).toBe(runIdOfNth(monday, 2));
  });

  test("of a later run for the same cutoff has the run's number, the first has none", () => {
    expect(runIdOfNth(monday, 0)).toBe("2026-11-23T22-00-00Z");
    expect(runIdOfNth(monday, 1)).toBe("2026-11-23T22-00-00Z-again-1");
  });

  test("says for which deadline the run is, however often that was graded", () => {
    for (const id of [mondayRun, runIdOfNth(monday, 12), resumptionOf(runIdOfNth(monday, 2), 3)]) {
      expect([runIdOfDeadline(id), cutoffIn(id)]).toEqual([mondayRun, monday]);
    }
    expect(cutoffIn(runIdOf(instant("2026-01-02T03:04:05.678Z")))).toBe("2026-01-02T03:04:05.000Z");
  });
});

test.each([
  ["the run of a deadline", { runId: mondayRun }, false, null],
  [
    "one for a deadline that a run had graded",
    { runId: runIdOfNth(monday, 12) },
    true,
    "for the deadline of run 2026-11-23T22-00-00Z",
  ],
  ["one that was asked for", { runId: mondayRun, again: true }, true, "asked for by grade --again"],
  [
    "one that undoes another",
    { runId: runIdOfNth(monday, 2), again: true, undoes: runIdOfNth(monday, 1) },
    true,
    "to undo run 2026-11-23T22-00-00Z-again-1",
  ],
] as const)("whether a run graded again, and why: %s", (_, record, expected, words) => {
  expect([isAgain(record), againWords(record)]).toEqual([expected, words]);
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
