/**
 * The limit for one student in one execution environment of a function. A client that shows a test needs three calls, and a
 * page that asks every second stays far below the limit. A refusal costs about a millisecond, so a loop occupies few
 * environments and gets a small multiple of the limit in all.
 */
export const studentLimit = { burst: 30, perSecond: 3 } as const;

/** Most callers to remember, about 100 bytes each; the one that was quiet longest is forgotten first. */
const mostCallers = 10_000;

/**
 * A token bucket for each caller, kept as one number: the instant at which the caller's bucket will be full again (the
 * generic cell rate algorithm). It has no clock: each request brings its time, in milliseconds since 1970.
 */
export class RateLimit {
  readonly #intervalMs: number;
  readonly #toleranceMs: number;
  readonly #fullAtMs = new Map<string, number>();

  constructor({ burst, perSecond }: { readonly burst: number; readonly perSecond: number }) {
    this.#intervalMs = 1000 / perSecond;
    this.#toleranceMs = (burst - 1) * this.#intervalMs;
  }

  /** Counts a request of `caller`. Returns 0 when it is accepted, else the seconds (1 or more) until the next one will be. */
  take(caller: string, nowMs: number): number {
    const fullAtMs = Math.max(this.#fullAtMs.get(caller) ?? nowMs, nowMs);
    const tooEarlyMs = fullAtMs - nowMs - this.#toleranceMs;
    if (tooEarlyMs > 0) return Math.ceil(tooEarlyMs / 1000);
    this.#fullAtMs.delete(caller);
    this.#fullAtMs.set(caller, fullAtMs + this.#intervalMs);
    const [quietest] = this.#fullAtMs.keys();
    if (this.#fullAtMs.size > mostCallers && quietest !== undefined) this.#fullAtMs.delete(quietest);
    return 0;
  }
}
