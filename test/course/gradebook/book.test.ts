import { describe, expect, test } from "@jest/globals";
import {
  type BookOutcome,
  countingOutcome,
  mergedLines,
  outcomesOf,
  sharedCells,
  withOutcome,
} from "../../../course/gradebook/book.ts";
import { type Override, overrideValueSchema } from "../../../course/gradebook/override.ts";
import {
  type OverrideChange,
  overrideIn,
  storedOverrideSchema,
  withChange,
} from "../../../course/gradebook/stored-override.ts";
import { compareRuns } from "../../../course/run/run-id.ts";
import { instant, runId, studentId } from "../../tasks/support/course.ts";
import * as outcome from "../../tasks/support/outcomes.ts";

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
    const nothing = withOutcome(undefined, noGrade("missing"));
    expect(withOutcome(nothing, noGrade("missing"))).toBe(nothing);
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

test("of two lines with something set by hand the first one's counts: whoever sets it looks there first", () => {
  const lineWith = (override: Override) => ({
    studentId: studentId("ann"),
    cells: { "linux/t1": { override } },
  });
  const earlier: Override = { ...excused, because: "she said she was ill" };
  expect(mergedLines(lineWith(excused), lineWith(earlier))).toEqual(lineWith(excused));
});

test("a run's outcomes are kept by the test, each with its run", () => {
  const { right, questions, scale, revision } = outcome.graded();
  const score = { right, questions, scale, revision };
  const ofRun = outcomesOf(
    [
      outcome.graded("t1"),
      { ...outcome.graded("t2"), late: true },
      outcome.missing("t3"),
      outcome.failed("t4"),
    ],
    runId(monday),
  );
  expect([...ofRun]).toEqual([
    ["linux/t1", { status: "graded", ...score, run: monday }],
    ["linux/t2", { status: "graded", ...score, run: monday, late: true }],
    ["linux/t3", { status: "missing", run: monday }],
    ["linux/t4", { status: "failed", run: monday }],
  ]);
});

test("equal cells of a class become one object, and the lines stay as they were", () => {
  const lineOf = (id: string) => ({
    studentId: studentId(id),
    cells: { "linux/t1": { outcome: graded(1) }, "linux/t2": { outcome: graded(2) } },
  });
  const share = sharedCells();
  const [ann, bob] = [lineOf("ann"), lineOf("bob")];
  const itsCells = bob.cells["linux/t1"];
  const [first, second] = [share(ann), share(bob)];
  expect([first, second]).toEqual([lineOf("ann"), lineOf("bob")]);
  expect(second.cells["linux/t1"]).toBe(first.cells["linux/t1"]);
  expect(first.cells["linux/t2"]).not.toBe(first.cells["linux/t1"]);
  expect(bob.cells["linux/t1"]).toBe(itsCells);
});

describe("what the trainer sets by hand", () => {
  const change = (value: OverrideChange["value"], because = "ill"): OverrideChange => ({
    ...excused,
    value,
    because,
  });
  const backToGraded = change({ kind: "graded" });

  test.each(["0", "5", "10", "1234", "3.5", "3.25", "0.05"])("may be the score %s", (score) => {
    expect(overrideValueSchema.safeParse({ kind: "score", score }).success).toBe(true);
  });

  test.each(["", "12345", "1.", ".5", "1.234", "-1", "+1", "1,5", "1e2", "4 points", "about 4"])(
    "is never the score %j",
    (score) => {
      expect(overrideValueSchema.safeParse({ kind: "score", score }).success).toBe(false);
    },
  );

  test("counts without its history until it is taken back", () => {
    const stored = withChange(withChange(null, change({ kind: "score", score: "4" })), excused);
    expect(overrideIn(stored)).toStrictEqual(excused);
    expect(overrideIn(withChange(stored, backToGraded))).toBeNull();
    expect(overrideIn(null)).toBeNull();
  });

  test("is stored with all that was set before, the latest first", () => {
    const [four, three] = ["4", "3"].map((score) => change({ kind: "score", score }));
    const history = [three, four, backToGraded].reduce<ReturnType<typeof withChange> | null>(
      (stored, next) => (next ? withChange(stored, next) : stored),
      null,
    );
    expect(history).toEqual({ ...backToGraded, before: [four, three] });
    expect(storedOverrideSchema.parse(history)).toEqual(history);
  });

  test("stays the very same when it is set again, and is new with another value or reason", () => {
    const stored = withChange(null, excused);
    expect(stored).toEqual({ ...excused, before: [] });
    const later = { ...excused, by: "Tom", at: instant("2026-11-25T08:00:00.000Z") };
    expect(withChange(stored, later)).toBe(stored);
    for (const other of [change({ kind: "excused" }, "in hospital"), backToGraded])
      expect(withChange(stored, other)).toEqual({ ...other, before: [excused] });
  });
});
