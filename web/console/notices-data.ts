import * as z from "zod";
import { counted } from "../../course/counted.ts";
import {
  closeNoticesOutputSchema,
  type NoticeCounts,
  noticesRequestSchema,
} from "../../course/notices/notices-run.ts";
import { jsonOrUndefined } from "../../course/unknown-value.ts";
import type { CallOptions } from "./api.ts";
import { inParallel } from "./objects.ts";
import { describeExecution, type Execution, type ExecutionDetail, listExecutions } from "./states.ts";

/** One execution of the notices' state machine. */
export interface NoticesRow {
  readonly execution: Execution;
  /** What started it: the day's schedule, a publishing, or the trainer. */
  readonly kind: string;
  /** What it has told; undefined: nothing is known yet. */
  readonly told: string | undefined;
}

const outputSchema = z.array(z.unknown());

const countsIn = (output: string | undefined): NoticeCounts[] =>
  (outputSchema.safeParse(jsonOrUndefined(output)).data ?? []).flatMap((instant) => {
    const closed = closeNoticesOutputSchema.safeParse(instant);
    return closed.success ? [closed.data.counts] : [];
  });

const sum = (counts: readonly NoticeCounts[], of: keyof NoticeCounts): number =>
  counts.reduce((total, one) => total + one[of], 0);

/** `3 mails; 1 refused`. */
export const toldWords = (counts: readonly NoticeCounts[]): string => {
  const others = [
    [sum(counts, "refused"), "refused"],
    [sum(counts, "unknown"), "not known whether it went out"],
    [sum(counts, "failed"), "failed"],
  ] as const;
  const told = sum(counts, "told");
  return [
    told === 0 ? "no mail" : counted(told, "mail"),
    ...others.flatMap(([n, what]) => (n > 0 ? [`${n} ${what}`] : [])),
  ].join("; ");
};

const kindOf = (input: string | undefined): string => {
  const request = noticesRequestSchema.safeParse(jsonOrUndefined(input)).data;
  if (request?.remind !== undefined) return "Reminder by hand";
  return request?.from === undefined ? "The day's notices" : "After a publishing";
};

export const rowOf = (execution: ExecutionDetail): NoticesRow => ({
  execution,
  kind: kindOf(execution.input),
  told: execution.status === "RUNNING" ? undefined : toldWords(countsIn(execution.output)),
});

export const readNotices = async (stateMachineArn: string, most: number, options?: CallOptions) => {
  const { executions, hasMore } = await listExecutions({ stateMachineArn, most }, options);
  const rows = await inParallel(executions, async ({ executionArn }) =>
    rowOf(await describeExecution(executionArn, options)),
  );
  return { rows, hasMore };
};
