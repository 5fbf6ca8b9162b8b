import { describe, expect, test } from "@jest/globals";
import type { GradebookCell, GradebookColumns } from "../../course/gradebook/course-gradebook.ts";
import { courseTable } from "../../trainer/gradebook/course-table.ts";
import { instant, monday, student, testRef } from "../tasks/support/course.ts";

const graded = (score: string, changes: Partial<GradebookCell> = {}): GradebookCell => ({
  status: "graded",
  score,
  ...changes,
});

const override = {
  value: { kind: "score", score: "4.5" },
  because: "the key was wrong",
  by: "Tess",
  at: instant("2026-11-24T08:00:00.000Z"),
} as const;

const gradebook = (tests: number): GradebookColumns => ({
  tests: Array.from({ length: tests }, (_, n) => ({
    ...testRef(`week${n + 1}`),
    title: `Week ${n + 1}`,
    deadline: monday,
    best: "5",
    weight: 1,
    opens: null,
  })),
  students: ["ann", "bob"].map((id) => ({
    ...student(id, { name: `${id} with a name that is longer than most` }),
    cells: Array.from({ length: tests }, (_, n): GradebookCell | null => {
      if (id === "bob") return n === 0 ? null : { status: "missing" };
      return n === 0 ? graded("4.5", { override }) : graded("1.25", { dropped: true });
    }),
    total: "4.5",
    outOf: "5",
    average: id === "ann" ? "90" : null,
    dropped: new Set<number>(),
  })),
});

const lines = (tests: number, columns?: number): string[] =>
  courseTable(gradebook(tests), { paint: (_, part) => part, columns });

describe("the table of a course", () => {
  test("marks what was set by hand and what is dropped, and says what the marks mean", () => {
    const [header, ann, ...rest] = lines(2);
    expect(header).toMatch(
      /^studentId {2}name .* linux\/week1 {2}linux\/week2 {2}total {2}out of {2}average$/,
    );
    expect(ann).toMatch(/ 4\.5\* +\(1\.25\) +4\.5 +5 +90%$/);
    expect(rest.slice(-2)).toEqual([
      "* set by hand; --json says by whom and why",
      "( ) one of the lowest, which don't count",
    ]);
  });

  test.each([120, 80, 60, 48])("fits %i columns with tests in blocks, and names them below", (columns) => {
    const shown = lines(12, columns);
    expect(Math.max(...shown.map(({ length }) => length))).toBeLessThanOrEqual(columns);
    expect(shown).toContain("12  linux/week12  Week 12");
    const headers = shown.filter((line) => line.startsWith("studentId"));
    const numbers = headers.flatMap((line) => line.split(/ {2,}/).slice(2));
    expect(numbers).toEqual([
      ...Array.from({ length: 12 }, (_, n) => `${n + 1}`),
      "total",
      "out of",
      "average",
    ]);
  });
});
