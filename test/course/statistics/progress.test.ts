import { describe, expect, test } from "@jest/globals";
import type { GradebookCell, GradebookColumns } from "../../../course/gradebook/course-gradebook.ts";
import { questionIdSchema } from "../../../course/ids.ts";
import { hardQuestions, timesBefore } from "../../../course/statistics/hard-questions.ts";
import { attendance, progressOf, studentsWithFacts } from "../../../course/statistics/progress.ts";
import { progressViewOf, progressViewSchema } from "../../../course/statistics/progress-view.ts";
import { drawnResults } from "../../../trainer/progress/progress-lines.ts";
import { aTest, instant, student } from "../../tasks/support/course.ts";

const week = (n: number) => instant(new Date(Date.UTC(2026, 8, 7 + 7 * n, 21)).toISOString());

const cellOf = (sign: string): GradebookCell | null => {
  if (sign === "m") return { status: "missing" };
  if (sign === "f") return { status: "failed" };
  if (sign === "e") return { status: "excused" };
  if (sign === "o") return { status: "open" };
  return sign === " " ? null : { status: "graded", score: sign };
};

type Rows = readonly (string | readonly string[])[];

/** Each row is a student's: a score up to 8, or m missing, f failed, e excused, o open, blank not theirs. */
const gradebook = (...rows: Rows): GradebookColumns => ({
  tests: Array.from({ length: rows[0]?.length ?? 0 }, (_, place) => ({
    ...aTest(`t${place + 1}`, { deadline: week(place) }),
    ...{ best: "8", weight: 1 },
  })),
  students: rows.map((row, place) => ({
    ...student(`s${place + 1}`),
    ...{ total: "0", outOf: "0", average: null, dropped: new Set<number>() },
    cells: [...row].map(cellOf),
  })),
});

const factsOf = (...rows: Rows): string[][] =>
  progressOf(gradebook(...rows)).students.map(({ facts }) => facts.map(({ sentence }) => sentence));

describe("a course over the weeks", () => {
  test("has a test for each that is over for somebody, in the order of deadlines, with who handed it in", () => {
    const { tests, students } = progressOf(gradebook("84mo", "6fe ", "mmmo"));
    expect(tests).toMatchObject([
      { testId: "t1", due: 3, handedIn: 2, mean: 87.5 },
      { testId: "t2", due: 3, handedIn: 2, mean: 50 },
      { testId: "t3", due: 2, handedIn: 0, mean: null },
    ]);
    expect(tests.map(attendance)).toEqual([66.7, 66.7, 0]);
    expect(students).toMatchObject([
      { due: 3, handedIn: 2, mean: 75, results: [100, 50, "missed"] },
      { due: 2, handedIn: 2, mean: 75, results: [75, null, null] },
      { due: 3, handedIn: 0, mean: null, results: ["missed", "missed", "missed"] },
    ]);
  });

  test("has an attendance of each test, and none of a test that nobody has", () => {
    expect([attendance({ due: 3, handedIn: 1 }), attendance({ due: 0, handedIn: 0 })]).toEqual([33.3, null]);
  });

  test("is nothing of nobody, and of one student a row", () => {
    expect(progressOf(gradebook())).toEqual({ tests: [], students: [] });
    expect(progressOf(gradebook("oo")).tests).toEqual([]);
    expect(factsOf("8888")).toStrictEqual([[]]);
  });

  test("orders tests by deadline, not as the course has them", () => {
    const { tests, students } = gradebook("84");
    const progress = progressOf({
      tests: tests.map((one, place) => ({ ...one, deadline: week(-place) })),
      students,
    });
    expect(progress.tests.map(({ testId }) => testId)).toEqual(["t2", "t1"]);
    expect(progress.students[0]?.results).toEqual([50, 100]);
  });
});

describe("of a student is said", () => {
  test("how many of the last tests were missed, from two on; what was not due, or excused, is none of them", () => {
    expect(factsOf("8888mm", "mm8888", "m8m888", "8mo m ", "mmm   ", "8m888m", "m88888")).toEqual([
      ["Missed 2 of the last 4 tests."],
      [],
      [],
      ["Missed 2 of the last 3 tests."],
      ["Missed the last 3 tests."],
      [],
      [],
    ]);
  });

  test("that the scores fall, compared with the class, where that is more than chance", () => {
    // Above the means, in eighths: 0.6 0.6 0.6, then -2.6 -2.4 -2.4, so 3.07 of 8 lower.
    expect(factsOf("777333", "777777", "666666", "555555", "777766")[0]).toEqual([
      "The last 3 scores are 38 points of 100 lower than the 3 before, compared with the class.",
    ]);
  });

  test("also of a longer course: the last 3 scores, compared with all before", () => {
    expect(factsOf("5555333", "3333555")).toEqual([
      ["The last 3 scores are 25 points of 100 lower than the 4 before, compared with the class."],
      [],
    ]);
  });

  test("a fall of 10 points, and nothing of a smaller one", () => {
    const [upper, lower] = [Array(3).fill("4.4"), Array(3).fill("3.6")];
    expect(factsOf([...upper, ...lower], [...lower, ...upper])[0]).toEqual([
      "The last 3 scores are 10 points of 100 lower than the 3 before, compared with the class.",
    ]);
    const nearly = Array(3).fill("3.61");
    expect(factsOf([...upper, ...nearly], [...nearly, ...upper])[0]).toEqual([]);
  });

  test("a fall of twice its standard error, by how scores usually vary in the class", () => {
    const jumping = (by: number) => {
      const [high, low] = [String(4 + by), String(4 - by)];
      return [
        [high, low, high, low, high, low],
        [low, high, low, high, low, high],
      ];
    };
    // In eighths. All are about the mean of 4, with 5 free scores each; 3 + 3 scores are compared. The fall is 2, and:
    // √(4 students · 6 · 1² / 20 · (1/3 + 1/3)) = 0.89, so 2 is more than twice the error,
    expect(factsOf("555333", "333555", ...jumping(1))[0]).toHaveLength(1);
    // √((2 · 6 · 1² + 2 · 6 · 1.5²) / 20 · (1/3 + 1/3)) = 1.14, so it is less.
    expect(factsOf("555333", "333555", ...jumping(1.5))[0]).toEqual([]);
    // Who has no scores says nothing of how they vary.
    const nobody = Array(5).fill("eeeeee");
    expect(factsOf("555333", "333555", ...jumping(1), ...nobody)[0]).toHaveLength(1);
  });

  test("nothing, where everybody finds the later tests harder", () => {
    expect(factsOf("777333", "888444", "666222").flat()).toEqual([]);
  });

  test("nothing, where scores jump about in the whole class, or there are too few of them", () => {
    expect(factsOf("828412", "282828", "828282", "181818").flat()).toEqual([]);
    expect(factsOf("8811", "8888", "7777").flat()).toEqual([]);
  });

  test("most of whom missed most lately, first", () => {
    const found = studentsWithFacts(progressOf(gradebook("888mm8", "mmmmmm", "888888", "88mmm8")));
    expect(found.map(({ studentId }) => studentId)).toEqual(["s2", "s4", "s1"]);
    const lately = studentsWithFacts(progressOf(gradebook("mmm888m8m8", "8888888mmm")));
    expect(lately.map(({ studentId }) => studentId)).toEqual(["s2", "s1"]);
  });

  test("of who missed as many, those first of whom there is more to say", () => {
    const found = studentsWithFacts(progressOf(gradebook("4444mm44", "5553mm33", "3335ee55")));
    expect(found.map(({ studentId, facts }) => [studentId, facts.map(({ kind }) => kind)])).toEqual([
      ["s2", ["missed", "falling"]],
      ["s1", ["missed"]],
    ]);
  });
});

const askedTest = (
  testId: string,
  weeks: number,
  facilities: readonly (number | null)[],
  isJudged = true,
) => ({
  test: aTest(testId, { deadline: week(weeks) }),
  questions: facilities.map((facility, index) => ({
    ...{ questionId: questionIdSchema.parse(`q${index + 1}`), question: `What is ${index + 1}?` },
    ...{ facility, students: 30, isJudged, asks: index === 0 ? "the same" : `${testId} ${index}` },
  })),
});

describe("hard questions", () => {
  test("are those that gave few of their points, those first that were asked before", () => {
    const found = hardQuestions([
      askedTest("t2", 1, [30, 12, 80]),
      askedTest("t1", 0, [25, 34.99, 35, null]),
    ]);
    expect(found.map(({ testId, place, facility, before }) => [testId, place, facility, before])).toEqual([
      ["t2", 1, 30, [{ title: "Title of t1", facility: 25 }]],
      ["t2", 2, 12, []],
      ["t1", 2, 34.99, []],
    ]);
  });

  test("are in the order of how often they were asked before, then of how hard they are", () => {
    const asks = (...names: readonly string[]) =>
      names.map((name) => ({
        ...{ questionId: questionIdSchema.parse(name), question: `What is ${name}?`, asks: name },
        ...{ facility: name === "b" ? 10 : 20, students: 30, isJudged: true },
      }));
    const test = (testId: string, weeks: number) => aTest(testId, { deadline: week(weeks) });
    const found = hardQuestions([
      { test: test("t1", 0), questions: asks("a", "c") },
      { test: test("t2", 1), questions: asks("a", "b", "c") },
      { test: test("t3", 2), questions: asks("d", "c") },
    ]);
    expect(found.map(({ questionId, before }) => [questionId, before.length])).toEqual([
      ...[
        ["c", 2],
        ["a", 1],
        ["b", 0],
        ["d", 0],
      ],
    ]);
  });

  test("were asked last in the later one of the course, of two tests with one deadline", () => {
    const found = hardQuestions([askedTest("t1", 0, [10]), askedTest("t2", 0, [20])]);
    expect(found).toMatchObject([{ testId: "t2", facility: 20, before: [{ facility: 10 }] }]);
  });

  test("are none any more when they went well the last time, and none of a few students", () => {
    expect(hardQuestions([askedTest("t1", 0, [10]), askedTest("t2", 1, [60])])).toEqual([]);
    expect(hardQuestions([askedTest("t1", 0, [10], false)])).toEqual([]);
  });

  test("name the latest three times that they were asked before, and count the others", () => {
    const before = [10, 20, 30, 40, 50].map((facility, week) => ({ title: `Week ${week + 1}`, facility }));
    expect([0, 1, 3, 4, 5].map((times) => timesBefore({ before: before.slice(0, times) }))).toEqual([
      "",
      "10% in Week 1",
      "30% in Week 3; 20% in Week 2; 10% in Week 1",
      "40% in Week 4; 30% in Week 3; 20% in Week 2; 1 time earlier",
      "50% in Week 5; 40% in Week 4; 30% in Week 3; 2 times earlier",
    ]);
  });
});

describe("the view of a course", () => {
  const counts = { read: 2, of: 3, skipped: 1 };

  test("has the tests, the students of whom there is something to say, and the hard questions", () => {
    const progress = progressOf(gradebook("4444mm44", "5553mm33", "3335ee55"));
    const asked = [askedTest("t1", 0, [20]), askedTest("t2", 1, [30])];
    const view = progressViewOf(progress, { asked, ...counts });
    expect(view).toEqual({
      ...counts,
      tests: progress.tests,
      students: [progress.students[1], progress.students[0]],
      ...{ withFacts: 2, ofStudents: 3 },
      questions: hardQuestions(asked),
    });
    expect(progressViewSchema.parse(view)).toEqual(view);
  });

  test("has 200 students and 40 questions at most, and says of how many students there is something to say", () => {
    const rows = Array(201).fill("mm");
    const view = progressViewOf(progressOf(gradebook(...rows)), {
      ...{ asked: [askedTest("t1", 0, Array(41).fill(10))], ...counts },
    });
    expect([view.students.length, view.withFacts, view.questions.length]).toEqual([200, 201, 40]);
  });
});

test("the view of a course of 60 weeks and 400 students stays below 1 MB", () => {
  const rows = Array.from({ length: 400 }, () => "8765432m".repeat(15).slice(0, 118).concat("mm"));
  const asked = Array.from({ length: 120 }, (_, place) => askedTest(`t${place}`, place, Array(20).fill(10)));
  const view = progressViewOf(progressOf(gradebook(...rows)), { asked, read: 120, of: 120, skipped: 0 });
  expect(progressViewSchema.parse(view)).toEqual(view);
  expect([view.students.length, view.withFacts, view.questions.length]).toEqual([200, 400, 40]);
  expect(JSON.stringify(view).length).toBeLessThan(1_000_000);
});

test("results are drawn from the lowest step to the highest, a missed one as a dot", () => {
  expect(drawnResults([0, 12.4, 12.5, 50, 99, 100, "missed", null, 100])).toBe("▁▁▂▅██· █");
});
