import { Duration, Stack } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import { metricsNamespace, type RunMetric, runMetrics } from "../course/run/run-metrics.ts";
import type { TaskName } from "./task-entries.ts";

/** Alarms and graphs use sums over five minutes. */
export const period = Duration.minutes(5);

/** A count that a task records (tasks/runtime/metrics.ts). */
export const runMetric = (scope: Construct, task: TaskName, metric: RunMetric): Metric =>
  new Metric({
    namespace: metricsNamespace(Stack.of(scope).stackName),
    metricName: runMetrics[metric],
    dimensionsMap: { service: task },
    statistic: "sum",
    period,
  });

/** Share of the account's mails, 0 to 1. SES counts per account, not per stack. */
export const reputation = (kind: "BounceRate" | "ComplaintRate"): Metric =>
  new Metric({
    namespace: "AWS/SES",
    metricName: `Reputation.${kind}`,
    statistic: "max",
    period: Duration.hours(1),
  });
