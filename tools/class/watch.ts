const any = (): boolean => true;

/** Keeps events, and waits for later ones. */
export class Watch<T> {
  readonly #had: T[] = [];
  readonly #looks = new Set<() => void>();
  readonly #timeoutMs: number;
  #failure: Error | undefined;

  /** @param timeoutMs how long one wait may take, in real time. */
  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** All so far. */
  get had(): readonly T[] {
    return this.#had;
  }

  add(one: T): void {
    this.#had.push(one);
    this.#look();
  }

  /** No more events will come: every wait for one, now or later, rejects with this error. */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#look();
  }

  /** The first event for which `isIt` is true, among those that came or are to come. */
  waitFor(what: string, isIt: (one: T) => boolean = any): Promise<T> {
    return this.nth(1, what, isIt);
  }

  /** The first event to come for which `isIt` is true. */
  next(what: string, isIt: (one: T) => boolean = any): Promise<T> {
    return this.nth(this.#had.filter(isIt).length + 1, what, isIt);
  }

  /** The n-th event for which `isIt` is true, among those that came or are to come. @throws {Error} naming `what`, when it does not come. */
  nth(n: number, what: string, isIt: (one: T) => boolean): Promise<T> {
    return new Promise((found, failed) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#looks.delete(look);
      };
      const look = (): void => {
        const it = this.#had.filter(isIt)[n - 1];
        if (it === undefined && this.#failure === undefined) return;
        end();
        if (it === undefined) failed(this.#failure);
        else found(it);
      };
      const timer = setTimeout(() => {
        end();
        failed(new Error(`Waited ${this.#timeoutMs / 1000} s in vain for this: ${what}.`));
      }, this.#timeoutMs);
      this.#looks.add(look);
      look();
    });
  }

  #look(): void {
    for (const look of this.#looks) look();
  }
}
