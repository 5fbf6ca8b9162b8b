/** The receivers that wait for a message of one queue. */
export class Waiters {
  readonly #wakeUps = new Set<() => void>();

  /** Resolves at the next `wake`, after `ms` of real time, or when `signal` aborts. */
  async wait(ms: number, signal?: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const wakeUp = () => resolve();
    const timer = setTimeout(wakeUp, ms);
    this.#wakeUps.add(wakeUp);
    signal?.addEventListener("abort", wakeUp, { once: true });
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.#wakeUps.delete(wakeUp);
      signal?.removeEventListener("abort", wakeUp);
    }
  }

  /** Lets all waiters look for messages again; those that find none continue to wait. */
  wake(): void {
    for (const wakeUp of this.#wakeUps) wakeUp();
  }
}
