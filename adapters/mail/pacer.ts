import { setTimeout as sleep } from "node:timers/promises";
import { nextStartMs } from "../../course/mail/pacing.ts";

/** Lets callers through one after the other, at most a given number a second. */
export class Pacer {
  readonly #perSecond: number;
  readonly #nowMs: () => number;
  readonly #wait: (ms: number) => Promise<unknown>;
  #previousStartMs: number | null = null;

  /** @param nowMs a clock that never runs backwards. */
  constructor(
    perSecond: number,
    nowMs: () => number = () => performance.now(),
    wait: (ms: number) => Promise<unknown> = sleep,
  ) {
    this.#perSecond = perSecond;
    this.#nowMs = nowMs;
    this.#wait = wait;
  }

  /** Resolves when it is the caller's turn. */
  async turn(): Promise<void> {
    const now = this.#nowMs();
    const start = nextStartMs(this.#previousStartMs, now, this.#perSecond);
    this.#previousStartMs = start;
    if (start > now) await this.#wait(start - now);
  }
}
