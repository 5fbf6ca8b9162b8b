import { Stack } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { EventField, Rule, RuleTargetInput } from "aws-cdk-lib/aws-events";
import { SnsTopic } from "aws-cdk-lib/aws-events-targets";
import { FilterPattern, MetricFilter } from "aws-cdk-lib/aws-logs";
import type { ITopic, Topic } from "aws-cdk-lib/aws-sns";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import { metricsNamespace, runMetrics } from "../course/run/run-metrics.ts";
import { AlarmTopic } from "./alarm-topic.ts";
import { RunDashboard, type RunDashboardProps } from "./run-dashboard.ts";
import { courseMetric, period, reputation, runMetric } from "./run-metric.ts";
import type { StudentApi } from "./student-api.ts";

export interface RunMonitoringProps extends RunDashboardProps {
  /** The machines whose runs must succeed. */
  readonly stateMachines: readonly StateMachine[];
  /** Starts, and notices of them, that could not be delivered. */
  readonly undelivered: Queue;
  /** Receives the notices. */
  readonly trainerEmail: string;
  readonly hasDashboard: boolean;
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
 * How an execution of a state machine can end without success: its article, and what the notice says.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
const unsuccessful = {
  FAILED: ["RunFailed", "A run failed"],
  TIMED_OUT: ["RunTimedOut", "A run took longer than it may"],
  ABORTED: ["RunAborted", "Somebody stopped a run"],
} as const;

/**
 * Lambda's own report of an invocation that threw, crashed or timed out.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */
const unsuccessfulInvocation = FilterPattern.all(
  FilterPattern.stringValue("$.type", "=", "platform.report"),
  FilterPattern.stringValue("$.record.status", "!=", "success"),
);

/**
 * Notices of what would otherwise stay silent, and a dashboard where the course asks for one. Each notice's article is in
 * docs/runbook.md, under the anchor that it names.
 *
 * An alarm costs 0.10 $ a month for each metric that it reads, ten are free, so there are ten. Events cost nothing: they
 * tell of runs. What fails for the same reason shares a metric: all functions, all mails of a run, all dead letters. A failing
 * function of the API shares the alarm of the API's server errors, and a ledger that does not close is a failed run.
 */
export class RunMonitoring extends Construct {
  readonly #topic: Topic;
  readonly #ofRules: ITopic;

  constructor(scope: Construct, id: string, props: RunMonitoringProps) {
    super(scope, id);
    const { topic, ofRules } = new AlarmTopic(this, "Notices", { email: props.trainerEmail });
    [this.#topic, this.#ofRules] = [topic, ofRules];
    this.#watchRuns(props);
    this.#watchApi(props.students);
    this.#watchFunctions(props.functions);
    this.#watchReputation();
    if (props.hasDashboard) new RunDashboard(this, "Dashboard", props);
  }

  #watchRuns({ stateMachines, undelivered, tasks }: RunMonitoringProps): void {
    for (const [status, [article, sentence]] of Object.entries(unsuccessful)) {
      this.#onRun(status, article, sentence, { stateMachines, undelivered });
    }
    this.#alarm(
      "RunOverdue",
      "Hours after the deadline, students still wait for their grades.",
      runMetric(this, "watchDeadline", "studentsOverdue"),
    );
    this.#alarm(
      "MailsToSettle",
      "Some students' mails were not sent, or nobody knows whether they went out.",
      runMetric(this, "closeRun", "mailsToSettle"),
    );
    this.#alarm(
      "ScheduleUndelivered",
      "A schedule could not start the grading run, the watch over it, or a day's notices.",
      undelivered.metricApproximateNumberOfMessagesVisible({ period, statistic: "max" }),
    );
    this.#alarm(
      "DeadLetters",
      "No worker could answer for a message, so its step waits for its timeout.",
      tasks.deadLetters.metricApproximateNumberOfMessagesVisible({ period, statistic: "max" }),
    );
  }

  #onRun(
    status: string,
    article: string,
    sentence: string,
    { stateMachines, undelivered }: Pick<RunMonitoringProps, "stateMachines" | "undelivered">,
  ): void {
    const name = EventField.fromPath("$.detail.name");
    new Rule(this, article, {
      description: `${sentence}.`,
      eventPattern: {
        source: ["aws.states"],
        detailType: ["Step Functions Execution Status Change"],
        detail: {
          status: [status],
          stateMachineArn: stateMachines.map(({ stateMachineArn }) => stateMachineArn),
        },
      },
      targets: [
        new SnsTopic(this.#ofRules, {
          message: RuleTargetInput.fromText(
            `${Stack.of(this).stackName}: ${sentence}: ${name}. ${whatToDo(article)}`,
          ),
          deadLetterQueue: undelivered,
        }),
      ],
    });
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

  #watchFunctions(functions: RunMonitoringProps["functions"]): void {
    const metricName = runMetrics.functionsFailed;
    for (const [name, task] of Object.entries(functions)) {
      new MetricFilter(this, `${name}Failures`, {
        logGroup: task.function.logGroup,
        metricNamespace: metricsNamespace(Stack.of(this).stackName),
        metricName,
        filterPattern: unsuccessfulInvocation,
      });
    }
    this.#alarm(
      "FunctionErrors",
      "A function of a run crashed, failed or timed out.",
      courseMetric(this, "functionsFailed"),
    );
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

  #alarm(article: string, sentence: string, metric: IMetric, threshold = 1): void {
    const alarm = new Alarm(this, article, {
      alarmName: `${Stack.of(this).stackName}-${kebab(article)}`,
      alarmDescription: `${sentence} ${whatToDo(article)}`,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
  }
}

const whatToDo = (article: string): string => `What to do: docs/runbook.md#${kebab(article)}`;

/** `RunFailed` as an anchor of the runbook: `run-failed`. */
const kebab = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
