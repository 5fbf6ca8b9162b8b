import {
  Choice,
  Condition,
  DistributedMap,
  Errors,
  Fail,
  type IChainable,
  Map as InlineMap,
  OutputType,
  Pass,
  ProvideItems,
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
import { caughtError, taskState } from "./task-state.ts";

export interface GradingRunStates {
  readonly storage: CourseStorage;
  readonly openRun: TaskFunction;
  readonly gradeStudent: QueuedTask;
  readonly mailStudent: QueuedTask;
  readonly closePart: TaskFunction;
  readonly closeRun: TaskFunction;
  readonly mailTrainer: TaskFunction;
  readonly reportFailure: TaskFunction;
  /** Students that are graded at the same time; see lib/pace.ts. */
  readonly maxConcurrency: number;
}

/** Label of the map over the students of a part; part of the ARNs of its map runs and children. */
export const mapLabel = "GradeEveryStudent";

/**
 * The grading run: what the schedule starts at the weekly deadline. Input: `runRequestSchema` of course/run/run.ts, as are the
 * inputs and outputs of its tasks. What grows with the class is done part by part, so that no function's work does; a class of
 * up to 10,000 is one part. A part that fails does not stop the later ones; the execution fails after the last. Variables: `$run`
 * (output of Open run), `$closed` (the counts), `$failure` (input of Report failure).
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

  const eachPart = InlineMap.jsonata(scope, "Each part", {
    comment: "Of the roster, one after the other: the parts share one pace.",
    items: ProvideItems.jsonata("{% $run.parts %}"),
    maxConcurrency: 1,
  }).itemProcessor(onePart(scope, props));
  eachPart.addCatch(reportFailure, { errors: [Errors.ALL], assign: onFailure("{% $run.runId %}").assign });

  const closeRun = taskState(scope, "Close run", {
    comment: "Adds up the parts. Writes report and gradebook.",
    task: props.closeRun,
    payload: {
      runId: "{% $run.runId %}",
      course: "{% $run.course %}",
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

  const allPartsClosed = Choice.jsonata(scope, "All parts closed?")
    .when(Condition.jsonata("{% $exists($states.input.failure) %}"), reportFailure, {
      assign: { failure: "{% ($states.input.failure)[0] %}" },
    })
    .otherwise(closeRun.next(mailTrainer));

  return openRun.next(
    Choice.jsonata(scope, "Anything due?")
      .when(
        Condition.jsonata("{% $run.status = 'open' %}"),
        letLateWritesLand.next(eachPart).next(allPartsClosed),
      )
      .otherwise(
        Succeed.jsonata(scope, "Nothing to do", {
          comment: "No test is due, or another execution has this run.",
          outputs: "{% $run %}",
        }),
      ),
  );
};

/**
 * One part of the roster. Input: `runPartSchema`. Variables: `$part` (the input), `$manifest` (where the map's results are),
 * `$partFailure`. Output: `closePartOutputSchema`, or what failed.
 */
const onePart = (scope: Construct, props: GradingRunStates): IChainable => {
  const partFailed = Pass.jsonata(scope, "Part failed", {
    comment: "The other parts are graded all the same. Then the run fails, and can be resumed.",
    outputs: { failure: "{% $partFailure %}" },
  });
  const onFailure = { next: partFailed, assign: { partFailure: failureOf("{% $run.runId %}") } };

  const gradeEveryStudent = studentMap(scope, props);
  gradeEveryStudent.addCatch(partFailed, { errors: [Errors.ALL], assign: onFailure.assign });

  const closePart = taskState(scope, "Close part", {
    comment: "graded + missing + failed = roster, for each test. Takes the scores into the course's book.",
    task: props.closePart,
    payload: {
      runId: "{% $run.runId %}",
      course: "{% $run.course %}",
      part: "{% $part %}",
      manifest: "{% $manifest %}",
    },
    output: "{% $states.result.Payload %}",
    onFailure,
  });

  return gradeEveryStudent.next(closePart);
};

/** Failed students never stop the others: the map tolerates any number of failures, and Close part counts them. */
const studentMap = (scope: Construct, props: GradingRunStates): DistributedMap =>
  DistributedMap.jsonata(scope, "Grade every student", {
    comment: "One child execution a student.",
    label: mapLabel,
    itemReader: new RosterReader({
      bucketNamePath: props.storage.bucket.bucketName,
      key: "{% $states.input.roster.key %}",
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
      prefix: "{% $states.input.resultsPrefix %}",
      writerConfig: new WriterConfig({
        transformation: Transformation.COMPACT,
        outputType: OutputType.JSONL,
      }),
    }),
    assign: {
      part: "{% $states.input %}",
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
  ...caughtError,
});
