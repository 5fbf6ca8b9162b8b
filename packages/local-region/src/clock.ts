import { TimerQueue } from "./timer-queue.ts";

/** Cancels a timer; harmless once it has fired. */
export type Cancel = () => void;

/**
 * The longest delay that `setTimeout` takes, in milliseconds. For a later timer the clock sleeps this long, and then again.
 * @see https://nodejs.org/api/timers.html#settimeoutcallback-delay-args
 */
const longestSleepMs = 2 ** 31 - 1;

/**
 * Timers set by the same piece of work, such as the messages of a batch, are due within this many milliseconds of each
 * other.
 */
const togetherMs = 1_000;

/**
 * The region's one clock. From the time it is set to, it runs at the pace of real time. It can be moved forward by hand: a
 * move fires all timers on the way, in their order, and each of them sees the time it was set for.
 */
export class Clock {
  #offsetMs: number;
  /** The time that it was last set to by hand, in milliseconds since 1970. */
  #setMs: number;
  #frozenAtMs: number | undefined;
  readonly #timers = new TimerQueue();
  readonly #beforeMoves = new Set<(toMs: number) => void>();
  #wakeUp: NodeJS.Timeout | undefined;

  constructor(startAt: Date = new Date()) {
    this.#setMs = startAt.getTime();
    this.#offsetMs = this.#setMs - Date.now();
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#frozenAtMs ?? Date.now() + this.#offsetMs;
  }

  /** Calls `fire` once at `atMs` (milliseconds since 1970); soon, but never at once, if that has passed. */
  at(atMs: number, fire: () => void): Cancel {
    const timer = this.#timers.add(atMs, fire);
    if (this.#timers.next() === timer) this.#rest();
    return () => this.#timers.cancel(timer);
  }

  after(ms: number, fire: () => void): Cancel {
    return this.at(this.now() + ms, fire);
  }

  /** Calls `listener` before each move, with the time that the clock moves to. */
  beforeMove(listener: (toMs: number) => void): Cancel {
    this.#beforeMoves.add(listener);
    return () => this.#beforeMoves.delete(listener);
  }

  /**
   * Moves the clock to `toMs`, and fires the timers on the way. A time that the clock has passed by itself since it was
   * last set is no error: the caller could not know that, and the clock stays where it is.
   *
   * @throws {RangeError} when `toMs` is before the time that the clock was last set to.
   */
  moveTo(toMs: number): void {
    if (toMs < this.#setMs) {
      throw new RangeError(
        `The clock stands at ${new Date(this.now()).toISOString()} and can't be moved back to ${new Date(toMs).toISOString()}.`,
      );
    }
    const reachedMs = Math.max(toMs, this.now());
    for (const listener of this.#beforeMoves) listener(reachedMs);
    try {
      this.#fireUntil(reachedMs);
    } finally {
      this.#set(reachedMs);
      this.#rest();
    }
  }

  /** Moves the clock past its next timer and the timers due together with it, by at most `mostMs` milliseconds. */
  advance(mostMs: number): void {
    const next = this.#timers.next();
    const wantedMs = next ? next.at + togetherMs - this.now() : mostMs;
    this.moveTo(this.now() + Math.min(Math.max(wantedMs, 0), mostMs));
  }

  stop(): void {
    this.#timers.clear();
    clearTimeout(this.#wakeUp);
  }

  #set(ms: number): void {
    this.#setMs = ms;
    this.#offsetMs = ms - Date.now();
  }

  #fireUntil(toMs: number): void {
    try {
      for (let next = this.#timers.next(); next && next.at <= toMs; next = this.#timers.next()) {
        this.#timers.cancel(next);
        this.#frozenAtMs = Math.max(next.at, this.now());
        next.fire();
      }
    } finally {
      // Also after a timer that threw: the clock must not stand still for ever.
      this.#frozenAtMs = undefined;
    }
  }

  #rest(): void {
    clearTimeout(this.#wakeUp);
    const next = this.#timers.next();
    if (!next) return;
    const ms = Math.min(Math.max(next.at - this.now(), 0), longestSleepMs);
    this.#wakeUp = setTimeout(() => {
      try {
        this.#fireUntil(this.now());
      } finally {
        this.#rest();
      }
    }, ms);
    this.#wakeUp.unref();
  }
}
