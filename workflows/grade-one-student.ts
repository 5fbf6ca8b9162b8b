import { Errors, Fail, type IChainable } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { errorNames } from "../course/run/run.ts";
import type { QueuedTask } from "../lib/queued-task.ts";
import { caughtError } from "./task-state.ts";

export interface GradeOneStudentStates {
  readonly gradeStudent: QueuedTask;
  readonly mailStudent: QueuedTask;
}

/**
 * One student of a grading run: the map's child. Input: `{runId, course, student}`; `student` is a line of the roster. Every
 * state gets the same input. Variables: `$tests`, `$failed` (what Grade student answered), `$failure`
 * (`studentFailureSchema`). Output: `studentResultSchema`.
 *
 * Two steps and nothing else, because AWS charges each state that is entered. So the mail worker also answers for students who
 * have nothing to be told, and the step that knows that a test failed fails.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: so it reads like the process.
export const gradeOneStudent = (scope: Construct, props: GradeOneStudentStates): IChainable => {
  const studentFailed = Fail.jsonata(scope, "Student failed", {
    comment: "The rest of the class goes on; the ledger counts this student as failed.",
    error: errorNames.studentFailed,
    cause: "{% $string($failure) %}",
  });
  const input = "{% $states.input %}";
  const failsWith = (failure: unknown) => ({ next: studentFailed, assign: { failure }, output: input });

  const gradeStudent = props.gradeStudent.step(scope, "Grade student", {
    comment: "Scores the latest submission in time of each due test. Fails when no test could be graded.",
    input: {
      runId: "{% $states.input.runId %}",
      scale: "{% $states.input.course.scale %}",
      course: "{% $states.input.course %}",
      student: "{% $states.input.student %}",
    },
    assign: {
      tests: "{% $states.result.tests %}",
      failed: "{% $states.result.failed %}",
    },
    output: input,
    onError: {
      [errorNames.studentFailed]: failsWith(workersFailure),
      [Errors.ALL]: failsWith(caught({ tests: "{% [] %}" })),
    },
  });

  const mailStudent = props.mailStudent.step(scope, "Mail student", {
    comment:
      "One message for each graded test. Fails when a test could not be graded, after the others' mails.",
    input: {
      runId: "{% $states.input.runId %}",
      course: "{% $states.input.course %}",
      student: {
        studentId: "{% $states.input.student.studentId %}",
        email: "{% $states.input.student.email %}",
        name: "{% $states.input.student.name %}",
      },
      tests: "{% $tests %}",
      failed: "{% $failed %}",
      at: "{% $states.context.State.EnteredTime %}",
    },
    output: {
      studentId: "{% $states.input.student.studentId %}",
      tests: "{% $tests %}",
      mails: "{% $states.result.mails %}",
    },
    onError: {
      [errorNames.studentFailed]: failsWith(workersFailure),
      [Errors.ALL]: failsWith(caught({ tests: "{% $tests %}" })),
    },
  });

  return gradeStudent.next(mailStudent);
};

/** What a worker tells of a student whose test failed. */
const workersFailure = "{% $parse($states.errorOutput.Cause) %}";

/** The path of a student whose step failed; tests that were graded before stay graded. */
const caught = ({ tests }: { readonly tests: string }) => ({
  studentId: "{% $states.input.student.studentId %}",
  ...caughtError,
  tests,
  mails: "{% [] %}",
});
