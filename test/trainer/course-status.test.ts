import { expect, test } from "@jest/globals";
import { courseStatus } from "../../trainer/status/course-status.ts";
import { aTest, instant, student, testRef } from "../tasks/support/course.ts";

test("who came on the list after a test had closed is not missing in it, unless an extension opens it", () => {
  const since = instant("2026-11-24T10:00:00.000Z");
  const extensions = [{ ...testRef("t1"), deadline: instant("2026-11-30T22:00:00.000Z") }];
  const students = [student("ann"), student("eva", { since }), student("ivo", { since, extensions })];
  const tests = [aTest("t1"), aTest("t2", { deadline: instant("2026-11-30T22:00:00.000Z") })];
  const status = courseStatus(tests, students, new Map(), instant("2026-11-25T10:00:00.000Z"));
  const who = status.tests.map((one) => one.students.map(({ studentId }) => studentId));
  expect(who).toEqual([
    ["ann", "ivo"],
    ["ann", "eva", "ivo"],
  ]);
  expect(status.tests.map(({ missing }) => missing)).toEqual([2, 3]);
});
