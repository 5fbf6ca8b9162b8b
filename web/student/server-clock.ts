/** Keeps what is known of the clocks when the page is closed. */
export interface KeptClock {
  /** How far the server's clock is ahead of the device's, in milliseconds; null: no answer has come yet. */
  clockAheadMs(): number | null;
  keepClockAheadMs(aheadMs: number): void;
}

/** The device's own clocks, in milliseconds. */
export interface DeviceClocks {
  /** Since 1970; whoever holds the device can set it. */
  now(): number;
  /** Since the page was opened; nobody sets it, but in some browsers it stands while the device sleeps. */
  sinceOpened(): number;
}

/** `perhaps`: the device's clock says so, and nothing from the server in this visit confirms it. */
export type Passed = "no" | "perhaps" | "surely";

/** The `Date` header has whole seconds, and an answer takes its time: within this the server decides, not the page. */
const errorMs = 2_000;

/**
 * The server's clock, as its answers show it. It decides about the deadline, because a device's clock may be wrong by
 * hours. The difference between the two is kept on the device, so that a page reloaded without a connection still knows
 * it. But the device's clock may have been set since, so what earlier visits learnt is never sure.
 */
export class ServerClock {
  readonly #device: DeviceClocks;
  readonly #kept: KeptClock;
  #aheadMs: number;
  /** The server's clock showed this or later when the page was opened; null: no answer has come in this visit. */
  #openedAfterMs: number | null = null;

  constructor(device: DeviceClocks, kept: KeptClock) {
    this.#device = device;
    this.#kept = kept;
    this.#aheadMs = kept.clockAheadMs() ?? 0;
  }

  /** Takes an answer's `Date` header; the answer was made between asking and getting it. */
  learn(dateHeader: string | null, askedMs: number): void {
    const saidMs = Date.parse(dateHeader ?? "");
    if (Number.isNaN(saidMs)) return;
    // Half a second for what the header rounds down.
    this.#aheadMs = saidMs + 500 - (askedMs + this.#device.now()) / 2;
    this.#openedAfterMs = saidMs - this.#device.sinceOpened();
    this.#kept.keepClockAheadMs(this.#aheadMs);
  }

  /** Milliseconds since 1970, as exactly as they are known. */
  now(): number {
    return this.#device.now() + this.#aheadMs;
  }

  /** Whether an instant, in milliseconds since 1970, has passed on the server's clock. */
  hasPassed(instantMs: number): Passed {
    if (this.now() <= instantMs + errorMs) return "no";
    if (this.#openedAfterMs === null) return "perhaps";
    return this.#openedAfterMs + this.#device.sinceOpened() > instantMs ? "surely" : "perhaps";
  }
}
