import type { GradebookRow, GradebookView, RunStudents } from "../../course/console/console-views.ts";
import { gradebookViewSchema } from "../../course/console/console-views.ts";

const tests = 20;

/** Larger than any answer of the server (course/console/console-views.ts). */
const mostCells = 60_000;
const mostRows = 1_000;

const cells = ["5", "3.75", "missing", "2.5", "4.25", "0", "failed", "excused", "extended", "open", null];

const idOf = (index: number): string => `student-${String(index).padStart(6, "0")}`;

const rowOf = (index: number, columns: number): GradebookRow => ({
  ...gradebookViewSchema.shape.students.element.parse({
    ...{ studentId: idOf(index), name: `Student number ${index}`, email: `${idOf(index)}@example.com` },
    ...{ total: "62.25", outOf: "100", average: "62.25" },
    cells: Array.from({ length: columns }, (_, place) => cells[(index * 7 + place) % cells.length] ?? null),
  }),
});

/** What the server answers for a class of this size whose members `words` find. */
export const largeGradebook = (students: number, words: string): GradebookView => {
  const indexes = Array.from({ length: students }, (_, index) => index).filter((index) =>
    idOf(index).includes(words),
  );
  const most = Math.floor(mostCells / (tests + 5));
  return gradebookViewSchema.parse({
    tests: Array.from({ length: tests }, (_, place) => ({
      ...{ subject: "linux", testId: `week-${place}`, title: `Week ${place}: processes and signals` },
      ...{ deadline: "2026-11-23T22:00:00.000Z", best: "5", weight: 1 },
    })),
    students: indexes.slice(0, most).map((index) => rowOf(index, tests)),
    matching: indexes.length,
    offList: [],
    hasNoBook: false,
  });
};

/** The same for the students of one run with a few tests. */
export const largeRun = (students: number, words: string): RunStudents => {
  const found = Array.from({ length: students }, (_, index) => idOf(index)).filter((id) =>
    id.includes(words),
  );
  return {
    heads: ["studentId", "name", "email", "linux/week-1", "networks/week-1", "shell/week-1"],
    rows: found
      .slice(0, mostRows)
      .map((id) => [id, `Name of ${id}`, `${id}@example.com`, "4.25", "missing", "3.75"]),
    matching: found.length,
  };
};
