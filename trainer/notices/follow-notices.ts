import { setTimeout as sleep } from "node:timers/promises";
import { DescribeExecutionCommand, type SFNClient } from "@aws-sdk/client-sfn";
import * as z from "zod";
import { closeNoticesOutputSchema, type NoticeCounts } from "../../course/notices/notices-run.ts";
import { TrainerError } from "../trainer-error.ts";

const outputSchema = z.array(closeNoticesOutputSchema).min(1);

const firstPollMs = 250;
const slowestPollMs = 3_000;
const pollGrowth = 1.5;

/** Longer than a class of hundreds takes at one mail a second. */
const longestMs = 15 * 60_000;

/** Waits until reminders by hand have gone out. @throws TrainerError when they failed, or take longer than one waits. */
export const followReminders = async (
  client: SFNClient,
  executionArn: string,
  wait: (ms: number) => Promise<unknown> = sleep,
): Promise<NoticeCounts> => {
  let waitedMs = 0;
  for (
    let pollMs = firstPollMs;
    waitedMs < longestMs;
    pollMs = Math.min(pollMs * pollGrowth, slowestPollMs)
  ) {
    const { status, output, error, cause } = await client.send(
      new DescribeExecutionCommand({ executionArn }),
    );
    if (status === "SUCCEEDED") {
      const [closed] = outputSchema.parse(JSON.parse(output ?? "null"));
      if (closed) return closed.counts;
    }
    if (status !== "RUNNING")
      throw new TrainerError(`The reminders failed: ${error ?? status}. ${cause ?? ""}`);
    await wait(pollMs);
    waitedMs += pollMs;
  }
  throw new TrainerError(`The reminders are still going out, by themselves: ${executionArn}`);
};
