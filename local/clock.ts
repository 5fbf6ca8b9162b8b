/** Cancels a timer; harmless once it has fired. */
export type Cancel = () => void;

interface Timer {
  readonly at: number;
  readonly fire: () => void;
}

/** `setTimeout` takes at most this many milliseconds; later timers are looked at again then. */
const longestSleepMs = 2 ** 31 - 1;

/**
 * The region's one clock. It runs at the pace of real time from wherever it was set, and can be moved forward by hand:
 * a move fires all timers it passes, in their order, each seeing the time it was set for.
 */
export class Clock {
  #offsetMs: number;
  #frozenAtMs: number | undefined;
  #timers: Timer[] = [];
  #wakeUp: NodeJS.Timeout | undefined;

  constructor(startAt: Date = new Date()) {
    this.#offsetMs = startAt.getTime() - Date.now();
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#frozenAtMs ?? Date.now() + this.#offsetMs;
  }

  /** Calls `fire` once at `atMs` (milliseconds since 1970), on a later turn if that has passed. */
  at(atMs: number, fire: () => void): Cancel {
    const timer: Timer = { at: atMs, fire };
    const later = this.#timers.findIndex((t) => t.at > atMs);
    this.#timers.splice(later === -1 ? this.#timers.length : later, 0, timer);
    this.#rest();
    return () => {
      const index = this.#timers.indexOf(timer);
      if (index >= 0) this.#timers.splice(index, 1);
    };
  }

  after(ms: number, fire: () => void): Cancel {
    return this.at(this.now() + ms, fire);
  }

  /** Moves the clock to `toMs`, firing what is due on the way. Time never runs backwards. */
  moveTo(toMs: number): void {
    if (toMs < this.now()) {
      throw new RangeError(
        `The clock stands at ${new Date(this.now()).toISOString()} and can't be moved back to ${new Date(toMs).toISOString()}.`,
      );
    }
    this.#fireUntil(toMs);
    this.#offsetMs = toMs - Date.now();
    this.#rest();
  }

  stop(): void {
    this.#timers = [];
    clearTimeout(this.#wakeUp);
  }

  #fireUntil(toMs: number): void {
    for (let next = this.#timers[0]; next && next.at <= toMs; next = this.#timers[0]) {
      this.#timers.shift();
      this.#frozenAtMs = Math.max(next.at, this.now());
      next.fire();
    }
    this.#frozenAtMs = undefined;
  }

  #rest(): void {
    clearTimeout(this.#wakeUp);
    const next = this.#timers[0];
    if (!next) return;
    const ms = Math.min(Math.max(next.at - this.now(), 0), longestSleepMs);
    this.#wakeUp = setTimeout(() => {
      this.#fireUntil(this.now());
      this.#rest();
    }, ms);
    this.#wakeUp.unref();
  }
}
