import { Choice, Condition, Fail, type IChainable, Succeed } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { errorNames } from "../course/run/run.ts";
import type { QueuedTask } from "../lib/queued-task.ts";
import { causeOfError } from "./task-state.ts";

export interface GradeOneStudentStates {
  readonly gradeStudent: QueuedTask;
  readonly mailStudent: QueuedTask;
}

/**
 * One student of a grading run: the map's child. Input: `{runId, course, student}`; `student` is a line of the roster. Every
 * state gets the same input. Variables: `$tests`, `$graded`, `$failed` (what Grade student answered), `$mails`,
 * `$failure` (`studentFailureSchema`). Output: `studentResultSchema`.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: so it reads like the process.
export const gradeOneStudent = (scope: Construct, props: GradeOneStudentStates): IChainable => {
  const studentFailed = Fail.jsonata(scope, "Student failed", {
    comment: "The rest of the class goes on; the ledger counts this student as failed.",
    error: errorNames.studentFailed,
    cause: "{% $string($failure) %}",
  });
  const input = "{% $states.input %}";

  const gradeStudent = props.gradeStudent.step(scope, "Grade student", {
    comment: "Scores the latest submission in time of each due test.",
    input: {
      runId: "{% $states.input.runId %}",
      scale: "{% $states.input.course.scale %}",
      course: "{% $states.input.course %}",
      student: "{% $states.input.student %}",
    },
    assign: {
      tests: "{% $states.result.tests %}",
      graded: "{% $states.result.graded %}",
      failed: "{% $states.result.failed %}",
      mails: "{% [] %}",
    },
    output: input,
    onFailure: { next: studentFailed, assign: { failure: caught({ tests: "{% [] %}" }) }, output: input },
  });

  const mailStudent = props.mailStudent.step(scope, "Mail student", {
    comment: "One message for each graded test.",
    input: {
      runId: "{% $states.input.runId %}",
      course: "{% $states.input.course %}",
      student: {
        studentId: "{% $states.input.student.studentId %}",
        email: "{% $states.input.student.email %}",
        name: "{% $states.input.student.name %}",
      },
      tests: "{% $tests %}",
      at: "{% $states.context.State.EnteredTime %}",
    },
    assign: { mails: "{% $states.result.mails %}" },
    output: input,
    onFailure: { next: studentFailed, assign: { failure: caught({ tests: "{% $tests %}" }) }, output: input },
  });

  const allGraded = Choice.jsonata(scope, "All graded?")
    .when(Condition.jsonata("{% $failed > 0 %}"), studentFailed, { assign: { failure: failedTests } })
    .otherwise(
      Succeed.jsonata(scope, "Student graded", {
        outputs: {
          studentId: "{% $states.input.student.studentId %}",
          tests: "{% $tests %}",
          mails: "{% $mails %}",
        },
      }),
    );

  return gradeStudent.next(
    Choice.jsonata(scope, "Anything to tell?")
      .when(Condition.jsonata("{% $graded > 0 %}"), mailStudent.next(allGraded))
      .otherwise(allGraded),
  );
};

/** The path of a student whose step failed; tests that were graded before stay graded. */
const caught = ({ tests }: { readonly tests: string }) => ({
  studentId: "{% $states.input.student.studentId %}",
  error: "{% $states.errorOutput.Error %}",
  cause: causeOfError,
  tests,
  mails: "{% [] %}",
});

const failedTests = {
  studentId: "{% $states.input.student.studentId %}",
  error: errorNames.studentFailed,
  cause:
    "{% $substring($join([$tests[status = 'failed'].(subject & '/' & testId & ': ' & reason)], '; '), 0, 8000) %}",
  tests: "{% $tests %}",
  mails: "{% $mails %}",
};
