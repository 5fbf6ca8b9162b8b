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
        error: "{% $states.errorOutput.Error %}",
        cause:
          "{% $exists($states.errorOutput.Cause) ? $substring($states.errorOutput.Cause, 0, 8000) : '' %}",
        tests,
        mails: "{% [] %}",
      },
    },
    Output: "{% $states.input %}",
    Next: "Student failed",
  },
];

describe("A student of the run", () => {
  test("has a child execution with these states", () => {
    const { ItemProcessor } = stateNamed(run, "Grade every student");
    expect(Object.keys(ItemProcessor?.States ?? {}).sort()).toEqual([
      "All graded?",
      "Anything to tell?",
      "Grade student",
      "Mail student",
      "Student failed",
      "Student graded",
    ]);
  });

  test("is graded by a worker that answers the token", () => {
    expect(stateNamed(run, "Grade student")).toEqual({
      ...jsonata,
      Type: "Task",
      Comment: "Scores the latest submission in time of each due test.",
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
      Catch: failsTheStudent("{% [] %}"),
      Assign: {
        tests: "{% $states.result.tests %}",
        graded: "{% $states.result.graded %}",
        failed: "{% $states.result.failed %}",
        mails: "{% [] %}",
      },
      Output: "{% $states.input %}",
      Next: "Anything to tell?",
    });
  });

  test("gets no mail when no test was graded", () => {
    expect(stateNamed(run, "Anything to tell?")).toEqual({
      ...jsonata,
      Type: "Choice",
      Choices: [{ Condition: "{% $graded > 0 %}", Next: "Mail student" }],
      Default: "All graded?",
    });
  });

  test("is mailed by a worker that answers the token; when that fails, graded tests stay graded", () => {
    expect(stateNamed(run, "Mail student")).toEqual({
      ...jsonata,
      Type: "Task",
      Comment: "One message for each graded test.",
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
            at: "{% $states.context.State.EnteredTime %}",
          },
        },
      },
      TimeoutSeconds: 5400,
      HeartbeatSeconds: 2700,
      Retry: retries,
      Catch: failsTheStudent("{% $tests %}"),
      Assign: { mails: "{% $states.result.mails %}" },
      Output: "{% $states.input %}",
      Next: "All graded?",
    });
  });

  test("with a test that failed ends red, after the mails about the others", () => {
    expect(stateNamed(run, "All graded?")).toEqual({
      ...jsonata,
      Type: "Choice",
      Choices: [
        {
          Condition: "{% $failed > 0 %}",
          Assign: {
            failure: {
              studentId: "{% $states.input.student.studentId %}",
              error: "StudentFailed",
              cause:
                "{% $substring($join([$tests[status = 'failed'].(subject & '/' & testId & ': ' & reason)], '; '), 0, 8000) %}",
              tests: "{% $tests %}",
              mails: "{% $mails %}",
            },
          },
          Next: "Student failed",
        },
      ],
      Default: "Student graded",
    });
    expect(stateNamed(run, "Student failed")).toEqual({
      ...jsonata,
      Type: "Fail",
      Comment: "The rest of the class goes on; the ledger counts this student as failed.",
      Error: "StudentFailed",
      Cause: "{% $string($failure) %}",
    });
  });

  test("otherwise ends with what became of tests and mails", () => {
    expect(stateNamed(run, "Student graded")).toEqual({
      ...jsonata,
      Type: "Succeed",
      Output: {
        studentId: "{% $states.input.student.studentId %}",
        tests: "{% $tests %}",
        mails: "{% $mails %}",
      },
    });
  });
});
