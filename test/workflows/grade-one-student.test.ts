import { beforeAll, describe, expect, test } from "@jest/globals";
import { synthesize } from "../lib/support/template.ts";
import { type Definition, definitionOf, stateNamed } from "./support/definition.ts";

let run: Definition;
beforeAll(async () => {
  run = definitionOf(await synthesize());
});

const jsonata = { QueryLanguage: "JSONata" };
const waitsForAnswer = "arn:<AWS::Partition>:states:::sqs:sendMessage.waitForTaskToken";

const retries = [
  {
    ErrorEquals: ["TransientError", "SQS.AmazonSQSException", "SQS.SdkClientException"],
    IntervalSeconds: 5,
    BackoffRate: 2,
    MaxDelaySeconds: 300,
    MaxAttempts: 6,
    JitterStrategy: "FULL",
  },
  { ErrorEquals: ["States.Timeout", "States.HeartbeatTimeout"], IntervalSeconds: 1, MaxAttempts: 1 },
];

const failsTheStudent = (tests: string) => [
  {
    ErrorEquals: ["States.ALL"],
    Assign: {
      failure: {
        studentId: "{% $states.input.student.studentId %}",
        error:
          "{% $type($states.errorOutput.Error) = 'string' ? $states.errorOutput.Error : 'States.TaskFailed' %}",
        cause:
          "{% $type($states.errorOutput.Cause) = 'string' ? $substring($states.errorOutput.Cause, 0, 8000) : '' %}",
        tests,
        mails: "{% [] %}",
      },
    },
    Output: "{% $states.input %}",
    Next: "Student failed",
  },
];

const asTheWorkerSays = {
  ErrorEquals: ["StudentFailed"],
  Assign: { failure: "{% $parse($states.errorOutput.Cause) %}" },
  Output: "{% $states.input %}",
  Next: "Student failed",
};

describe("A student of the run", () => {
  test("has a child execution with these states", () => {
    const { ItemProcessor } = stateNamed(run, "Grade every student");
    expect(Object.keys(ItemProcessor?.States ?? {}).sort()).toEqual([
      "Grade student",
      "Mail student",
      "Student failed",
    ]);
  });

  test("is graded by a worker that answers the token", () => {
    expect(stateNamed(run, "Grade student")).toEqual({
      ...jsonata,
      Type: "Task",
      Comment: "Scores the latest submission in time of each due test. Fails when no test could be graded.",
      Resource: waitsForAnswer,
      Arguments: {
        QueueUrl: "<TasksGradeStudentQueue>",
        MessageBody: {
          token: "{% $states.context.Task.Token %}",
          input: {
            runId: "{% $states.input.runId %}",
            scale: "{% $states.input.course.scale %}",
            course: "{% $states.input.course %}",
            student: "{% $states.input.student %}",
          },
        },
      },
      TimeoutSeconds: 2700,
      HeartbeatSeconds: 900,
      Retry: retries,
      Catch: [asTheWorkerSays, ...failsTheStudent("{% [] %}")],
      Assign: {
        tests: "{% $states.result.tests %}",
        failed: "{% $states.result.failed %}",
      },
      Output: "{% $states.input %}",
      Next: "Mail student",
    });
  });

  test("is mailed by a worker that answers the token, fails when a test has failed, and ends with what became of tests and mails", () => {
    expect(stateNamed(run, "Mail student")).toEqual({
      ...jsonata,
      Type: "Task",
      Comment:
        "One message for each graded test. Fails when a test could not be graded, after the others' mails.",
      Resource: waitsForAnswer,
      Arguments: {
        QueueUrl: "<TasksMailStudentQueue>",
        MessageBody: {
          token: "{% $states.context.Task.Token %}",
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
        },
      },
      TimeoutSeconds: 5400,
      HeartbeatSeconds: 2700,
      Retry: retries,
      Catch: [asTheWorkerSays, ...failsTheStudent("{% $tests %}")],
      Output: {
        studentId: "{% $states.input.student.studentId %}",
        tests: "{% $tests %}",
        mails: "{% $states.result.mails %}",
      },
      End: true,
    });
  });

  test("who failed ends red, with the failure", () => {
    expect(stateNamed(run, "Student failed")).toEqual({
      ...jsonata,
      Type: "Fail",
      Comment: "The rest of the class goes on; the ledger counts this student as failed.",
      Error: "StudentFailed",
      Cause: "{% $string($failure) %}",
    });
  });
});
