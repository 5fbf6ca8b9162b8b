import { reachedBy } from "local-region";
import type { RegionNews } from "../../bin/region/parent.ts";
import { type RegionAddress, RegionProcess, type RegionProcessOptions } from "../class/region-process.ts";
import type { Kill, Phase } from "./kill-plan.ts";
import type { SoakedRegion } from "./soaked-region.ts";

export interface KilledRegionOptions
  extends Pick<RegionProcessOptions, "course" | "assembly" | "data" | "faults" | "program"> {
  /** Where the clock starts; milliseconds since 1970. */
  readonly startsAtMs: number;
  readonly kills: readonly Kill[];
  /** Called with a line about each kill. */
  readonly log: (line: string) => void;
}

/** How long a start may take, publishing included. */
const startTimeoutMs = 300_000;

/**
 * A region in a process of its own that is killed with SIGKILL as planned, and started again on the same data each time.
 * Its clock goes on from kill to start.
 */
export class KilledRegion implements SoakedRegion {
  readonly #options: KilledRegionOptions;
  readonly #kills: Kill[];
  readonly #listeners = new Set<(news: RegionNews) => void>();
  #phase: Phase | undefined;
  #region: RegionProcess | undefined;
  #address = Promise.withResolvers<RegionAddress>();
  #isReady = false;
  #isBeingKilled = false;
  #isPublished = false;
  #isEnding = false;
  readonly #died = Promise.withResolvers<never>();
  #clock: { readonly atMs: number; readonly setAtMs: number };
  /** Since the last start: reported events, and the progress by which the kills of this phase are planned. */
  #told = 0;
  #progress = 0;
  #killCount = 0;
  #earlierFaults = 0;

  constructor(options: KilledRegionOptions) {
    this.#options = options;
    this.#kills = [...options.kills];
    this.#clock = { atMs: options.startsAtMs, setAtMs: Date.now() };
    // It may be awaited only later.
    this.#died.promise.catch(() => undefined);
    this.#start();
  }

  /** Rejects, with the region's last output, when a region ends without being killed, or is not ready in time. */
  get died(): Promise<never> {
    return this.#died.promise;
  }

  /** Rejects as `died` does. */
  address(): Promise<RegionAddress> {
    return Promise.race([this.died, this.#address.promise]);
  }

  get killCount(): number {
    return this.#killCount;
  }

  /** Faults on purpose, of all regions so far. */
  get faultCount(): number {
    return this.#earlierFaults + (this.#region?.faultCount ?? 0);
  }

  get nowMs(): number {
    return this.#clock.atMs + Date.now() - this.#clock.setAtMs;
  }

  onNews(listener: (news: RegionNews) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Kills are planned by phase; those of an earlier phase that did not happen are dropped. */
  enter(phase: Phase): void {
    this.#phase = phase;
    this.#progress = 0;
    while (this.#kills[0] && this.#kills[0].phase !== phase) this.#kills.shift();
  }

  /** From now on the region is not killed. */
  spare(): void {
    this.#phase = undefined;
    this.#kills.length = 0;
  }

  async steadily<T>(work: (address: RegionAddress) => Promise<T>): Promise<T> {
    for (;;) {
      const kills = this.#killCount;
      const address = await this.address();
      try {
        return await work(address);
      } catch (error) {
        if (this.#killCount === kills) throw error;
      }
    }
  }

  accepted(): void {
    if (this.#phase === "submitting") this.#addProgress(1);
  }

  /** The clock of a region that is just starting is moved when it is ready. */
  moveTo(toMs: number): void {
    this.#setClock(toMs);
    this.#region?.order({ moveTo: toMs });
  }

  advance(byMs: number): void {
    this.#region?.order({ advanceMs: byMs });
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#region?.kill();
  }

  #setClock(atMs: number): void {
    this.#clock = { atMs, setAtMs: Date.now() };
  }

  #start(): void {
    this.#told = 0;
    this.#progress = 0;
    this.#isReady = false;
    this.#isBeingKilled = false;
    // The killed region's clock may have been further than it reported.
    this.#setClock(Math.max(this.nowMs, reachedBy(this.#options.data) ?? 0));
    const region = new RegionProcess({
      ...this.#options,
      nowMs: this.nowMs,
      isPublished: this.#isPublished,
      onNews: (news) => this.#hear(news),
      onEnd: (error) => this.#fail(error),
    });
    this.#region = region;
    const late = setTimeout(() => {
      if (this.#region === region && !this.#isReady) this.#fail(region.failure("was not ready in time"));
    }, startTimeoutMs);
    late.unref();
  }

  #hear(news: RegionNews): void {
    switch (news.news) {
      case "starting":
        if (this.#kills[0]?.after === 0) this.#addProgress(0);
        break;
      case "ready":
        this.#isReady = true;
        this.#isPublished = true;
        this.#address.resolve(news);
        this.#region?.order({ moveTo: this.nowMs });
        break;
      case "moved":
        this.#setClock(Math.max(news.toMs, this.nowMs));
        break;
      case "events": {
        const more = news.count - this.#told;
        this.#told = news.count;
        if (this.#phase === "running") this.#addProgress(more);
      }
    }
    for (const listener of this.#listeners) listener(news);
  }

  #addProgress(by: number): void {
    this.#progress += by;
    const [kill] = this.#kills;
    if (this.#isBeingKilled || !kill || kill.phase !== this.#phase || this.#progress < kill.after) return;
    this.#kills.shift();
    this.#killCount += 1;
    const what = kill.phase === "running" ? "events" : "submissions";
    this.#options.log(`kill ${this.#killCount}: ${this.#progress} ${what} after the start`);
    void this.#killAndStart();
  }

  async #killAndStart(): Promise<void> {
    const region = this.#region;
    this.#isBeingKilled = true;
    // Whoever waits for a region that was not ready yet gets the next one.
    if (this.#isReady) this.#address = Promise.withResolvers();
    this.#isReady = false;
    await region?.kill();
    this.#earlierFaults += region?.faultCount ?? 0;
    if (!this.#isEnding) this.#start();
  }

  #fail(error: Error): void {
    if (this.#isEnding) return;
    this.#died.reject(error);
    void this.end();
  }
}
