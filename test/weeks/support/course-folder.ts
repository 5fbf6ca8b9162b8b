import { type MadeUpCourse, type MadeUpTest, writeCourseFolder } from "../../../tools/class/course-folder.ts";

/** Its deadline is the first Monday 23:00 after it opens. */
export type WrittenTest = Pick<MadeUpTest, "path" | "opens">;

/** Writes a course folder as a trainer would. */
export const writeWeeksCourse = (
  folder: string,
  studentIds: readonly string[],
  tests: readonly WrittenTest[],
  settings: Pick<MadeUpCourse, "reminders" | "release"> = {},
): string => {
  writeCourseFolder(folder, {
    studentIds,
    ...settings,
    tests: tests.map((test) => ({ ...test, title: test.path.split("/")[1] ?? "" })),
  });
  return folder;
};
