import type { Cancel } from "../../clock.ts";
import type { After, Timers } from "./timers.ts";

interface Hidden<T> {
  readonly message: T;
  readonly cancel: Cancel;
}

export interface Hiding {
  /** Milliseconds since 1970, by the machine's time. */
  readonly untilMs: number;
  /** The timer that waits until then. */
  readonly after: After;
  /** Called then, unless the message was hidden again or has ended. */
  readonly show: () => void;
}

/** Messages that nobody can receive before their deadline: in flight, or sent with a delay. */
export class HiddenMessages<K, T> {
  readonly #messages = new Map<K, Hidden<T>>();
  readonly #timers: Timers;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  get size(): number {
    return this.#messages.size;
  }

  get(key: K): T | undefined {
    return this.#messages.get(key)?.message;
  }

  /** Hides a message; one that is hidden already gets a new deadline. */
  hide(key: K, message: T, { untilMs, after, show }: Hiding): void {
    this.end(key);
    const cancel = this.#timers.start(after, untilMs - Date.now(), show);
    this.#messages.set(key, { message, cancel });
  }

  /** Forgets a message, and its deadline. */
  end(key: K): void {
    this.#messages.get(key)?.cancel();
    this.#messages.delete(key);
  }

  clear(): void {
    for (const { cancel } of this.#messages.values()) cancel();
    this.#messages.clear();
  }
}
