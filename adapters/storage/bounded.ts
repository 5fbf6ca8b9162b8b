/**
 * Does `work` for every item, at most `limit` at once. After the first failure it starts no more, waits for the work that
 * is still going on, and throws the failure.
 */
export const forEachBounded = async <T>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  const remaining = items[Symbol.iterator]();
  const failures: unknown[] = [];
  const lane = async (): Promise<void> => {
    for (let next = remaining.next(); !next.done && failures.length === 0; next = remaining.next()) {
      await work(next.value).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: limit }, lane));
  if (failures.length > 0) throw failures[0];
};

/**
 * Yields the result of `work` for every item, in the items' order, at most `limit` at once. The first failure ends it; work
 * that is still going on then ends by itself.
 */
export async function* mapBounded<T, R>(
  items: AsyncIterable<T> | Iterable<T>,
  limit: number,
  work: (item: T) => Promise<R>,
): AsyncIterable<R> {
  const inFlight: Promise<R>[] = [];
  for await (const item of items) {
    const result = work(item);
    // Awaited in its turn. Until then nobody handles a rejection, and Node would end the process.
    result.catch(() => undefined);
    inFlight.push(result);
    const first = inFlight.length >= limit ? inFlight.shift() : undefined;
    if (first) yield await first;
  }
  for (const result of inFlight) yield await result;
}
