/**
 * Does `work` for every item, with at most `limit` under way at once. After the first failure no more is begun, what is
 * under way is waited for, and the failure is thrown.
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
 * What `work` gives for every item, in the items' order, with at most `limit` under way at once. The first failure ends
 * it; what is under way then is left to end by itself.
 */
export async function* mapBounded<T, R>(
  items: AsyncIterable<T>,
  limit: number,
  work: (item: T) => Promise<R>,
): AsyncIterable<R> {
  const underWay: Promise<R>[] = [];
  for await (const item of items) {
    const result = work(item);
    // Looked at in its turn; until then a failure is nobody's.
    result.catch(() => undefined);
    underWay.push(result);
    const first = underWay.length >= limit ? underWay.shift() : undefined;
    if (first) yield await first;
  }
  for (const result of underWay) yield await result;
}
