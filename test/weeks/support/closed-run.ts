import { type CloseRunOutput, closeRunOutputSchema } from "../../../course/run.ts";
import type { RunEnd } from "./week.ts";

/** What a run that closed its ledger answered; any other end fails the test, with all that is known of it. */
export const closedRun = ({ status, output, ...end }: RunEnd): CloseRunOutput => {
  const closed = closeRunOutputSchema.safeParse(output);
  if (status === "SUCCEEDED" && closed.success) return closed.data;
  throw new Error(`The run did not close its ledger: ${JSON.stringify({ status, output, ...end })}`);
};
