/** Shorter than a page waits for an answer (web/console/api.ts), in milliseconds. */
const mostMs = 20_000;

/**
 * Hands items to `take` until it returns false, or time is up: then what was seen so far is shown.
 *
 * @returns whether all were seen.
 */
export const inTime = async <T>(
  items: AsyncIterable<T>,
  take: (item: T) => boolean,
  signal: AbortSignal = AbortSignal.timeout(mostMs),
): Promise<boolean> => {
  const iterator = items[Symbol.asyncIterator]();
  const timeUp = new Promise<undefined>((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  for (;;) {
    const next = iterator.next();
    const result = await Promise.race([next, timeUp]);
    if (result?.done) return true;
    if (result !== undefined && take(result.value)) continue;
    // Not awaited: it ends only after the item that is being read.
    next.catch(() => undefined);
    iterator.return?.().catch(() => undefined);
    return false;
  }
};
