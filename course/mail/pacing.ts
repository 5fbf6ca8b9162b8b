/**
 * When the next message may start so that no more than `perSecond` a second start, evenly spaced.
 *
 * @param previousStartMs when the previous one started (or is going to); null for the first.
 * @returns milliseconds on the same clock as `nowMs`, not before it.
 */
export const nextStartMs = (previousStartMs: number | null, nowMs: number, perSecond: number): number =>
  previousStartMs === null ? nowMs : Math.max(nowMs, previousStartMs + 1000 / perSecond);
