/** Keeps the lines that a region logs, and waits for one to come. */
export class LogWatch {
  readonly lines: string[] = [];
  readonly #timeoutMs: number;
  readonly #listeners = new Set<(line: string) => void>();

  /** @param timeoutMs how long one wait may take, in real time. */
  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  add(line: string): void {
    this.lines.push(line);
    for (const listener of this.#listeners) listener(line);
  }

  /** Resolves with the next line that holds these words. */
  next(words: string): Promise<string> {
    return this.nth(this.#with(words).length + 1, words);
  }

  /** Resolves with the n-th line, had or to come, that holds these words. */
  nth(n: number, words: string): Promise<string> {
    const had = this.#with(words)[n - 1];
    if (had !== undefined) return Promise.resolve(had);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#listeners.delete(listener);
        reject(new Error(`The region has not said "${words}"; its last words: ${this.lines.at(-1)}`));
      }, this.#timeoutMs);
      const listener = (line: string): void => {
        if (this.#with(words).length < n) return;
        clearTimeout(timer);
        this.#listeners.delete(listener);
        resolve(line);
      };
      this.#listeners.add(listener);
    });
  }

  #with(words: string): string[] {
    return this.lines.filter((line) => line.includes(words));
  }
}
