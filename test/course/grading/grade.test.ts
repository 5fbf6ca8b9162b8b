import { describe, expect, test } from "@jest/globals";
import { gradeSchema, isSameGrade } from "../../../course/grading/grade.ts";

describe("two grades are the same", () => {
  const grade = gradeSchema.parse({
    studentId: "s1",
    subject: "linux",
    testId: "t1",
    revision: 1,
    right: 2,
    questions: 3,
    scale: 5,
    submissionId: "0".repeat(32),
    receivedAt: "2026-11-23T20:00:00.000Z",
    runId: "2026-11-23T22-00-00Z",
    answers: [{ questionId: "q1", given: "a", isRight: true }],
  });

  test("whatever their revision and the run that wrote them", () => {
    const later = gradeSchema.parse({ ...grade, revision: 4, runId: "2026-11-30T22-00-00Z" });
    expect(isSameGrade(grade, later)).toBe(true);
  });

  test.each([
    ["score", { right: 3 }],
    ["scale", { scale: 10 }],
    ["submission", { submissionId: "1".repeat(32) }],
    ["given answers", { answers: [{ questionId: "q1", given: null, isRight: true }] }],
  ])("not when the %s differs", (_, change) => {
    expect(isSameGrade(grade, gradeSchema.parse({ ...grade, ...change }))).toBe(false);
  });
});
