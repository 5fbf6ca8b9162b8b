import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { once } from "./once.ts";

const metrics = once(() => new Metrics());

/** Adds a closed run's counts to the metrics, in the namespace and service that the stack names. */
export const countInMetrics = (counts: {
  readonly graded: number;
  readonly missing: number;
  readonly failed: number;
  readonly mailProblems: number;
}): void => {
  metrics().addMetric("TestsGraded", MetricUnit.Count, counts.graded);
  metrics().addMetric("TestsMissing", MetricUnit.Count, counts.missing);
  metrics().addMetric("TestsFailed", MetricUnit.Count, counts.failed);
  metrics().addMetric("MailProblems", MetricUnit.Count, counts.mailProblems);
  metrics().publishStoredMetrics();
};
