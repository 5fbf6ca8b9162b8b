import {
  Choice,
  Condition,
  DistributedMap,
  Errors,
  Fail,
  type IChainable,
  OutputType,
  Succeed,
  Transformation,
  Wait,
  WaitTime,
  WriterConfig,
} from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import type { CourseStorage } from "../lib/course-storage.ts";
import { ResultsWriter, RosterReader } from "../lib/map-storage.ts";
import type { QueuedTask } from "../lib/queued-task.ts";
import type { TaskFunction } from "../lib/task-function.ts";
import { gradeOneStudent } from "./grade-one-student.ts";
import { causeOfError, taskState } from "./task-state.ts";

export interface GradingRunStates {
  readonly storage: CourseStorage;
  readonly openRun: TaskFunction;
  readonly gradeStudent: QueuedTask;
  readonly mailStudent: QueuedTask;
  readonly closeRun: TaskFunction;
  readonly mailTrainer: TaskFunction;
  readonly reportFailure: TaskFunction;
  /** Students that are graded at the same time; see lib/pace.ts. */
  readonly maxConcurrency: number;
}

/** Label of the map over the students; part of the ARNs of its map runs and children. */
export const mapLabel = "GradeEveryStudent";

/**
 * The grading run: what the schedule starts at the weekly deadline. Input: `runRequestSchema` of course/run/run.ts, as are the
 * inputs and outputs of its tasks. Variables: `$run` (output of Open run), `$manifest` (where the map's results are),
 * `$closed` (the counts), `$failure` (input of Report failure).
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: so it reads like the run.
export const gradingRun = (scope: Construct, props: GradingRunStates): IChainable => {
  const reportFailure = failurePath(scope, props.reportFailure);
  const onFailure = (runId: string) => ({ next: reportFailure, assign: { failure: failureOf(runId) } });

  const openRun = taskState(scope, "Open run", {
    comment: "Which tests are due, for whom? Claims the run and writes its roster.",
    task: props.openRun,
    payload: {
      executionArn: "{% $states.context.Execution.Id %}",
      startedAt: "{% $states.context.Execution.StartTime %}",
      request: "{% $states.context.Execution.Input %}",
    },
    assign: { run: "{% $states.result.Payload %}" },
    output: "{% $states.result.Payload %}",
    onFailure: onFailure("{% null %}"),
  });

  const letLateWritesLand = Wait.jsonata(scope, "Let late writes land", {
    comment: "A submission accepted in the last second may still be on its way to S3.",
    time: WaitTime.timestamp("{% $run.landedBy %}"),
  });

  const gradeEveryStudent = studentMap(scope, props);
  gradeEveryStudent.addCatch(reportFailure, {
    errors: [Errors.ALL],
    assign: onFailure("{% $run.runId %}").assign,
  });

  const closeRun = taskState(scope, "Close run", {
    comment: "graded + missing + failed = roster, for each test. Writes report and gradebook.",
    task: props.closeRun,
    payload: {
      runId: "{% $run.runId %}",
      course: "{% $run.course %}",
      manifest: "{% $manifest %}",
      at: "{% $states.context.State.EnteredTime %}",
    },
    assign: { closed: "{% $states.result.Payload %}" },
    output: "{% $states.result.Payload %}",
    onFailure: onFailure("{% $run.runId %}"),
  });

  const mailTrainer = taskState(scope, "Mail trainer", {
    comment: "Gradebook, missing list, and whoever failed with the reason.",
    task: props.mailTrainer,
    payload: { runId: "{% $run.runId %}", course: "{% $run.course %}" },
    output: "{% $closed %}",
    onFailure: onFailure("{% $run.runId %}"),
  });

  return openRun.next(
    Choice.jsonata(scope, "Anything due?")
      .when(
        Condition.jsonata("{% $run.status = 'open' %}"),
        letLateWritesLand.next(gradeEveryStudent).next(closeRun).next(mailTrainer),
      )
      .otherwise(
        Succeed.jsonata(scope, "Nothing to do", {
          comment: "No test is due, or another execution has this run.",
          outputs: "{% $run %}",
        }),
      ),
  );
};

/** Failed students never stop the others: the map tolerates any number of failures, and Close run counts them. */
const studentMap = (scope: Construct, props: GradingRunStates): DistributedMap =>
  DistributedMap.jsonata(scope, "Grade every student", {
    comment: "One child execution a student.",
    label: mapLabel,
    itemReader: new RosterReader({
      bucketNamePath: props.storage.bucket.bucketName,
      key: "{% $run.roster.key %}",
    }),
    itemSelector: {
      runId: "{% $run.runId %}",
      course: "{% $run.course %}",
      student: "{% $states.context.Map.Item.Value %}",
    },
    maxConcurrency: props.maxConcurrency,
    toleratedFailurePercentage: 100,
    resultWriterV2: new ResultsWriter({
      bucketNamePath: props.storage.bucket.bucketName,
      prefix: "{% $run.resultsPrefix %}",
      writerConfig: new WriterConfig({
        transformation: Transformation.COMPACT,
        outputType: OutputType.JSONL,
      }),
    }),
    assign: {
      manifest: {
        bucket: "{% $states.result.ResultWriterDetails.Bucket %}",
        key: "{% $states.result.ResultWriterDetails.Key %}",
      },
    },
  }).itemProcessor(gradeOneStudent(scope, props));

/** Mails the trainer, then fails with the error that was caught, even if the mail failed. */
const failurePath = (scope: Construct, reportFailure: TaskFunction): IChainable => {
  const runFailed = Fail.jsonata(scope, "Run failed", {
    error: "{% $failure.error %}",
    cause: "{% $failure.cause %}",
  });
  return taskState(scope, "Report failure", {
    comment: "Mails the trainer what failed and how to resume.",
    task: reportFailure,
    payload: "{% $failure %}",
    output: "{% $failure %}",
    onFailure: { next: runFailed },
  }).next(runFailed);
};

/** `reportFailureInputSchema`, in a Catch. */
const failureOf = (runId: string) => ({
  executionArn: "{% $states.context.Execution.Id %}",
  request: "{% $states.context.Execution.Input %}",
  runId,
  error: "{% $states.errorOutput.Error %}",
  cause: causeOfError,
});
