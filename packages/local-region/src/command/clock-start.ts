import { reachedBy } from "../data-folder/kept-clock.ts";

/** Where a region's clock is to start; milliseconds, since 1970 or after where the clock of the data folder stood last. */
export type ClockStart = { readonly atMs: number } | { readonly afterLastMs: number };

/**
 * So much may the machine's own time be behind the folder's clock without a word: a machine sets its clock by a time server, and
 * a region that was killed leaves an instant that is two seconds ahead. Milliseconds.
 */
const unnoticedMs = 10_000;

/**
 * The instant at which the clock of a data folder is to start, in milliseconds since 1970. It may be earlier than where the
 * clock stood last; then the region refuses it.
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
