import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { once } from "../../adapters/storage/once.ts";
import { type RunMetric, runMetrics } from "../../course/run/run-metrics.ts";

const metrics = once(() => new Metrics());

export type RunCounts = Readonly<Partial<Record<RunMetric, number>>>;

/** Adds counts to the metrics, in the namespace and service that the stack names: one line of the function's log. */
export const countInMetrics = (counts: RunCounts): void => {
  for (const [name, value] of entriesOf(counts)) {
    metrics().addMetric(runMetrics[name], MetricUnit.Count, value);
  }
  metrics().publishStoredMetrics();
};

const isRunMetric = (name: string): name is RunMetric => name in runMetrics;

const entriesOf = (counts: RunCounts): [RunMetric, number][] =>
  Object.entries(counts).flatMap(([name, value]): [RunMetric, number][] =>
    isRunMetric(name) ? [[name, value]] : [],
  );
