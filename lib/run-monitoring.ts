import { Duration } from "aws-cdk-lib";
import type { RestApi } from "aws-cdk-lib/aws-apigateway";
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import type { QueuedTask } from "./queued-task.ts";

export interface RunMonitoringProps {
  readonly stateMachine: StateMachine;
  /** By the name that their alarms get. */
  readonly queuedTasks: Readonly<Record<string, QueuedTask>>;
  readonly undelivered: Queue;
  readonly api: RestApi;
}

const period = Duration.minutes(5);

/**
 * Alarms for what would otherwise stay silent. A task of the run that fails fails the run, and a function of the API that
 * fails is a server error of the API: neither has an alarm of its own.
 */
export class RunMonitoring extends Construct {
  constructor(scope: Construct, id: string, props: RunMonitoringProps) {
    super(scope, id);
    const run = props.stateMachine;
    this.#alarm("RunFailed", "A grading run failed.", run.metricFailed({ period }));
    this.#alarm("RunTimedOut", "A grading run took longer than it may.", run.metricTimedOut({ period }));
    this.#alarm("RunAborted", "Somebody stopped a grading run.", run.metricAborted({ period }));
    this.#alarm(
      "ScheduleUndelivered",
      "The schedule could not start the grading run. Start it by hand: bin/trainer grade.",
      props.undelivered.metricApproximateNumberOfMessagesVisible({ period, statistic: "max" }),
    );
    this.#alarm(
      "ApiServerErrors",
      "The students' API answered with a server error.",
      props.api.metricServerError({ period, statistic: "sum" }),
    );
    for (const [name, task] of Object.entries(props.queuedTasks)) this.#watch(name, task);
  }

  #watch(name: string, task: QueuedTask): void {
    // The consumer empties the queue at once, so the queue's depth would never show: its invocations do.
    this.#alarm(
      `${name}DeadLetters`,
      `A message of the task ${name} was dead-lettered: its worker crashed or timed out each time.`,
      task.deadLetterConsumer.function.metricInvocations({ period, statistic: "sum" }),
    );
    this.#alarm(
      `${name}DeadLettersLeft`,
      `Dead-lettered messages of the task ${name} are not consumed: their steps wait for their timeout.`,
      task.deadLetters.metricApproximateAgeOfOldestMessage({ period, statistic: "max" }),
      Duration.minutes(10).toSeconds(),
    );
    this.#alarm(
      `${name}WorkerErrors`,
      `The worker of the task ${name} crashed or timed out.`,
      task.worker.function.metricErrors({ period, statistic: "sum" }),
    );
  }

  #alarm(id: string, alarmDescription: string, metric: IMetric, threshold = 1): void {
    new Alarm(this, id, {
      alarmDescription,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
