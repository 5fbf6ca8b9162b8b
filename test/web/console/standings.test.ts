import { expect, test } from "@jest/globals";
import { type Student, studentSchema } from "../../../course/student.ts";
import { type Test, testSchema } from "../../../course/test.ts";
import {
  knownCount,
  standingsOf,
  submittedWords,
  type TestStanding,
} from "../../../web/console/standings.ts";

const week: Test = testSchema.parse({
  subject: "linux",
  testId: "week1",
  title: "Week one",
  opens: null,
  deadline: "2026-11-23T22:00:00.000Z",
  attemptsAllowed: null,
});

const studentOf = (studentId: string): Student =>
  studentSchema.parse({ studentId, email: `${studentId}@example.com`, name: studentId, extensions: [] });

const students = ["a", "a-b", "b", "c", "d"].map(studentOf);

/** In the order of the bucket: a hyphen comes before a slash. */
const stored = [
  "students/a-b/profile.json",
  "students/a-b/submissions/linux/week1/1.json",
  "students/a/profile.json",
  "students/b/grades/linux/week1.json",
  "students/b/profile.json",
  "students/b/submissions/linux/week1/1.json",
  "students/c/profile.json",
  "students/c/submissions/linux/week1/1.json",
  "students/d/profile.json",
];

const ids = (list: readonly Student[] | undefined): string[] =>
  (list ?? []).map(({ studentId }) => studentId);

const listsOf = (standing: TestStanding | undefined) => ({
  submitted: ids(standing?.submitted),
  missing: ids(standing?.missing),
  graded: ids(standing?.graded),
});

test("students whose keys were all listed are counted, and all are when the listing is complete", () => {
  const standings = standingsOf([week], students, { keys: stored, isCut: false });
  expect(standings).toMatchObject({ students: 5, unlisted: 0 });
  expect(listsOf(standings.tests[0])).toEqual({
    submitted: ["a-b", "b", "c"],
    missing: ["a", "d"],
    graded: ["b"],
  });
  expect(standings.tests.map((one) => submittedWords(one, standings))).toEqual(["3 of 5"]);
  expect(knownCount(0, standings)).toBe("0");
});

test("a student whom a cut listing did not come to, or not wholly, is never called missing", () => {
  const standings = standingsOf([week], students, { keys: stored.slice(0, 7), isCut: true });
  expect(standings).toMatchObject({ students: 5, unlisted: 2 });
  expect(listsOf(standings.tests[0])).toEqual({ submitted: ["a-b", "b"], missing: ["a"], graded: ["b"] });
  expect(knownCount(1, standings)).toBe("at least 1");
  expect(knownCount(0, standings)).toBe("not known");
});
