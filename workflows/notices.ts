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
import { errorNames } from "../course/run/run.ts";
import type { CourseStorage } from "../lib/course-storage.ts";
import { ResultsWriter, RosterReader } from "../lib/map-storage.ts";
import type { QueuedTask } from "../lib/queued-task.ts";
import type { TaskFunction } from "../lib/task-function.ts";
import { caughtError, taskState } from "./task-state.ts";

export interface NoticesStates {
  readonly storage: CourseStorage;
  readonly planDay: TaskFunction;
  readonly findWhomToTell: TaskFunction;
  /** Shared with the grading run, because its workers together keep SES's rate. */
  readonly mailStudent: QueuedTask;
  readonly closeNotices: TaskFunction;
  readonly reportFailure: TaskFunction;
  /** Students that are told at the same time; see lib/pace.ts. */
  readonly maxConcurrency: number;
}

/** Label of the map over the students; part of the ARNs of its map runs and children. */
export const noticesMapLabel = "TellEveryStudent";

/**
 * A day's notices: what a schedule starts every morning, when the quiet hours end. Input: `noticesRequestSchema` of
 * course/notices/notices-run.ts, as are the inputs and outputs of its tasks. An instant that fails does not stop the later ones;
 * the execution fails after the last. Variables: `$failure` (input of Report failure).
 */
export const notices = (scope: Construct, props: NoticesStates): IChainable => {
  const noticesFailed = Fail.jsonata(scope, "Notices failed", {
    error: "{% $failure.error %}",
    cause: "{% $failure.cause %}",
  });
  const reportFailure = failurePath(scope, "Report failure", {
    task: props.reportFailure,
    failure: "{% $failure %}",
    next: noticesFailed,
  });
  const onFailure = { next: reportFailure, assign: { failure } };

  const planTheDay = taskState(scope, "Plan the day", {
    comment: "At which instants of the next 24 hours is somebody to be told something?",
    task: props.planDay,
    payload: {
      startedAt: "{% $states.context.Execution.StartTime %}",
      request: "{% $states.context.Execution.Input %}",
    },
    output: "{% $states.result.Payload %}",
    onFailure,
  });

  const eachInstant = InlineMap.jsonata(scope, "Each instant", {
    comment: "One after the other, as each is waited for.",
    items: ProvideItems.jsonata("{% $states.input.instants %}"),
    maxConcurrency: 1,
  }).itemProcessor(oneInstant(scope, props));
  eachInstant.addCatch(reportFailure, { errors: [Errors.ALL], assign: { failure } });

  return planTheDay.next(eachInstant).next(
    Choice.jsonata(scope, "All told?")
      .when(Condition.jsonata("{% $exists($states.input.failure) %}"), noticesFailed, {
        assign: { failure: "{% ($states.input.failure)[0] %}" },
      })
      .otherwise(Succeed.jsonata(scope, "Day is over")),
  );
};

/**
 * One instant. Input: `plannedInstantSchema`. Variables: `$planned` (the input), `$part`, `$skip`, `$listed` and
 * `$manifests` (the results of the parts so far), `$found` (output of Find whom to tell), `$instantFailure`. Output:
 * `closeNoticesOutputSchema`, or what failed.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: so it reads like the instant.
const oneInstant = (scope: Construct, props: NoticesStates): IChainable => {
  const instantFailed = Pass.jsonata(scope, "Instant failed", {
    outputs: { failure: "{% $instantFailure %}" },
  });
  const reportFailure = failurePath(scope, "Report failed instant", {
    task: props.reportFailure,
    failure: "{% $instantFailure %}",
    next: instantFailed,
  });
  const onFailure = { next: reportFailure, assign: { instantFailure: failure } };

  const waitUntilThen = Wait.jsonata(scope, "Wait until then", {
    time: WaitTime.timestamp("{% $states.input.at %}"),
    assign: {
      planned: "{% $states.input %}",
      part: 0,
      skip: 0,
      listed: 0,
      manifests: "{% [] %}",
    },
  });

  const findWhomToTell = taskState(scope, "Find whom to tell", {
    comment: "By tests, list and submissions as they are now. A large course takes several parts.",
    task: props.findWhomToTell,
    payload: {
      executionArn: "{% $states.context.Execution.Id %}",
      planned: "{% $planned %}",
      part: "{% $part %}",
      skip: "{% $skip %}",
    },
    assign: {
      found: "{% $states.result.Payload %}",
      listed: "{% $listed + $states.result.Payload.list.notices %}",
    },
    output: "{% $states.result.Payload %}",
    onFailure,
  });

  const closeNotices = taskState(scope, "Close notices", {
    comment: "Every listed notice has one outcome. Writes the report.",
    task: props.closeNotices,
    payload: {
      noticeId: "{% $planned.noticeId %}",
      at: "{% $planned.at %}",
      listed: "{% $listed %}",
      manifests: "{% $manifests %}",
    },
    output: "{% $states.result.Payload %}",
    onFailure,
  });

  const tellEveryStudent = studentMap(scope, props);
  tellEveryStudent.addCatch(reportFailure, { errors: [Errors.ALL], assign: { instantFailure: failure } });

  const moreStudents = Choice.jsonata(scope, "More students?")
    .when(Condition.jsonata("{% $found.next != null %}"), findWhomToTell, {
      assign: { part: "{% $part + 1 %}", skip: "{% $found.next %}" },
    })
    .otherwise(closeNotices);

  return waitUntilThen.next(findWhomToTell).next(
    Choice.jsonata(scope, "Anybody to tell?")
      .when(Condition.jsonata("{% $found.status = 'found' %}"), tellEveryStudent.next(moreStudents))
      .when(
        Condition.jsonata("{% $found.status = 'taken' %}"),
        Succeed.jsonata(scope, "Told elsewhere", {
          comment: "Another execution has this instant.",
          outputs: "{% $planned %}",
        }),
      )
      .otherwise(moreStudents),
  );
};

/** Failed students never stop the others: the map tolerates any number of failures, and Close notices counts them. */
const studentMap = (scope: Construct, props: NoticesStates): DistributedMap =>
  DistributedMap.jsonata(scope, "Tell every student", {
    comment: "One child execution a student.",
    label: noticesMapLabel,
    itemReader: new RosterReader({
      bucketNamePath: props.storage.bucket.bucketName,
      key: "{% $found.list.key %}",
    }),
    itemSelector: {
      noticeId: "{% $planned.noticeId %}",
      course: "{% $found.course %}",
      student: "{% $states.context.Map.Item.Value %}",
    },
    maxConcurrency: props.maxConcurrency,
    toleratedFailurePercentage: 100,
    resultWriterV2: new ResultsWriter({
      bucketNamePath: props.storage.bucket.bucketName,
      prefix: "{% $found.resultsPrefix %}",
      writerConfig: new WriterConfig({
        transformation: Transformation.COMPACT,
        outputType: OutputType.JSONL,
      }),
    }),
    assign: { manifests: "{% $append($manifests, [$states.result.ResultWriterDetails.Key]) %}" },
  }).itemProcessor(tellOneStudent(scope, props.mailStudent));

/** The map's child. Input: `{noticeId, course, student}`; `student` is a line of the list. Variable: `$morning`. Output: `toldStudentSchema`. */
const tellOneStudent = (scope: Construct, mailStudent: QueuedTask): IChainable => {
  const waitForMorning = Wait.jsonata(scope, "Wait for the morning", {
    comment: "The machine has slept, or the mails before took long.",
    time: WaitTime.timestamp("{% $morning %}"),
  });
  const notTold = Fail.jsonata(scope, "Student not told", {
    comment: "The others are told; the report counts this student's notices as failed.",
    error: "{% $caught.error %}",
    cause: "{% $caught.cause %}",
  });
  const tellStudent = mailStudent.step(scope, "Tell student", {
    comment: "One mail, unless the student has sent in answers meanwhile or wants no reminders.",
    input: {
      noticeId: "{% $states.input.noticeId %}",
      course: "{% $states.input.course %}",
      student: "{% $states.input.student %}",
      sentAt: "{% $states.context.State.EnteredTime %}",
    },
    output: {
      studentId: "{% $states.input.student.studentId %}",
      outcomes: "{% $states.result.outcomes %}",
    },
    onError: {
      [errorNames.quietHours]: {
        next: waitForMorning,
        assign: { morning: "{% $states.errorOutput.Cause %}" },
        output: "{% $states.input %}",
      },
      [Errors.ALL]: {
        next: notTold,
        assign: { caught: caughtError },
        output: "{% $states.input %}",
      },
    },
  });
  waitForMorning.next(tellStudent);
  return tellStudent;
};

/** `reportFailureInputSchema`, in a Catch. */
const failure = {
  machine: "notices",
  executionArn: "{% $states.context.Execution.Id %}",
  runId: "{% null %}",
  ...caughtError,
};

interface FailurePath {
  readonly task: TaskFunction;
  /** The variable with the task's input. */
  readonly failure: string;
  readonly next: Fail | Pass;
}

/** Mails the trainer, then goes on with `next`, even if the mail failed. */
const failurePath = (scope: Construct, name: string, { task, failure, next }: FailurePath): IChainable =>
  taskState(scope, name, {
    comment: "Mails the trainer what failed, and how to remind by hand.",
    task,
    payload: failure,
    output: failure,
    onFailure: { next },
  }).next(next);
