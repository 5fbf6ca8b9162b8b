import { runIdSchema } from "../../course/ids.ts";
import type { RunRecord } from "../../course/run/run-record.ts";
import { latestExecution, readRun } from "../run/find-run.ts";
import type { Session } from "./session.ts";
import { UsageError } from "./usage-error.ts";

export const latest = "latest";

type Found = Pick<RunRecord, "executionArn" | "resumedBy">;

/** A run as a command line names it: "latest", its id, or its execution's ARN. @throws UsageError */
export const runFinder = (run: string): ((session: Session) => Promise<Found>) => {
  if (run === latest) {
    return async ({ stepFunctions, stack }) => ({
      executionArn: await latestExecution(stepFunctions, stack.stateMachineArn),
    });
  }
  if (run.startsWith("arn:")) return async () => ({ executionArn: run });
  const runId = runIdSchema.safeParse(run);
  if (!runId.success) {
    throw new UsageError(
      `"${run}" is neither "latest", nor a run id such as 2026-11-23T22-00-00Z, nor an ARN.`,
    );
  }
  return ({ bucket }) => readRun(bucket, runId.data);
};
