import type { CourseCloud } from "./course-cloud.ts";
import { stateMachineArn } from "./course-cloud.ts";

export const executionArn = "arn:aws:states:us-east-1:000000000000:execution:GradingRun:x";
const mapRunArn = "arn:aws:states:us-east-1:000000000000:mapRun:GradingRun/x:1";

const execution = { executionArn, stateMachineArn, startDate: 1_795_000_000 };
const counts = {
  total: 2,
  succeeded: 2,
  failed: 0,
  timedOut: 0,
  aborted: 0,
  pending: 0,
  running: 0,
  resultsWritten: 0,
};

/** States of a run, in the order it comes to them. */
export const states = ["Open run", "Grade every student"];

const entered = (name: string, index: number) => ({
  id: index * 2 + 2,
  previousEventId: 0,
  timestamp: 1_795_000_000,
  type: "TaskStateEntered",
  stateEnteredEventDetails: { name },
});

/** Scripts a run that reaches one more state at each poll and ends as `end` says at the poll `polls`. Returns what was started. */
export const scriptRun = (
  { script }: CourseCloud,
  end: Readonly<Record<string, unknown>>,
  polls = 1,
): unknown[] => {
  let polled = 0;
  const started: unknown[] = [];
  script.StartExecution = (input) => {
    started.push(input);
    return { executionArn, startDate: 1_795_000_000 };
  };
  script.DescribeExecution = () => {
    polled += 1;
    return polled < polls ? { ...execution, status: "RUNNING" } : { ...execution, ...end };
  };
  script.GetExecutionHistory = () => ({
    events: states
      .map(entered)
      .slice(0, polled < polls ? polled : undefined)
      .toReversed(),
  });
  script.ListMapRuns = () => ({
    mapRuns: [{ executionArn, mapRunArn, stateMachineArn, startDate: 1 }],
  });
  script.DescribeMapRun = () => ({
    mapRunArn,
    executionArn,
    status: "SUCCEEDED",
    startDate: 1,
    maxConcurrency: 1,
    toleratedFailurePercentage: 100,
    toleratedFailureCount: 0,
    itemCounts: counts,
    executionCounts: counts,
  });
  return started;
};

/** The end of an execution whose run closed its ledger with two students' tests. */
export const closed = (failed: number) => ({
  status: "SUCCEEDED",
  output: JSON.stringify({
    runId: "2026-11-23T22-00-00Z",
    counts: { roster: 2, graded: 2 - failed, missing: 0, failed },
    reportKey: "runs/2026-11-23T22-00-00Z/report.json",
    gradebookKey: "runs/2026-11-23T22-00-00Z/gradebook.csv",
  }),
});
