import { countsIn, startedBy, startWords, toldWords } from "../../course/notices/notices-execution.ts";
import type { CallOptions } from "./api.ts";
import { inParallel } from "./objects.ts";
import { describeExecution, type Execution, type ExecutionDetail, listExecutions } from "./states.ts";

/** One execution of the notices' state machine. */
export interface NoticesRow {
  readonly execution: Execution;
  /** What started it: the day's schedule, a publishing, or the trainer. */
  readonly kind: string;
  /** What it has told; undefined: it has not ended yet. */
  readonly told: string | undefined;
}

/** A failed execution has no output, though it has told of all instants but the one that failed. */
const toldBy = ({ status, output }: ExecutionDetail): string | undefined => {
  if (status === "RUNNING") return undefined;
  return output === undefined ? "not known; its states say it" : toldWords(countsIn(output));
};

export const rowOf = (execution: ExecutionDetail): NoticesRow => ({
  execution,
  kind: startWords[startedBy(execution.input)],
  told: toldBy(execution),
});

export const readNotices = async (stateMachineArn: string, most: number, options?: CallOptions) => {
  const { executions, hasMore } = await listExecutions({ stateMachineArn, most }, options);
  const rows = await inParallel(executions, async ({ executionArn }) =>
    rowOf(await describeExecution(executionArn, options)),
  );
  return { rows, hasMore };
};
