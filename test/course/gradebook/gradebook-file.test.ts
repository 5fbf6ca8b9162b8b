import { describe, expect, test } from "@jest/globals";
import type { GradebookCell, GradebookColumns } from "../../../course/gradebook/course-gradebook.ts";
import { fileRows, separatorOf } from "../../../course/gradebook/gradebook-file.ts";
import { monday, student, testRef } from "../../tasks/support/course.ts";

const cells: readonly (GradebookCell | null)[] = [
  { status: "graded", score: "3.33" },
  { status: "missing" },
  { status: "failed" },
  { status: "extended" },
  { status: "open" },
  { status: "excused" },
  null,
];

const gradebook = (titles: readonly string[], name = "Ann"): GradebookColumns => ({
  tests: titles.map((title, n) => ({
    ...testRef(`t${n}`),
    title,
    deadline: monday,
    best: "5.5",
    weight: 1,
    opens: null,
  })),
  students: [
    {
      ...student("007", { name }),
      cells: titles.map((_, n) => cells[n] ?? null),
      total: "3.33",
      outOf: "11",
      average: "30.27",
      dropped: new Set<number>(),
    },
  ],
});

const letters = ["A", "B", "C", "D", "E", "F", "G"];
const rows = (...args: Parameters<typeof fileRows>) => Array.from(fileRows(...args));

test.each([
  ["pl", ";"],
  ["de", ";"],
  ["de-CH", ","],
  ["en", ","],
  ["ja", ","],
  [undefined, ","],
])("in the language %s a spreadsheet expects %s between cells", (language, separator) => {
  expect(separatorOf({ language })).toBe(separator);
});

describe("a file for a spreadsheet", () => {
  test("says in words what is no score, and adds sum, best sum and average", () => {
    const [header, row] = rows("spreadsheet", gradebook(letters), ",");
    expect(header?.slice(-4)).toEqual(["linux/t6", "total", "out of", "average %"]);
    expect(row?.slice(3)).toEqual([
      "3.33",
      "missing",
      "failed",
      "extended",
      "open",
      "excused",
      "",
      "3.33",
      "11",
      "30.27",
    ]);
  });

  test("has no average where nothing counts yet", () => {
    const { tests, students } = gradebook(["A"]);
    const nothing = students.map((one) => ({ ...one, total: "0", outOf: "0", average: null }));
    const [, row] = rows("spreadsheet", { tests, students: nothing }, ",");
    expect(row?.slice(-3)).toEqual(["0", "0", ""]);
  });

  test("has a comma in numbers beside a semicolon, and keeps ids and names texts", () => {
    const [, row] = rows("spreadsheet", gradebook(["A"], "=1+1"), ";");
    expect(row).toEqual(['="007"', "'=1+1", "007@example.com", "3,33", "3,33", "11", "30,27"]);
  });
});

describe("a file for Canvas", () => {
  const titlesOf = (...titles: string[]) => rows("canvas", gradebook(titles), ",")[0]?.slice(4);

  test("has scores and excused tests only, and nothing where a test is missing", () => {
    const [header, points, row] = rows("canvas", gradebook(letters), ",");
    expect(header?.slice(0, 4)).toEqual(["Student", "ID", "SIS Login ID", "Section"]);
    expect(points?.slice(0, 5)).toEqual(["    Points Possible", "", "", "", "5.5"]);
    expect(row).toEqual(["Ann", "", "007@example.com", "", "3.33", "", "", "", "", "EX", ""]);
  });

  test("names each test by another title", () => {
    expect(titlesOf("Quiz", "quiz ", "Exam")).toEqual(["Quiz [linux/t0]", "quiz [linux/t1]", "Exam"]);
  });

  test.each([
    "Student",
    "ID",
    "Section",
    "SIS Login ID",
    "SIS User ID",
    "LastName",
    "FirstName",
    "Integration ID",
    "Root Account",
    "Quiz (2)",
    "Quiz (12)",
    "My Final Score",
    "Current Points",
    "Override Grade",
  ])("gives a test's name in place of the title %s, which Canvas takes for something else", (title) => {
    expect(titlesOf(title)).toEqual(["linux/t0"]);
  });

  test("has the title of a test with a number in brackets elsewhere", () => {
    expect(titlesOf("Quiz (2) of files")).toEqual(["Quiz (2) of files"]);
  });
});

test("a file for Moodle has scores only, and ids as they are", () => {
  expect(rows("moodle", gradebook(letters), ",")).toEqual([
    ["Email address", "ID number", ...letters],
    ["007@example.com", "007", "3.33", "", "", "", "", "", ""],
  ]);
});
