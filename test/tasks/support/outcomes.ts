import type { MailOutcome, TestOutcome } from "../../../course/run/run.ts";
import { instant, testRef } from "./course.ts";

export const graded = (testId = "t1", right = 2) =>
  ({
    status: "graded",
    ...testRef(testId),
    title: `Title of ${testId}`,
    revision: 1,
    right,
    questions: 3,
    scale: 5,
    receivedAt: instant("2026-11-23T20:00:00.000Z"),
  }) as const satisfies TestOutcome;

export const missing = (testId = "t1") =>
  ({ status: "missing", ...testRef(testId) }) as const satisfies TestOutcome;

export const failed = (testId = "t1", reason = "it is corrupt") =>
  ({ status: "failed", ...testRef(testId), reason }) as const satisfies TestOutcome;

export const mail = (status: MailOutcome["status"], testId = "t1"): MailOutcome => ({
  ...testRef(testId),
  revision: 1,
  status,
});
