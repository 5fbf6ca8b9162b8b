import type { Clock } from "../../../clock.ts";
import { isTimestamp } from "../definition/fields.ts";
import type { Outcome, StateExecution } from "../interpreter/state-execution.ts";
import { limits } from "../limits.ts";

/** Waits until an instant that is computed once, when the state is entered, and kept. */
export const runWait = async (stateExecution: StateExecution<"Wait">, clock: Clock): Promise<Outcome> => {
  const { branch, state, input, entered } = stateExecution;
  const { execution, scope } = branch;
  const name = `wait ${entered.id}${execution.redriveSuffix}`;
  const until = Number(await execution.memo(name, () => wakeUpTime(stateExecution)));
  await scope.wait<void>(({ resolve }) => clock.at(until, resolve));
  return stateExecution.conclude(state, input, { next: state.Next });
};

/** Milliseconds since 1970. After a redrive `Seconds` count from the redrive. */
const wakeUpTime = async (stateExecution: StateExecution<"Wait">): Promise<number> => {
  const { Seconds: seconds, Timestamp: timestamp } = stateExecution.state;
  if (seconds !== undefined) {
    const range = { least: 0, most: limits.seconds, isWhole: true };
    const since = Math.max(
      stateExecution.entered.timestamp,
      stateExecution.branch.execution.row.redrivenAt ?? 0,
    );
    return since + 1000 * (await stateExecution.evaluateNumber("Seconds", seconds, range));
  }
  const text = await stateExecution.evaluateText("Timestamp", timestamp ?? "");
  if (!isTimestamp(text)) {
    throw stateExecution.failedAt(
      "Timestamp",
      `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
    );
  }
  const until = Date.parse(text);
  if (until - stateExecution.entered.timestamp > limits.waitMs) {
    throw stateExecution.failedAt(
      "Timestamp",
      `The Timestamp field must not be further ahead than 24855 days: ${text}`,
    );
  }
  return until;
};
