import { beforeAll, describe, expect, test } from "@jest/globals";
import { asRecord, synthesize } from "../lib/support/template.ts";
import { type Definition, definitionOf, stateNamed } from "./support/definition.ts";

let run: Definition;
beforeAll(async () => {
  run = definitionOf(await synthesize());
});

const invokesLambda = "arn:<AWS::Partition>:states:::lambda:invoke";

const retriesOfLambda = [
  {
    ErrorEquals: [
      "TransientError",
      "Lambda.AWSLambdaException",
      "Lambda.ClientExecutionTimeoutException",
      "Lambda.SdkClientException",
      "Lambda.ServiceException",
      "Lambda.TooManyRequestsException",
    ],
    IntervalSeconds: 2,
    BackoffRate: 2,
    MaxDelaySeconds: 60,
    MaxAttempts: 6,
    JitterStrategy: "FULL",
  },
  {
    ErrorEquals: ["Runtime.ExitError", "Sandbox.Timedout", "Lambda.Unknown"],
    IntervalSeconds: 2,
    MaxAttempts: 1,
  },
];

const cause =
  "{% $type($states.errorOutput.Cause) = 'string' ? $substring($states.errorOutput.Cause, 0, 8000) : '' %}";

const leadsToReport = (runId: string) => [
  {
    ErrorEquals: ["States.ALL"],
    Assign: {
      failure: {
        executionArn: "{% $states.context.Execution.Id %}",
        request: "{% $states.context.Execution.Input %}",
        runId,
        error:
          "{% $type($states.errorOutput.Error) = 'string' ? $states.errorOutput.Error : 'States.TaskFailed' %}",
        cause,
      },
    },
    Next: "Report failure",
  },
];

const endsPart = leadsToReport("{% $run.runId %}").map(({ ErrorEquals, Assign }) => ({
  ErrorEquals,
  Assign: { partFailure: Assign.failure },
  Next: "Part failed",
}));

describe("The grading run", () => {
  test("is JSONata, begins by opening the run, and ends before the next week's", () => {
    const { States, ...machine } = run;
    expect(machine).toEqual({ QueryLanguage: "JSONata", StartAt: "Open run", TimeoutSeconds: 6 * 24 * 3600 });
    expect(Object.keys(States).sort()).toEqual([
      "All parts closed?",
      "Anything due?",
      "Close run",
      "Each part",
      "Let late writes land",
      "Mail trainer",
      "Nothing to do",
      "Open run",
      "Report failure",
      "Run failed",
    ]);
  });

  test("opens a run by the execution's own identity and start", () => {
    expect(stateNamed(run, "Open run")).toEqual({
      Type: "Task",
      Comment: "Which tests are due, for whom? Claims the run and writes its roster.",
      Resource: invokesLambda,
      Arguments: {
        FunctionName: "<TasksOpenRunFunction.Arn>",
        Payload: {
          executionArn: "{% $states.context.Execution.Id %}",
          startedAt: "{% $states.context.Execution.StartTime %}",
          request: "{% $states.context.Execution.Input %}",
        },
      },
      TimeoutSeconds: 360,
      Retry: retriesOfLambda,
      Catch: leadsToReport("{% null %}"),
      Assign: { run: "{% $states.result.Payload %}" },
      Output: "{% $states.result.Payload %}",
      Next: "Anything due?",
    });
  });

  test("succeeds when nothing is due or another execution has the run", () => {
    expect(stateNamed(run, "Anything due?")).toEqual({
      Type: "Choice",
      Choices: [{ Condition: "{% $run.status = 'open' %}", Next: "Let late writes land" }],
      Default: "Nothing to do",
    });
    expect(stateNamed(run, "Nothing to do")).toEqual({
      Type: "Succeed",
      Comment: "No test is due, or another execution has this run.",
      Output: "{% $run %}",
    });
  });

  test("waits until submissions in time have landed", () => {
    expect(stateNamed(run, "Let late writes land")).toEqual({
      Type: "Wait",
      Comment: "A submission accepted in the last second may still be on its way to S3.",
      Timestamp: "{% $run.landedBy %}",
      Next: "Each part",
    });
  });

  test("takes one part of the roster after the other, and fails after the last when a part has failed", () => {
    const { ItemProcessor, ...map } = stateNamed(run, "Each part");
    expect(map).toEqual({
      Type: "Map",
      Comment: "Of the roster, one after the other: the parts share one pace.",
      Items: "{% $run.parts %}",
      MaxConcurrency: 1,
      Catch: leadsToReport("{% $run.runId %}"),
      Next: "All parts closed?",
    });
    expect({ ...ItemProcessor, States: Object.keys(asRecord(ItemProcessor?.States)).sort() }).toEqual({
      ProcessorConfig: { Mode: "INLINE" },
      StartAt: "Grade every student",
      States: ["Close part", "Grade every student", "Part failed"],
    });
    expect(stateNamed(run, "All parts closed?")).toEqual({
      Type: "Choice",
      Choices: [
        {
          Condition: "{% $exists($states.input.failure) %}",
          Assign: { failure: "{% ($states.input.failure)[0] %}" },
          Next: "Report failure",
        },
      ],
      Default: "Close run",
    });
  });

  test("grades every student of the roster in a child of its own, tolerating any failure", () => {
    const { ItemProcessor, ...map } = stateNamed(run, "Grade every student");
    expect(map).toEqual({
      Type: "Map",
      Comment: "One child execution a student.",
      QueryLanguage: "JSONata",
      Label: "GradeEveryStudent",
      ItemReader: {
        Resource: "arn:<AWS::Partition>:states:::s3:getObject",
        ReaderConfig: { InputType: "JSONL" },
        Arguments: { Bucket: "<StorageBucket>", Key: "{% $states.input.roster.key %}" },
      },
      ItemSelector: {
        runId: "{% $run.runId %}",
        course: "{% $run.course %}",
        student: "{% $states.context.Map.Item.Value %}",
      },
      MaxConcurrency: 1000,
      ToleratedFailurePercentage: 100,
      ResultWriter: {
        Resource: "arn:<AWS::Partition>:states:::s3:putObject",
        Arguments: { Bucket: "<StorageBucket>", Prefix: "{% $states.input.resultsPrefix %}" },
        WriterConfig: { Transformation: "COMPACT", OutputType: "JSONL" },
      },
      Assign: {
        part: "{% $states.input %}",
        manifest: {
          bucket: "{% $states.result.ResultWriterDetails.Bucket %}",
          key: "{% $states.result.ResultWriterDetails.Key %}",
        },
      },
      Catch: endsPart,
      Next: "Close part",
    });
    expect({ ...ItemProcessor, States: undefined }).toEqual({
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
      StartAt: "Grade student",
    });
  });

  test("closes a part's ledger from the map's result files, and keeps a failure for after the last part", () => {
    expect(stateNamed(run, "Close part")).toEqual({
      Type: "Task",
      Comment: "graded + missing + failed = roster, for each test. Takes the scores into the course's book.",
      QueryLanguage: "JSONata",
      Resource: invokesLambda,
      Arguments: {
        FunctionName: "<TasksClosePartFunction.Arn>",
        Payload: {
          runId: "{% $run.runId %}",
          course: "{% $run.course %}",
          part: "{% $part %}",
          manifest: "{% $manifest %}",
        },
      },
      TimeoutSeconds: 360,
      Retry: retriesOfLambda,
      Catch: endsPart,
      Output: "{% $states.result.Payload %}",
      End: true,
    });
    expect(stateNamed(run, "Part failed")).toEqual({
      Type: "Pass",
      Comment: "The other parts are graded all the same. Then the run fails, and can be resumed.",
      QueryLanguage: "JSONata",
      Output: { failure: "{% $partFailure %}" },
      End: true,
    });
  });

  test("adds up the parts", () => {
    expect(stateNamed(run, "Close run")).toEqual({
      Type: "Task",
      Comment: "Adds up the parts. Writes report and gradebook.",
      Resource: invokesLambda,
      Arguments: {
        FunctionName: "<TasksCloseRunFunction.Arn>",
        Payload: {
          runId: "{% $run.runId %}",
          course: "{% $run.course %}",
          at: "{% $states.context.State.EnteredTime %}",
        },
      },
      TimeoutSeconds: 360,
      Retry: retriesOfLambda,
      Catch: leadsToReport("{% $run.runId %}"),
      Assign: { closed: "{% $states.result.Payload %}" },
      Output: "{% $states.result.Payload %}",
      Next: "Mail trainer",
    });
  });

  test("mails the trainer last, and puts out the counts", () => {
    expect(stateNamed(run, "Mail trainer")).toEqual({
      Type: "Task",
      Comment: "Gradebook, missing list, and whoever failed with the reason.",
      Resource: invokesLambda,
      Arguments: {
        FunctionName: "<TasksMailTrainerFunction.Arn>",
        Payload: { runId: "{% $run.runId %}", course: "{% $run.course %}" },
      },
      TimeoutSeconds: 180,
      Retry: retriesOfLambda,
      Catch: leadsToReport("{% $run.runId %}"),
      Output: "{% $closed %}",
      End: true,
    });
  });

  test("reports any failure, then fails with the error that was caught, also when reporting failed", () => {
    expect(stateNamed(run, "Report failure")).toEqual({
      Type: "Task",
      Comment: "Mails the trainer what failed and how to resume.",
      Resource: invokesLambda,
      Arguments: { FunctionName: "<TasksReportFailureFunction.Arn>", Payload: "{% $failure %}" },
      TimeoutSeconds: 120,
      Retry: retriesOfLambda,
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Run failed" }],
      Output: "{% $failure %}",
      Next: "Run failed",
    });
    expect(stateNamed(run, "Run failed")).toEqual({
      Type: "Fail",
      Error: "{% $failure.error %}",
      Cause: "{% $failure.cause %}",
    });
  });
});
