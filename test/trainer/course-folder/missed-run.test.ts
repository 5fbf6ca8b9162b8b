import { afterEach, expect, test } from "@jest/globals";
import { readCourse } from "../../../trainer/course-folder/read-course.ts";
import { trainer } from "../support/course-cloud.ts";
import { courseFolders, goodCourse } from "../support/course-files.ts";

const folders = courseFolders();
afterEach(folders.removeAll);

const ending = (time: string) => ({
  "linux/boot.yaml": goodCourse["linux/boot.yaml"].replace("2026-11-23 23:00", time),
});
const extended = (until: string) => ({
  "extensions.csv": `studentId,subject,testId,until\nadam,linux,boot,${until}\n`,
});
const warnings = (files: Parameters<typeof folders.make>[0]) =>
  readCourse(folders.make(files)).warnings.filter(({ message }) => message.includes("the weekly run"));

test("a deadline that the weekly run misses by minutes is said with file, line and when it is graded", () => {
  expect(warnings(ending("2026-11-23 23:30"))).toEqual([
    {
      file: "linux/boot.yaml",
      line: 3,
      message:
        "2026-11-23 23:30 is 30 minutes after the weekly run (Monday 23:00), so it is graded a week later, Monday 30 November 2026, 23:00 (Europe/Warsaw); to have it graded by the earlier run, end it at that run's time, or start one by hand afterwards: bin/trainer grade",
    },
  ]);
});

test("so is a later deadline of a single student", () => {
  expect(warnings(extended("2026-12-01 08:00"))).toMatchObject([
    {
      file: "extensions.csv",
      line: 2,
      message: expect.stringMatching(/^adam linux\/boot: .* is 9 hours after/),
    },
  ]);
});

test.each(["2026-11-23 23:00", "2026-11-23 22:59", "2026-11-24 11:01", "2026-11-30 23:00"])(
  "a deadline that is the run's, or is half a day from the last one, is not: %s",
  (time) => {
    expect(warnings(ending(time))).toEqual([]);
    expect(warnings(extended(time))).toEqual([]);
  },
);

test("check says when a test is graded that ends at another time than a run's", async () => {
  const { out } = await trainer("check", folders.make(ending("2026-11-20 12:00")));
  expect(out).toContain(
    "until Friday 20 November 2026, 12:00 (Europe/Warsaw), graded Monday 23 November 2026, 23:00 (Europe/Warsaw)",
  );
  expect((await trainer("check", folders.make())).out).not.toContain("graded");
});
