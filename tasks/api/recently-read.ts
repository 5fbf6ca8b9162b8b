/**
 * What was read is read again only for a request that came more than this many milliseconds after the one it was read for.
 * What the trainer publishes reaches the students as much later at most.
 */
export const freshMs = 2_000;

/** Values kept at most; the one read first goes first. */
const mostKept = 100;

interface Kept<T> {
  readonly readForMs: number;
  readonly value: Promise<T>;
}

/**
 * Values that many requests in a row read, each kept under its name for a moment. It has no clock: the time of each
 * request is handed in, in milliseconds since 1970. What isn't there is kept too, so that its absence takes as long to
 * answer as anything else. A failed read is not kept.
 */
export class RecentlyRead<T> {
  readonly #kept = new Map<string, Kept<T>>();

  of(name: string, requestMs: number, read: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(name);
    if (known && Math.abs(requestMs - known.readForMs) <= freshMs) return known.value;
    const value = read();
    this.#keep(name, { readForMs: requestMs, value });
    return value;
  }

  #keep(name: string, kept: Kept<T>): void {
    this.#kept.delete(name);
    this.#kept.set(name, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    kept.value.catch(() => {
      if (this.#kept.get(name) === kept) this.#kept.delete(name);
    });
  }
}
