import { describe, expect, test } from "@jest/globals";
import {
  type BookOutcome,
  countingOutcome,
  mergedLines,
  withOutcome,
} from "../../../course/gradebook/book.ts";
import type { Override } from "../../../course/gradebook/override.ts";
import { compareRuns } from "../../../course/run/run-id.ts";
import { instant, runId, studentId } from "../../tasks/support/course.ts";

const monday = "2026-11-23T22-00-00Z";
const runs = [
  "2026-11-16T22-00-00Z",
  monday,
  `${monday}-resume-2`,
  `${monday}-resume-10`,
  `${monday}-again-2`,
  `${monday}-again-2-resume-1`,
  `${monday}-again-10`,
  "2026-11-30T22-00-00Z",
].map(runId);

const graded = (revision: number, run = monday): BookOutcome => ({
  status: "graded",
  right: revision,
  questions: 9,
  scale: 5,
  revision,
  run: runId(run),
});
const noGrade = (status: "missing" | "failed", run = monday): BookOutcome => ({ status, run: runId(run) });

const excused: Override = {
  value: { kind: "excused" },
  because: "ill",
  by: "Tess",
  at: instant("2026-11-24T08:00:00.000Z"),
};

test("runs are in order by their cutoffs, then by the numbers in their names", () => {
  expect(runs.toReversed().toSorted(compareRuns)).toEqual(runs);
});

describe("of two outcomes of a test counts", () => {
  test("the grade, whichever run was later", () => {
    expect(countingOutcome(graded(1), noGrade("missing", `${monday}-again-1`))).toEqual(graded(1));
    expect(countingOutcome(noGrade("failed", `${monday}-again-1`), graded(1))).toEqual(graded(1));
  });

  test("the later revision, whichever run was later", () => {
    expect(countingOutcome(graded(2), graded(1, "2026-11-30T22-00-00Z"))).toEqual(graded(2));
  });

  test("the first of the runs that found the same revision", () => {
    expect(countingOutcome(graded(1, `${monday}-again-1`), graded(1))).toEqual(graded(1));
  });

  test("the later run's, where nothing is graded", () => {
    const resumed = noGrade("missing", `${monday}-resume-1`);
    expect(countingOutcome(noGrade("failed"), resumed)).toEqual(resumed);
    expect(countingOutcome(resumed, noGrade("failed"))).toEqual(resumed);
  });

  test("the same one in whatever order, and however often, they come", () => {
    const all = [...runs.map((run) => noGrade("missing", run)), ...runs.map((run) => noGrade("failed", run))];
    const grades = runs.flatMap((run) => [graded(1, run), graded(2, run)]);
    for (const outcomes of [all, [...all, ...grades]]) {
      const [once = graded(0)] = [outcomes.reduce(countingOutcome)];
      for (let turn = 0; turn < outcomes.length; turn += 1) {
        const turned = [...outcomes.slice(turn), ...outcomes.slice(0, turn)];
        expect(turned.reduce(countingOutcome)).toEqual(once);
        expect([...turned, ...turned.toReversed()].reduce(countingOutcome)).toEqual(once);
      }
    }
  });
});

describe("a cell", () => {
  test("stays the very same when an outcome changes nothing", () => {
    const cell = withOutcome(undefined, graded(2));
    expect(withOutcome(cell, graded(2))).toBe(cell);
    expect(withOutcome(cell, graded(1))).toBe(cell);
  });

  test("keeps what was set by hand beside whatever a run finds out", () => {
    expect(withOutcome({ override: excused }, graded(1))).toEqual({ outcome: graded(1), override: excused });
    expect(withOutcome({ outcome: graded(1), override: excused }, graded(2))).toEqual({
      outcome: graded(2),
      override: excused,
    });
  });
});

test("two lines of one student are one, with what counts of both", () => {
  const line = { studentId: studentId("ann"), cells: { "linux/t1": { outcome: graded(1) } } };
  const other = {
    studentId: studentId("ann"),
    cells: { "linux/t1": { outcome: graded(2) }, "linux/t2": { override: excused } },
  };
  const merged = {
    studentId: "ann",
    cells: { "linux/t1": { outcome: graded(2) }, "linux/t2": { override: excused } },
  };
  expect(mergedLines(line, other)).toEqual(merged);
  expect(mergedLines(other, line)).toEqual(merged);
});
