import { type GradebookView, gradebookViewSchema } from "../../../course/console/console-views.ts";

const digits = (number: number): string => String(number).padStart(4, "0");

/** What the console's server answers for a class of this size, with all that a cell can be. */
export const largeGradebook = (students: number, tests: number): GradebookView =>
  gradebookViewSchema.parse({
    tests: Array.from({ length: tests }, (_, place) => ({
      subject: "linux",
      testId: `week-${place}`,
      title: place % 3 === 0 ? `Week ${place}: processes, signals and sessions` : `Week ${place}`,
      deadline: "2026-11-23T22:00:00.000Z",
      best: "5",
      weight: place % 10 === 9 ? 2 : 1,
    })),
    students: Array.from({ length: students }, (_, index) => ({
      studentId: `s${digits(index)}`,
      name: `Student ${digits(index)}`,
      email: `s${digits(index)}@example.com`,
      total: "402.25",
      outOf: "600",
      average: "67.04",
      cells: Array.from({ length: tests }, (_, place) => cells[(index * 7 + place) % cells.length] ?? null),
      dropped: [index % tests],
      byHand:
        index % 50 === 0 ? [{ place: 1, because: "ill", by: "Ada", at: "2026-11-24T10:00:00.000Z" }] : [],
    })),
    matching: students,
    offList: [],
    hasNoBook: false,
  });

const cells = ["5", "3.75", "missing", "2.5", "4.25", "0", "failed", "excused", "extended", "open", null];
