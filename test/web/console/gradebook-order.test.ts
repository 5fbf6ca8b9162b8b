import { describe, expect, test } from "@jest/globals";
import type { GradebookRow } from "../../../course/console/console-views.ts";
import { inOrder, orderAfterClick, windowOf } from "../../../web/console/gradebook-order.ts";
import { studentId } from "../../tasks/support/course.ts";

const row = (name: string, total: string, ...cells: (string | null)[]): GradebookRow => ({
  studentId: studentId(name.toLowerCase()),
  name,
  email: `${name}@example.com`,
  total,
  outOf: "10",
  average: null,
  cells,
});
const rows = [
  row("Bob", "9.5", "missing"),
  row("ann", "10", "4.25"),
  row("Cid", "9.5", null),
  row("Dan", "100", "10"),
  row("Eva", "0", "open"),
];
const namesBy = (by: "name" | "total" | number, isDescending: boolean): string[] =>
  inOrder(rows, { by, isDescending }).map(({ name }) => name);

describe("the gradebook is sorted", () => {
  test("by name, in any letter case", () => {
    expect(namesBy("name", false)).toEqual(["ann", "Bob", "Cid", "Dan", "Eva"]);
  });

  test("by sums as numbers, equal ones by name", () => {
    expect(namesBy("total", true)).toEqual(["Dan", "ann", "Bob", "Cid", "Eva"]);
  });

  test("by a test: scores first, then missing, then what is open or not theirs", () => {
    expect(namesBy(0, true)).toEqual(["Dan", "ann", "Bob", "Eva", "Cid"]);
  });

  test("numbers from the best, and the other way round after a second click", () => {
    const first = orderAfterClick({ by: "name", isDescending: false }, 3);
    expect(first).toEqual({ by: 3, isDescending: true });
    expect(orderAfterClick(first, 3)).toEqual({ by: 3, isDescending: false });
    expect(orderAfterClick(first, "name")).toEqual({ by: "name", isDescending: false });
  });
});

test("only rows near what is visible are drawn", () => {
  const at = (scrollTop: number, count = 400) => windowOf({ scrollTop, height: 500, rowHeight: 36 }, count);
  expect(at(0)).toEqual({ first: 0, end: 22 });
  expect(at(3_600)).toEqual({ first: 92, end: 122 });
  expect(at(14_000)).toEqual({ first: 380, end: 400 });
  expect(at(14_000, 3)).toEqual({ first: 2, end: 3 });
});
