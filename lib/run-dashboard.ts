import { Aws, Duration, Stack } from "aws-cdk-lib";
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  PeriodOverride,
  SingleValueWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import type { StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import { period, reputation, runMetric } from "./run-metric.ts";
import type { RunTasks } from "./run-tasks.ts";
import type { StudentApi } from "./student-api.ts";
import type { TaskFunction } from "./task-function.ts";

export interface RunDashboardProps {
  readonly stateMachine: StateMachine;
  readonly tasks: RunTasks;
  /** All functions except those of the API. */
  readonly functions: Readonly<Record<string, TaskFunction>>;
  readonly students: StudentApi;
}

/** The dashboard for a Monday evening: the run, its queues, its mail, and the students' API. Only where a course asks for it. */
export class RunDashboard extends Construct {
  constructor(scope: Construct, id: string, props: RunDashboardProps) {
    super(scope, id);
    const dashboard = new Dashboard(this, "Dashboard", {
      // Dashboards of all regions of an account share one list, so the name has the region.
      dashboardName: `${Stack.of(this).stackName}-${Aws.REGION}`,
      defaultInterval: Duration.days(1),
      periodOverride: PeriodOverride.INHERIT,
    });
    dashboard.addWidgets(this.#lastRuns());
    dashboard.addWidgets(...this.#run(props));
    dashboard.addWidgets(...this.#api(props));
  }

  #lastRuns(): SingleValueWidget {
    const closed = (metric: Parameters<typeof runMetric>[2], label: string): IMetric =>
      runMetric(this, "closeRun", metric).with({ label, period: Duration.days(1) });
    return new SingleValueWidget({
      title: "Runs that closed, a day",
      width: 24,
      metrics: [
        closed("runsClosed", "Runs"),
        closed("testsGraded", "Graded"),
        closed("testsMissing", "Missing"),
        closed("testsFailed", "Failed"),
        closed("mailsSent", "Mails sent"),
        closed("mailsToSettle", "Mails to settle"),
      ],
    });
  }

  #run({ stateMachine, tasks, functions }: RunDashboardProps): GraphWidget[] {
    const { gradeStudent, mailStudent } = tasks;
    return [
      graph("Runs", [
        stateMachine.metricStarted({ period }),
        stateMachine.metricSucceeded({ period }),
        stateMachine.metricFailed({ period }),
        stateMachine.metricTimedOut({ period }),
      ]),
      graph(
        "Age of the oldest message, s",
        Object.entries({ gradeStudent, mailStudent }).map(([label, { queue }]) =>
          queue.metricApproximateAgeOfOldestMessage({ label, period, statistic: "max" }),
        ),
      ),
      graph(
        "Errors of functions",
        Object.entries(functions).map(([label, task]) =>
          task.function.metricErrors({ label, period, statistic: "sum" }),
        ),
      ),
    ];
  }

  #api({ students: { api, metrics } }: RunDashboardProps): GraphWidget[] {
    return [
      graph("Calls of students", [
        api.metricCount({ period, statistic: "sum" }),
        metrics.refused,
        metrics.tooFast,
        api.metricServerError({ period, statistic: "sum" }),
      ]),
      graph("How long calls take, ms", [
        api.metricLatency({ period, statistic: "p50", label: "half of them" }),
        api.metricLatency({ period, statistic: "p99", label: "99 of 100" }),
      ]),
      graph("Reputation of the account's mail", [reputation("BounceRate"), reputation("ComplaintRate")]),
    ];
  }
}

const graph = (title: string, left: IMetric[]): GraphWidget => new GraphWidget({ title, left, width: 8 });
