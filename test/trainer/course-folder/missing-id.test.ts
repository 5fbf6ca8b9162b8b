import { expect, test } from "@jest/globals";
import { warnOfMissingId } from "../../../trainer/course-folder/missing-id.ts";
import { Problems } from "../../../trainer/course-folder/problems.ts";

const warningsOf = (course: { id?: string; title: string }): string[] => {
  const problems = new Problems();
  warnOfMissingId("course.yaml", course, problems);
  expect(problems.errors).toEqual([]);
  return problems.warnings.map(({ message }) => message);
};

test("a course with an id is not warned", () => {
  expect(warningsOf({ id: "evening", title: "Evening class" })).toEqual([]);
});

test("a course without an id is told the line that keeps its stack", () => {
  expect(warningsOf({ title: "Evening class" })).toEqual([
    "has no id, so its title names its stack and its data (TestTime-evening-class): with a new title, commands would find another stack, without the class. Add the line `id: evening-class`, and everything stays where it is",
  ]);
});

test("the line stands in quotes where YAML would read a number", () => {
  expect(warningsOf({ title: "2026" })[0]).toContain('Add the line `id: "2026"`,');
});

test("a title that loses signs is told another id too, for a course that is new", () => {
  const [message] = warningsOf({ title: "Programming in C++" });
  expect(message).toContain(
    "Add the line `id: programming-in-c`, and everything stays where it is; but if this course is not deployed yet",
  );
  expect(message).toContain(
    "another course has this id (titles that differ only in signs get the same one), add `id: programming-in-c-plus-plus`",
  );
});

test("a title without letters and digits is told how to reach what is in its stack", () => {
  expect(warningsOf({ title: "!?" })[0]).toContain("is reached with --stack TestTime");
});
