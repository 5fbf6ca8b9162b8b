import { isTimestamp } from "../definition/fields.ts";
import { limits } from "../limits.ts";
import type { Outcome, Visit } from "../run/visit.ts";

/** Waits until an instant that is worked out once, on entering, and kept. */
export const runWait = async (visit: Visit<"Wait">): Promise<Outcome> => {
  const { branch, state, input, entered } = visit;
  const { execution, scope } = branch;
  const name = `wait ${entered.id}${execution.redriveSuffix}`;
  const until = Number(await execution.memo(name, () => wakeUpTime(visit)));
  await scope.wait<void>(({ resolve }) => execution.machinery.clock.at(until, resolve));
  return visit.conclude(state, input, { next: state.Next });
};

/** Milliseconds since 1970. Seconds count from a redrive anew. */
const wakeUpTime = async (visit: Visit<"Wait">): Promise<number> => {
  const { Seconds: seconds, Timestamp: timestamp } = visit.state;
  if (seconds !== undefined) {
    const range = { least: 0, most: limits.seconds, isWhole: true };
    const since = Math.max(visit.entered.timestamp, visit.branch.execution.row.redrivenAt ?? 0);
    return since + 1000 * (await visit.evaluateNumber("Seconds", seconds, range));
  }
  const text = await visit.evaluateText("Timestamp", timestamp ?? "");
  if (!isTimestamp(text)) {
    throw visit.failedAt(
      "Timestamp",
      `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
    );
  }
  return Date.parse(text);
};
