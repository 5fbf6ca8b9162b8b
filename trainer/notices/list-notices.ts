import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  ListExecutionsCommand,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import { mapBounded } from "../../adapters/storage/bounded.ts";
import { type Instant, toInstant } from "../../course/ids.ts";
import { countsIn, startedBy } from "../../course/notices/notices-execution.ts";
import type { NoticeCounts } from "../../course/notices/notices-run.ts";

/** One execution of the notices' workflow. */
export interface NoticesExecution {
  readonly executionArn: string;
  readonly startedAt: Instant;
  /** As Step Functions says it. */
  readonly status: string;
  readonly startedBy: ReturnType<typeof startedBy>;
  /** undefined: it still waits for its times, or did not end well. */
  readonly counts: NoticeCounts | undefined;
}

const parallelReads = 8;
const longestPage = 1_000;

async function* latestExecutions(
  client: SFNClient,
  stateMachineArn: string,
  most: number,
): AsyncIterable<ExecutionListItem> {
  let left = most;
  let nextToken: string | undefined;
  do {
    const maxResults = Math.min(left, longestPage);
    const page = await client.send(
      new ListExecutionsCommand({ stateMachineArn, maxResults, ...(nextToken && { nextToken }) }),
    );
    const executions = (page.executions ?? []).slice(0, left);
    yield* executions;
    left -= executions.length;
    nextToken = page.nextToken;
  } while (nextToken !== undefined && left > 0);
}

/** The latest first, at most `most`. Step Functions forgets an execution 90 days after its end. */
export const listNotices = (
  client: SFNClient,
  stateMachineArn: string,
  most: number,
): Promise<NoticesExecution[]> => {
  const describe = async ({ executionArn = "" }: ExecutionListItem): Promise<NoticesExecution> => {
    const {
      status = "",
      startDate,
      input,
      output,
    } = await client.send(new DescribeExecutionCommand({ executionArn }));
    return {
      ...{ executionArn, status, startedBy: startedBy(input) },
      startedAt: toInstant(startDate ?? new Date(0)),
      counts: output === undefined ? undefined : countsIn(output),
    };
  };
  return Array.fromAsync(
    mapBounded(latestExecutions(client, stateMachineArn, most), parallelReads, describe),
  );
};
