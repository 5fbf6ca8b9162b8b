import { describe, expect, test } from "@jest/globals";
import type { BookCell, BookLine, BookOutcome } from "../../../course/gradebook/book.ts";
import {
  BestScores,
  begunTests,
  CourseGradebook,
  type GradebookCourse,
} from "../../../course/gradebook/course-gradebook.ts";
import { withOverrides } from "../../../course/gradebook/excused.ts";
import type { Override } from "../../../course/gradebook/override.ts";
import type { RunReport } from "../../../course/run/run-report.ts";
import { aTest, instant, mondayRun, student, studentId, testRef } from "../../tasks/support/course.ts";

const week = (n: number) => instant(`2026-11-${String(2 + 7 * n).padStart(2, "0")}T22:00:00.000Z`);
const graded = (right: number, changes: object = {}): BookOutcome => ({
  status: "graded",
  right,
  questions: 4,
  scale: 5,
  revision: 1,
  run: mondayRun,
  ...changes,
});
const missing: BookOutcome = { status: "missing", run: mondayRun };
const failed: BookOutcome = { status: "failed", run: mondayRun };
const byHand = (score: string): Override => ({
  value: { kind: "score", score },
  because: "the key was wrong",
  by: "Tess",
  at: week(1),
});
const excused: Override = { ...byHand("0"), value: { kind: "excused" } };

const tests = [
  aTest("t1", { deadline: week(1) }),
  aTest("t2", { deadline: week(2) }),
  aTest("t3", { deadline: week(3) }),
];

const line = (cells: Readonly<Record<string, BookCell>>): BookLine => ({
  studentId: studentId("ann"),
  cells: Object.fromEntries(Object.entries(cells).map(([id, cell]) => [`linux/${id}`, cell])),
});

const gradebook = (course: Partial<GradebookCourse> = {}, lines: readonly BookLine[] = []) => {
  const best = new BestScores();
  for (const one of lines) best.add(one);
  const cutoffs = new Map([["linux/t1", week(1)]]);
  return new CourseGradebook({ settings: { scale: 5 }, tests, cutoffs, now: week(1), ...course }, best);
};

const statuses = (row: { cells: readonly ({ status: string } | null)[] }) =>
  row.cells.map((cell) => cell?.status ?? null);
const sums = ({ total, outOf, average }: { total: string; outOf: string; average: string | null }) => [
  total,
  outOf,
  average,
];

describe("a student's row", () => {
  // 3.75 + 0 of two tests that count: 3.75 out of 10.
  test("counts graded and missing tests, the latter as 0, and no others", () => {
    const row = gradebook({ now: week(2) }).student(
      student("ann"),
      line({ t1: { outcome: graded(3) }, t2: { outcome: missing } }),
    );
    expect(statuses(row)).toEqual(["graded", "missing", "open"]);
    expect(row.cells.slice(0, 2)).toStrictEqual([
      { status: "graded", score: "3.75", run: mondayRun },
      { status: "missing", run: mondayRun },
    ]);
    expect(sums(row)).toEqual(["3.75", "10", "37.5"]);
  });

  test("does not count what could not be graded", () => {
    const row = gradebook().student(student("ann"), line({ t1: { outcome: failed } }));
    expect([statuses(row)[0], ...sums(row)]).toEqual(["failed", "0", "0", null]);
  });

  test("says extended while the student has more time than the others", () => {
    const extensions = [{ ...testRef("t1"), deadline: week(2) }];
    const course = gradebook({ now: week(1) });
    expect(statuses(course.student(student("ann", { extensions }), undefined))[0]).toBe("extended");
    // More time was given after a run had found nothing.
    const row = course.student(student("ann", { extensions }), line({ t1: { outcome: missing } }));
    expect([statuses(row)[0], ...sums(row)]).toEqual(["extended", "0", "0", null]);
  });

  test("keeps a grade that was given before the student got more time", () => {
    const extensions = [{ ...testRef("t1"), deadline: week(2) }];
    const row = gradebook().student(student("ann", { extensions }), line({ t1: { outcome: graded(4) } }));
    expect([statuses(row)[0], ...sums(row)]).toEqual(["graded", "5", "5", "100"]);
  });

  test("says excused where no question counts any more", () => {
    const row = gradebook().student(
      student("ann"),
      line({ t1: { outcome: graded(0, { questions: 0, nothingCounts: true }) } }),
    );
    expect([statuses(row)[0], ...sums(row)]).toEqual(["excused", "0", "0", null]);
  });

  test("shares a cell with the rows of all who have the very same outcome", () => {
    const course = gradebook();
    const cells = line({ t1: { outcome: graded(3) } });
    const [ann, bob] = ["ann", "bob"].map((id) => course.student(student(id), cells).cells[0]);
    expect(bob).toBe(ann);
  });

  test("says open until a run has graded the test", () => {
    expect(statuses(gradebook({ now: week(2) }).student(student("ann"), undefined))).toEqual([
      null,
      "open",
      "open",
    ]);
  });

  test("says that a submission was late", () => {
    const row = gradebook().student(student("ann"), line({ t1: { outcome: graded(4, { late: true }) } }));
    expect(row.cells[0]).toMatchObject({ late: true, score: "5" });
  });

  test("has what was graded under a test's earlier name", () => {
    const renamed = [aTest("t1", { deadline: week(1), renamedFrom: [testRef("old")] })];
    const row = gradebook({ tests: renamed }).student(
      student("ann"),
      line({ old: { outcome: graded(4, { revision: 2 }), override: byHand("1") }, t1: { outcome: missing } }),
    );
    expect(row.cells).toMatchObject([{ status: "graded", score: "1", graded: "5" }]);
  });
});

describe("who came on the list later", () => {
  const late = student("ann", { since: week(1) });

  test("has nothing to do with tests that had closed by then", () => {
    const row = gradebook({ cutoffs: new Map(), now: week(2) }).student(late, undefined);
    expect(statuses(row)).toEqual([null, "open", "open"]);
    expect(sums(row)).toEqual(["0", "0", null]);
  });

  test("has a test that an extension opens again", () => {
    const extensions = [{ ...testRef("t1"), deadline: week(2) }];
    expect(statuses(gradebook().student({ ...late, extensions }, undefined))[0]).toBe("extended");
  });

  test("keeps what was graded before", () => {
    const row = gradebook().student(late, line({ t1: { outcome: graded(4) } }));
    expect(statuses(row)[0]).toBe("graded");
  });
});

describe("what was set by hand", () => {
  test("counts in place of the score by grading, which stands beside it", () => {
    const row = gradebook().student(
      student("ann"),
      line({ t1: { outcome: graded(1), override: byHand("4.5") } }),
    );
    expect(row.cells[0]).toEqual({
      status: "graded",
      score: "4.5",
      graded: "1.25",
      run: mondayRun,
      override: byHand("4.5"),
    });
    expect(sums(row)).toEqual(["4.5", "5", "90"]);
  });

  test("counts where there is no grade", () => {
    const row = gradebook().student(
      student("ann"),
      line({ t1: { outcome: missing, override: byHand("2.5") } }),
    );
    expect(row.cells[0]).toStrictEqual({
      status: "graded",
      score: "2.5",
      run: mondayRun,
      override: byHand("2.5"),
    });
    expect(sums(row)).toEqual(["2.5", "5", "50"]);
  });

  test("takes an excused test out of sum and best sum", () => {
    const row = gradebook().student(student("ann"), line({ t1: { outcome: missing, override: excused } }));
    expect([statuses(row)[0], ...sums(row)]).toEqual(["excused", "0", "0", null]);
  });
});

describe("weights and dropped scores", () => {
  // Of 1.25, 5 and 2.5 the first is dropped; 2 × 5 + 2.5 out of 2 × 5 + 5.
  test("are the settings'", () => {
    const settings = { scale: 5, weights: { "linux/t2": 2 }, drop: 1 };
    const row = gradebook({ settings, now: week(3) }).student(
      student("ann"),
      line({ t1: { outcome: graded(1) }, t2: { outcome: graded(4) }, t3: { outcome: graded(2) } }),
    );
    expect(row.cells.map((cell) => cell?.dropped ?? false)).toEqual([true, false, false]);
    expect(sums(row)).toEqual(["12.5", "15", "83.33"]);
  });

  // t1 does not count at all; of 1.25 and 5 the first is dropped.
  test("pass over what does not count anyway", () => {
    const row = gradebook({ settings: { scale: 5, drop: 1 }, now: week(3) }).student(
      student("ann"),
      line({ t1: { override: excused }, t2: { outcome: graded(1) }, t3: { outcome: graded(4) } }),
    );
    expect(row.cells.map((cell) => cell?.dropped ?? false)).toEqual([false, true, false]);
    expect([...row.dropped]).toEqual([1]);
  });
});

describe("a test's best score", () => {
  test("is what it was graded by, and the course's scale before", () => {
    const book = line({ t1: { outcome: graded(4, { scale: 10 }) } });
    const course = gradebook({}, [book]);
    expect(course.tests.map(({ best }) => best)).toEqual(["10", "5", "5"]);
    const row = course.student(student("bob"), line({ t1: { outcome: missing } }));
    expect(sums(row)).toEqual(["0", "10", "0"]);
  });

  test("is the greatest that it was graded by, under whichever name; by hand nothing is graded", () => {
    const renamed = [aTest("t1", { deadline: week(1), renamedFrom: [testRef("old")] })];
    const lines = [
      line({ old: { outcome: graded(4, { scale: 10 }) }, t1: { outcome: graded(4) } }),
      line({ t1: { override: byHand("20") } }),
    ];
    for (const book of [lines, lines.toReversed()])
      expect(gradebook({ tests: renamed }, book).tests.map(({ best }) => best)).toEqual(["10"]);
  });
});

test("a test that has not opened yet is no column, unless something is in it", () => {
  const opens = week(3);
  const coming = [
    aTest("t1", { deadline: week(1) }),
    aTest("t2", { opens, deadline: opens }),
    aTest("t3", { opens, deadline: opens }),
  ];
  const course = gradebook({ tests: coming, now: week(1) });
  const students = [
    course.student(student("ann"), line({ t3: { override: excused } })),
    { ...course.student(student("bob"), undefined), cells: [null, null, null] },
  ];
  const columns = (now = week(1)) => begunTests({ tests: course.tests, students }, now);
  expect(columns().tests.map(({ testId }) => testId)).toEqual(["t1", "t3"]);
  expect(columns().students.map(statuses)).toEqual([
    [null, "excused"],
    [null, null],
  ]);
  expect(columns(opens).tests.map(({ testId }) => testId)).toEqual(["t1", "t2", "t3"]);
});

describe("a run's report", () => {
  const entry = (id: string, testId = "t1") => ({
    studentId: studentId(id),
    name: `Name of ${id}`,
    ...testRef(testId),
  });
  const counts = { roster: 2, graded: 0, missing: 2, failed: 0 };
  const report: RunReport = {
    runId: mondayRun,
    students: 2,
    tests: ["t1", "t2"].map((testId) => ({ ...testRef(testId), title: testId, counts })),
    missing: [entry("ann"), entry("bob"), entry("ann", "t2"), entry("bob", "t2")],
    failed: [],
    mails: { sent: 0, problems: [] },
  };

  test("counts who is excused, and misses the others only", () => {
    const overrides = [
      { ...entry("ann"), value: excused.value },
      { ...entry("bob", "t2"), value: byHand("3").value },
    ];
    expect(withOverrides(report, overrides)).toStrictEqual({
      ...report,
      tests: [{ ...report.tests[0], counts: { ...counts, excused: 1 } }, report.tests[1]],
      missing: [entry("bob"), entry("ann", "t2"), entry("bob", "t2")],
      overrides,
    });
  });

  test("stays as it is when nothing was set by hand", () => {
    expect(withOverrides(report, [])).toStrictEqual(report);
  });
});
