/** Thrown at whoever waits in a scope when it closes. The code unwinds and records nothing. */
export class ScopeClosed extends Error {
  constructor() {
    super("The scope is closed.");
    this.name = "ScopeClosed";
  }
}

export interface Settle<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The lifetime of an execution or of one of its branches. Closing it ends every wait in it and every scope inside it.
 */
export class Scope {
  readonly #onClose = new Set<() => void>();
  #isClosed = false;

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** A scope that closes when this one does, or earlier. */
  child(): Scope {
    const child = new Scope();
    if (this.#isClosed) child.close();
    else child.#onClose.add(this.onClose(() => child.close()));
    return child;
  }

  /** Calls `act` when the scope closes. Returns a function that cancels that. */
  onClose(act: () => void): () => void {
    this.#onClose.add(act);
    return () => this.#onClose.delete(act);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const acts = [...this.#onClose];
    this.#onClose.clear();
    for (const act of acts) act();
  }

  /**
   * Waits until what `start` starts has settled. `start` returns a function that cancels it; it is called when the wait
   * is over.
   */
  wait<T>(start: (settle: Settle<T>) => () => void): Promise<T> {
    if (this.#isClosed) return Promise.reject(new ScopeClosed());
    return new Promise<T>((resolve, reject) => {
      let cancel: (() => void) | undefined;
      let isOver = false;
      const over = (): void => {
        isOver = true;
        forget();
        cancel?.();
      };
      const forget = this.onClose(() => {
        over();
        reject(new ScopeClosed());
      });
      cancel = start({
        resolve: (value) => {
          if (isOver) return;
          over();
          resolve(value);
        },
        reject: (error) => {
          if (isOver) return;
          over();
          reject(error);
        },
      });
      if (isOver) cancel();
    });
  }

  /** The promise, unless the scope closes before. */
  guard<T>(promise: Promise<T>): Promise<T> {
    return this.wait(({ resolve, reject }) => {
      promise.then(resolve, reject);
      return () => undefined;
    });
  }
}
