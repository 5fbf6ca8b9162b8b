import { type ExecutionListItem, ListExecutionsCommand, type SFNClient } from "@aws-sdk/client-sfn";
import { type Instant, toInstant } from "../../course/ids.ts";
import { compareRuns } from "../../course/run/run-id.ts";
import type { RunRecord } from "../../course/run/run-record.ts";

/** How a run stands: as its record says, and failed when its execution failed, whatever the record says. */
export interface RunStanding {
  readonly record: RunRecord;
  readonly status: RunRecord["status"];
  /** undefined: Step Functions does not know the execution (any more: it deletes one after 90 days). */
  readonly execution: string | undefined;
  /** When it was closed, or its execution ended; undefined: it has not ended, or nobody knows any more. */
  readonly endedAt: Instant | undefined;
}

const hasFailed = (execution: string | undefined): boolean =>
  execution === "FAILED" || execution === "TIMED_OUT" || execution === "ABORTED";

export const standingOf = (record: RunRecord, execution: Execution | undefined): RunStanding => ({
  record,
  status: hasFailed(execution?.status) ? "failed" : record.status,
  execution: execution?.status,
  endedAt: record.closed?.at ?? (execution?.stopDate && toInstant(execution.stopDate)),
});

/** The part of an execution that says how a run stands. */
type Execution = Pick<ExecutionListItem, "status" | "stopDate">;

const isUnderWay = ({ status, execution }: RunStanding): boolean =>
  status === "open" && (execution === undefined || execution === "RUNNING");

/** Runs under way first, then the one that ended last. Of older runs only the cutoff is known. */
const latestFirst = (a: RunStanding, b: RunStanding): number => {
  const underWay = Number(isUnderWay(b)) - Number(isUnderWay(a));
  if (underWay !== 0) return underWay;
  const [endA, endB] = [a, b].map(({ endedAt, record }) => endedAt ?? record.cutoff);
  if (endA !== endB) return (endA ?? "") < (endB ?? "") ? 1 : -1;
  return compareRuns(b.record.runId, a.record.runId);
};

/** An execution that failed before it had opened a run. */
export interface UnopenedRun {
  readonly executionArn: string;
  readonly startedAt: Date;
  readonly execution: string;
}

export interface Standings {
  /** Those under way first, then the one that ended last. */
  readonly runs: readonly RunStanding[];
  /** The latest first. */
  readonly unopened: readonly UnopenedRun[];
}

const pageSize = 1_000;

/** Executions of the machine, the latest first, until `isEnough` holds for those seen so far. */
const listExecutions = async (
  client: SFNClient,
  stateMachineArn: string,
  isEnough: (seen: ReadonlyMap<string, ExecutionListItem>) => boolean,
): Promise<Map<string, ExecutionListItem>> => {
  const seen = new Map<string, ExecutionListItem>();
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new ListExecutionsCommand({ stateMachineArn, maxResults: pageSize, ...(nextToken && { nextToken }) }),
    );
    for (const execution of page.executions ?? []) seen.set(execution.executionArn ?? "", execution);
    nextToken = page.nextToken;
  } while (nextToken !== undefined && !isEnough(seen));
  return seen;
};

/**
 * What Step Functions says of all runs. A record says "open" for ever when its execution was stopped, and "closed" when it
 * failed after that, as at the trainer's mail.
 */
export const readStandings = async (
  client: SFNClient,
  stateMachineArn: string,
  records: readonly RunRecord[],
): Promise<Standings> => {
  const arns = new Set(records.map(({ executionArn }) => executionArn));
  const executions = await listExecutions(client, stateMachineArn, (seen) =>
    arns.isSubsetOf(new Set(seen.keys())),
  );
  const unopened = [...executions.values()].flatMap(({ executionArn = "", status, startDate }) =>
    status !== undefined && hasFailed(status) && !arns.has(executionArn)
      ? [{ executionArn, startedAt: startDate ?? new Date(0), execution: status }]
      : [],
  );
  return {
    runs: records
      .map((record) => standingOf(record, executions.get(record.executionArn)))
      .toSorted(latestFirst),
    unopened,
  };
};
