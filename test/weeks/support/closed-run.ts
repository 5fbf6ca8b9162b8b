import { type CloseRunOutput, closeRunOutputSchema } from "../../../course/run/run.ts";
import type { RunEnd } from "./week.ts";

/** The output of a run that closed its ledger; any other end fails the test, with everything that is known about it. */
export const closedRun = ({ status, output, ...end }: RunEnd): CloseRunOutput => {
  const closed = closeRunOutputSchema.safeParse(output);
  if (status === "SUCCEEDED" && closed.success) return closed.data;
  throw new Error(`The run did not close its ledger: ${JSON.stringify({ status, output, ...end })}`);
};
