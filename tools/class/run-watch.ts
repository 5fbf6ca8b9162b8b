import type { Engine } from "local-region";

type EventListener = Parameters<Engine["onEvent"]>[0];
type RunEvent = Parameters<EventListener>[0];

/** Keeps the events of grading runs, without those of their children, and waits for later ones. */
export class RunWatch {
  readonly #events: RunEvent[] = [];
  readonly #listeners = new Set<() => void>();

  readonly #timeoutMs: number;

  /** @param timeoutMs how long one wait may take, in real time. */
  constructor(engine: Engine, timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
    engine.onEvent((event) => {
      if (event.executionArn.includes("/")) return;
      this.#events.push(event);
      for (const listener of this.#listeners) listener();
    });
  }

  /** The first event for which `isIt` is true, among those that came or are to come. */
  waitFor(what: string, isIt: (event: RunEvent) => boolean): Promise<RunEvent> {
    return new Promise((found, failed) => {
      const look = (): void => {
        const event = this.#events.find(isIt);
        if (!event) return;
        end();
        found(event);
      };
      const end = (): void => {
        clearTimeout(timer);
        this.#listeners.delete(look);
      };
      const timer = setTimeout(() => {
        end();
        failed(new Error(`Waited ${this.#timeoutMs / 1000} s in vain for this: ${what}.`));
      }, this.#timeoutMs);
      this.#listeners.add(look);
      look();
    });
  }
}
