import type { Cancel } from "../../clock.ts";
import { mayPass } from "../../data-folder/unusable-file.ts";

/** The wait before a change that the disk refused is tried again, in milliseconds. */
const retryMs = 1_000;

/** Calls `fire` once, after `ms` milliseconds: by the region's clock, or in real time. */
export type After = (ms: number, fire: () => void) => Cancel;

export const inRealTime: After = (ms, fire) => {
  const timer = setTimeout(fire, ms);
  timer.unref();
  return () => clearTimeout(timer);
};

/** Work that the queues do later. When a full disk refuses it, it is tried again after a second. */
export class Timers {
  readonly #running = new Set<Cancel>();

  start(after: After, ms: number, act: () => void): Cancel {
    let stop: Cancel;
    const cancel = () => {
      stop();
      this.#running.delete(cancel);
    };
    const wait = (waitMs: number) => {
      stop = after(waitMs, fire);
      this.#running.add(cancel);
    };
    const fire = () => {
      this.#running.delete(cancel);
      try {
        act();
      } catch (error) {
        if (!mayPass(error)) throw error;
        wait(retryMs);
      }
    };
    wait(Math.max(ms, 0));
    return cancel;
  }

  /** Stops all. */
  close(): void {
    for (const cancel of this.#running) cancel();
  }
}
