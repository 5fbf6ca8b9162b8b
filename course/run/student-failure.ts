import type { StudentId } from "../ids.ts";
import { errorNames, type MailOutcome, type StudentFailure, type TestOutcome } from "./run.ts";

/** Most characters of a cause. It is part of a Fail state's cause, which may have 32,768. */
const longestCause = 8000;

/** What is known of a student some of whose tests could not be graded, after `mails` about the others. */
export const studentFailure = (
  {
    student,
    tests,
  }: { readonly student: { readonly studentId: StudentId }; readonly tests: readonly TestOutcome[] },
  mails: readonly MailOutcome[],
): StudentFailure => {
  const reasons = tests.flatMap((test) =>
    test.status === "failed" ? [`${test.subject}/${test.testId}: ${test.reason}`] : [],
  );
  return {
    studentId: student.studentId,
    error: errorNames.studentFailed,
    cause: reasons.join("; ").slice(0, longestCause),
    tests: [...tests],
    mails: [...mails],
  };
};
