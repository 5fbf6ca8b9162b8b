import { setTimeout as sleep } from "node:timers/promises";
import { DescribeExecutionCommand, type SFNClient } from "@aws-sdk/client-sfn";
import * as z from "zod";
import { closeNoticesOutputSchema, type NoticeCounts } from "../../course/notices/notices-run.ts";
import { firstPauseMs, nextPauseMs } from "../run/poll-pause.ts";
import { TrainerError } from "../trainer-error.ts";

const outputSchema = z.array(closeNoticesOutputSchema).min(1);

/** Longer than a class of hundreds takes at one mail a second. */
const longestMs = 15 * 60_000;

/** Waits until reminders by hand have gone out. @throws TrainerError when they failed, or take longer than one waits. */
export const followReminders = async (
  client: SFNClient,
  executionArn: string,
  wait: (ms: number) => Promise<unknown> = sleep,
): Promise<NoticeCounts> => {
  let waitedMs = 0;
  for (let pauseMs = firstPauseMs; waitedMs < longestMs; pauseMs = nextPauseMs(pauseMs)) {
    const { status, output, error, cause } = await client.send(
      new DescribeExecutionCommand({ executionArn }),
    );
    if (status === "SUCCEEDED") {
      const [closed] = outputSchema.parse(JSON.parse(output ?? "null"));
      if (closed) return closed.counts;
    }
    if (status !== "RUNNING")
      throw new TrainerError(`The reminders failed: ${error ?? status}. ${cause ?? ""}`);
    await wait(pauseMs);
    waitedMs += pauseMs;
  }
  throw new TrainerError(`The reminders are still going out, by themselves: ${executionArn}`);
};
