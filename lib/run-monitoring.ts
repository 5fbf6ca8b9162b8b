import { Duration, Stack } from "aws-cdk-lib";
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { AlarmTopic } from "./alarm-topic.ts";
import type { QueuedTask } from "./queued-task.ts";
import { RunDashboard, type RunDashboardProps } from "./run-dashboard.ts";
import { period, reputation, runMetric } from "./run-metric.ts";
import type { StudentApi } from "./student-api.ts";
import type { TaskFunction } from "./task-function.ts";

export interface RunMonitoringProps extends RunDashboardProps {
  readonly undelivered: Queue;
  /** Receives the alarms. */
  readonly trainerEmail: string;
}

/** Refused calls in five minutes: more than a class makes with old keys in its clients. */
const manyRefused = 100;

/** Calls that came too fast, in five minutes: somebody's program is in a loop. */
const manyTooFast = 500;

/**
 * SES reviews an account at 5 % bounces or 0.1 % complaints; these lower limits leave time to act.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/faqs-enforcement.html
 */
const reputationLimits = { BounceRate: 0.02, ComplaintRate: 0.0005 } as const;

/**
 * Alarms for what would otherwise stay silent, and a dashboard. Each alarm's article is in docs/runbook.md, under the
 * anchor that its description names. Each metric that an alarm reads costs money. So the causes of a failed run, such as a
 * ledger that does not close, share the alarm of the failed run, and a failing function of the API shares the alarm of the
 * API's server errors.
 */
export class RunMonitoring extends Construct {
  readonly #topic: AlarmTopic;

  constructor(scope: Construct, id: string, props: RunMonitoringProps) {
    super(scope, id);
    this.#topic = new AlarmTopic(this, "Notices", { email: props.trainerEmail });
    this.#watchRuns(props);
    this.#watchApi(props.students);
    for (const [name, task] of Object.entries(props.queuedTasks)) this.#watchTask(name, task);
    this.#watchFunctions(props.functions);
    this.#watchReputation();
    new RunDashboard(this, "Dashboard", props);
  }

  #watchRuns({ stateMachine: run, undelivered }: RunMonitoringProps): void {
    this.#alarm("RunFailed", "A grading run failed.", run.metricFailed({ period }));
    this.#alarm("RunTimedOut", "A grading run took longer than it may.", run.metricTimedOut({ period }));
    this.#alarm("RunAborted", "Somebody stopped a grading run.", run.metricAborted({ period }));
    this.#alarm(
      "RunOverdue",
      "Hours after the deadline, students still wait for their grades.",
      runMetric(this, "watchDeadline", "studentsOverdue"),
    );
    this.#alarm(
      "MailsUnknown",
      "Nobody knows whether some students' mails went out.",
      runMetric(this, "closeRun", "mailsUnknown"),
    );
    this.#alarm(
      "MailsNotSent",
      "Some students' mails were not sent.",
      runMetric(this, "closeRun", "mailsNotSent"),
    );
    this.#alarm(
      "ScheduleUndelivered",
      "A schedule could not start the grading run, the watch over it, or a day's notices.",
      undelivered.metricApproximateNumberOfMessagesVisible({ period, statistic: "max" }),
    );
  }

  #watchApi(students: StudentApi): void {
    this.#alarm(
      "ApiServerErrors",
      "The students' API answered with a server error.",
      students.api.metricServerError({ period, statistic: "sum" }),
    );
    const { refused, tooFast } = students.metrics;
    this.#alarm("AccessRefused", "Many calls came with a wrong key.", refused, manyRefused);
    this.#alarm("CallsTooFast", "Many calls were held back: too fast.", tooFast, manyTooFast);
  }

  #watchTask(name: string, task: QueuedTask): void {
    // The consumer empties the queue at once, so the alarm watches its invocations, not the queue's depth.
    this.#alarm(
      "DeadLetters",
      `A message of the task ${name} was dead-lettered: its worker crashed or timed out each time.`,
      task.deadLetterConsumer.function.metricInvocations({ period, statistic: "sum" }),
      1,
      name,
    );
    this.#alarm(
      "DeadLettersLeft",
      `Dead-lettered messages of the task ${name} are not consumed: their steps wait for their timeout.`,
      task.deadLetters.metricApproximateAgeOfOldestMessage({ period, statistic: "max" }),
      Duration.minutes(10).toSeconds(),
      name,
    );
    this.#alarm(
      "WorkerErrors",
      `The worker of the task ${name} crashed or timed out.`,
      task.worker.function.metricErrors({ period, statistic: "sum" }),
      1,
      name,
    );
  }

  #watchFunctions(functions: Readonly<Record<string, TaskFunction>>): void {
    const errors = Object.entries(functions).map(([name, task]): [string, IMetric] => [
      name,
      task.function.metricErrors({ period, statistic: "sum" }),
    ]);
    if (errors.length > 10) throw new Error(`An alarm adds up ten metrics, not ${errors.length}: split it.`);
    const sum = new MathExpression({
      label: "Errors",
      expression: errors.map(([name]) => `FILL(${name}, 0)`).join(" + "),
      usingMetrics: Object.fromEntries(errors),
      period,
    });
    this.#alarm("FunctionErrors", "A function of the run crashed, failed or timed out.", sum);
  }

  #watchReputation(): void {
    const { BounceRate, ComplaintRate } = reputationLimits;
    this.#alarm("BounceRate", "Many mails of the account bounce.", reputation("BounceRate"), BounceRate);
    this.#alarm(
      "ComplaintRate",
      "Many mails of the account are reported as spam.",
      reputation("ComplaintRate"),
      ComplaintRate,
    );
  }

  /** @param about the subject of the alarm, when several alarms share one article. */
  #alarm(article: string, sentence: string, metric: IMetric, threshold = 1, about = ""): void {
    const alarm = new Alarm(this, `${about}${article}`, {
      alarmName: `${Stack.of(this).stackName}-${kebab(`${about}${article}`)}`,
      alarmDescription: `${sentence} What to do: docs/runbook.md#${kebab(article)}`,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic.topic));
  }
}

/** `RunFailed` as an anchor of the runbook: `run-failed`. */
const kebab = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
