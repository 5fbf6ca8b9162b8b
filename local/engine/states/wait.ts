import { isTimestamp } from "../definition/fields.ts";
import { limits } from "../limits.ts";
import type { Outcome, Visit } from "../run/visit.ts";

/** Waits until an instant that is worked out once, on entering, and kept. */
export const runWait = async (visit: Visit<"Wait">): Promise<Outcome> => {
  const { branch, state, input, entered } = visit;
  const { execution, scope } = branch;
  const until = Number(await execution.memo(`wait ${entered.id}`, () => wakeUpTime(visit)));
  await scope.wait<void>(({ resolve }) => execution.machinery.clock.at(until, resolve));
  return visit.conclude(state, input, { next: state.Next });
};

/** Milliseconds since 1970. */
const wakeUpTime = async (visit: Visit<"Wait">): Promise<number> => {
  const { Seconds: seconds, Timestamp: timestamp } = visit.state;
  if (seconds !== undefined) {
    const range = { least: 0, most: limits.seconds, isWhole: true };
    return visit.entered.timestamp + 1000 * (await visit.evaluateNumber("Seconds", seconds, range));
  }
  const text = await visit.evaluateText("Timestamp", timestamp ?? "");
  if (!isTimestamp(text)) {
    throw visit.failedAt(
      "Timestamp",
      `The Timestamp field must be a timestamp such as 2026-11-23T22:00:00Z, not ${text}.`,
    );
  }
  return Date.parse(text);
};
