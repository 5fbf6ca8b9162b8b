import { Duration, Stack } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import { metricsNamespace, type RunMetric, runMetrics } from "../course/run/run-metrics.ts";
import type { TaskName } from "./task-entries.ts";

/** Alarms and graphs use sums over five minutes. */
export const period = Duration.minutes(5);

/** A count of the whole course, whichever task it is of. */
export const courseMetric = (scope: Construct, metric: RunMetric): Metric =>
  new Metric({
    namespace: metricsNamespace(Stack.of(scope).stackName),
    metricName: runMetrics[metric],
    statistic: "sum",
    period,
  });

/** A count that a task records (tasks/runtime/metrics.ts). */
export const runMetric = (scope: Construct, task: TaskName, metric: RunMetric): Metric =>
  courseMetric(scope, metric).with({ dimensionsMap: { service: task } });

/** Share of the account's mails, 0 to 1. SES counts per account, not per stack. */
export const reputation = (kind: "BounceRate" | "ComplaintRate"): Metric =>
  new Metric({
    namespace: "AWS/SES",
    metricName: `Reputation.${kind}`,
    statistic: "max",
    period: Duration.hours(1),
  });
