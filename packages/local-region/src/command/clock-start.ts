import { reachedBy } from "../data-folder/kept-clock.ts";

/** Where a region's clock starts; milliseconds, since 1970 or after the last time of the data folder's clock. */
export type ClockStart = { readonly atMs: number } | { readonly afterLastMs: number };

/**
 * How far the machine's own time may be behind the folder's clock without an error, in milliseconds: a machine sets its
 * clock by a time server, and a region that was killed leaves an instant that is two seconds ahead.
 */
const unnoticedMs = 10_000;

/**
 * The instant at which the clock of a data folder starts, in milliseconds since 1970. It may be earlier than the clock's
 * last time; then the region refuses it.
 *
 * @param start undefined: the real time.
 */
export const clockStartMs = (
  data: string,
  start: ClockStart | undefined,
  realMs: number = Date.now(),
): number => {
  if (start && "atMs" in start) return start.atMs;
  const lastMs = reachedBy(data) ?? realMs;
  if (start) return lastMs + start.afterLastMs;
  return lastMs - realMs <= unnoticedMs ? Math.max(lastMs, realMs) : realMs;
};
