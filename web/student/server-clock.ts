/**
 * The server's clock as far as its answers tell it: the deadline is decided by it, not by a device that may be wrong by
 * hours. The `Date` header has whole seconds, so it is right to a second.
 */
export class ServerClock {
  readonly #deviceNow: () => number;
  #aheadMs = 0;

  constructor(deviceNow: () => number) {
    this.#deviceNow = deviceNow;
  }

  /** Takes an answer's `Date` header; the answer was made between asking and getting it. */
  learn(dateHeader: string | null, askedMs: number): void {
    const saidMs = Date.parse(dateHeader ?? "");
    if (Number.isNaN(saidMs)) return;
    const halfWay = (askedMs + this.#deviceNow()) / 2;
    // Half a second for what the header rounds down.
    this.#aheadMs = saidMs + 500 - halfWay;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#deviceNow() + this.#aheadMs;
  }
}
