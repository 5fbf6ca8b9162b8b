/**
 * A value is read again only for a request that came more than this many milliseconds after the request it was read for.
 * So students see what the trainer publishes at most this much later.
 */
export const freshMs = 2_000;

/** Most values to keep; the one that was read first is dropped first. */
const mostKept = 100;

interface Kept<T> {
  readonly readForMs: number;
  readonly value: Promise<T>;
}

/**
 * Values that many consecutive requests read, each kept under its name for a moment. It has no clock: each request brings its
 * time, in milliseconds since 1970. A missing value is kept too, so that the answer takes equally long. A failed read is
 * not kept.
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
