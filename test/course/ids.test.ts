import { expect, test } from "@jest/globals";
import { studentIdSchema, subjectSchema, testIdSchema } from "../../course/ids.ts";

const accepts = (name: string) => studentIdSchema.safeParse(name).success;

test.each(["ada", "007", "A.b_c-d", "x".repeat(64)])("%s is a name, kept as written", (name) => {
  expect(studentIdSchema.parse(name)).toBe(name);
});

test.each([
  ["nothing", ""],
  ["a path upwards", ".."],
  ["a path upwards inside", "a..b"],
  ["a slash", "a/b"],
  ["an escaped slash", "a%2fb"],
  ["a hidden name", ".profile"],
  ["an option", "-rf"],
  ["a space", "a b"],
  ["a line end", "ada\n"],
  ["a NUL", "ada\u0000"],
  ["a letter that looks like another", "\u0430da"],
  ["65 characters", "x".repeat(65)],
])("%s is no name", (_, name) => {
  expect(accepts(name)).toBe(false);
});

test.each(["submissions", "grades", "mail"])(
  "%s is no subject and no test, as rights to that folder of every student would reach it",
  (name) => {
    expect(subjectSchema.safeParse(name).success).toBe(false);
    expect(testIdSchema.safeParse(name).success).toBe(false);
    expect(accepts(name)).toBe(true);
  },
);
