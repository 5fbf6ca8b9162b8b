import { afterEach, expect, test } from "@jest/globals";
import { CourseFolderError } from "../../../trainer/course-folder/problems.ts";
import { readCourse } from "../../../trainer/course-folder/read-course.ts";
import { type CourseFiles, courseFolders, goodCourse } from "../support/course-files.ts";

const folders = courseFolders();
afterEach(folders.removeAll);

const bootWith = (line: string): CourseFiles => ({
  "linux/boot.yaml": goodCourse["linux/boot.yaml"].replace("opens:", `${line}\nopens:`),
});

const problemsOf = (files: CourseFiles): string => {
  const folder = folders.make(files);
  try {
    readCourse(folder);
    return "";
  } catch (error) {
    if (error instanceof CourseFolderError) return error.message;
    throw error;
  }
};

test.each<[string, readonly string[]]>([
  ["start", ["linux/start"]],
  ["os/start", ["os/start"]],
  ["[begin, os/start]", ["linux/begin", "os/start"]],
])("renamedFrom: %s names what the test was called, the latest first", (names, paths) => {
  const [test] = readCourse(folders.make(bootWith(`renamedFrom: ${names}`))).tests;
  expect(test?.renamedFrom?.map(({ subject, testId }) => `${subject}/${testId}`)).toEqual(paths);
});

test("a test that was never renamed has no earlier names", () => {
  expect(readCourse(folders.make()).tests[0]).not.toHaveProperty("renamedFrom");
});

test.each<[string, string, CourseFiles]>([
  ["boot", "linux/boot.yaml:2: renamedFrom: linux/boot is the test's own name", {}],
  ["[old, old]", "linux/boot.yaml:2: renamedFrom: linux/old is named twice", {}],
  [
    "a/b/c",
    'linux/boot.yaml:2: renamedFrom: "a/b/c" is no name of a test, such as "test01" or "linux/test01"',
    {},
  ],
  [
    "{ a: b }",
    'linux/boot.yaml:2: renamedFrom must be the name that the test had, such as "test01" or "linux/test01", or a list of them',
    {},
  ],
  [
    "shell",
    "linux/boot.yaml:2: renamedFrom: linux/shell is a test of its own, linux/shell.yaml",
    { "linux/shell.yaml": goodCourse["linux/boot.yaml"] },
  ],
  [
    "old",
    "linux/shell.yaml:1: renamedFrom: linux/old is claimed by linux/boot.yaml too",
    { "linux/shell.yaml": `renamedFrom: old\n${goodCourse["linux/boot.yaml"]}` },
  ],
])("renamedFrom: %s is refused where it can't be: %s", (names, problem, more) => {
  expect(problemsOf({ ...bootWith(`renamedFrom: ${names}`), ...more })).toContain(problem);
});
