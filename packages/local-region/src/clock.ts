import { TimerQueue } from "./timer-queue.ts";

/** Cancels a timer; harmless once it has fired. */
export type Cancel = () => void;

/** `setTimeout` takes at most this many milliseconds; later timers are looked at again then. */
const longestSleepMs = 2 ** 31 - 1;

/** Timers that were set by one and the same moment's work, such as the messages of a batch, come so close together. */
const togetherMs = 1_000;

/**
 * The region's one clock. It runs at the pace of real time from wherever it was set, and can be moved forward by hand:
 * a move fires all timers it passes, in their order, each seeing the time it was set for.
 */
export class Clock {
  #offsetMs: number;
  /** Where it was set by hand last, from where it runs on by itself; milliseconds since 1970. */
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

  /** Calls `fire` once at `atMs` (milliseconds since 1970), on a later turn if that has passed. */
  at(atMs: number, fire: () => void): Cancel {
    const timer = this.#timers.add(atMs, fire);
    if (this.#timers.next() === timer) this.#rest();
    return () => this.#timers.cancel(timer);
  }

  after(ms: number, fire: () => void): Cancel {
    return this.at(this.now() + ms, fire);
  }

  /** Calls `listener` with the instant that a move goes to, before anybody sees the clock there. */
  beforeMove(listener: (toMs: number) => void): Cancel {
    this.#beforeMoves.add(listener);
    return () => this.#beforeMoves.delete(listener);
  }

  /**
   * Moves the clock to `toMs`, firing what is due on the way. An instant that the clock has passed by itself since it was last
   * set is no error: whoever asked for it could not know, and the clock is there.
   *
   * @throws {RangeError} when that would be a move back: to before where the clock was last set.
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

  /**
   * Moves the clock past the next timer, and those that are due with it, when nothing happens until then; by `mostMs` at the
   * most.
   */
  hurry(mostMs: number): void {
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
