import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type RegionNews, type RegionOrder, regionNewsSchema } from "../region/parent.ts";
import type { Kill, Phase } from "./kill-plan.ts";

export type Address = Extract<RegionNews, { news: "ready" }>;

export interface KilledRegionOptions {
  readonly course: string;
  /** Folder of the cloud assembly. */
  readonly assembly: string;
  readonly data: string;
  /** Where the clock starts; milliseconds since 1970. */
  readonly startsAtMs: number;
  readonly kills: readonly Kill[];
  /** Path of a plan of faults. */
  readonly faults?: string | undefined;
  /** Told of each kill and start. */
  readonly tell: (line: string) => void;
}

/** Words of a region that failed are kept up to this many characters. */
const keptOutput = 4_000;

/** How long a start may take, publishing included. */
const startTimeoutMs = 120_000;

const program = join(import.meta.dirname, "..", "region.ts");

/**
 * A region in a process of its own that is killed with SIGKILL as planned, and started again on the same data each time.
 * Its clock goes on from kill to start.
 */
export class KilledRegion {
  readonly #options: KilledRegionOptions;
  readonly #kills: Kill[];
  readonly #listeners = new Set<(news: RegionNews) => void>();
  #phase: Phase | undefined;
  #child: ChildProcess | undefined;
  #address = Promise.withResolvers<Address>();
  #clock: { readonly atMs: number; readonly setAtMs: number };
  #progress = 0;
  #events = 0;
  #killCount = 0;
  #isPublished = false;
  #isReady = false;
  #isKilled = false;
  #isEnding = false;
  #output = "";
  #faultCount = 0;

  constructor(options: KilledRegionOptions) {
    this.#options = options;
    this.#kills = [...options.kills];
    this.#clock = { atMs: options.startsAtMs, setAtMs: Date.now() };
    this.#start();
  }

  /** The region that runs now, or the next one once it is ready. Rejects when a region ended that nobody killed. */
  address(): Promise<Address> {
    return this.#address.promise;
  }

  get killCount(): number {
    return this.#killCount;
  }

  /** Faults on purpose, of all regions so far. */
  get faultCount(): number {
    return this.#faultCount;
  }

  /** Events of executions that were told of, of all regions so far. */
  get events(): number {
    return this.#events;
  }

  get nowMs(): number {
    return this.#clock.atMs + Date.now() - this.#clock.setAtMs;
  }

  /** Calls `listener` with all that a region tells; returns how to stop that. */
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

  /** From now on nobody is killed. */
  spare(): void {
    this.#phase = undefined;
    this.#kills.length = 0;
  }

  /** Does something with a running region, again when the region was killed meanwhile. */
  async steadily<T>(work: (address: Address) => Promise<T>): Promise<T> {
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

  /** A submission was accepted. */
  accepted(): void {
    if (this.#phase === "submitting") this.#advance(1);
  }

  /** A region that is just being started gets its clock moved by its start. */
  moveTo(toMs: number): void {
    this.#clock = { atMs: toMs, setAtMs: Date.now() };
    this.#order({ moveTo: toMs });
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  }

  #order(order: RegionOrder): void {
    if (this.#child?.connected) this.#child.send(order, () => undefined);
  }

  #start(): void {
    const { course, assembly, data, faults } = this.#options;
    const child = spawn(
      process.execPath,
      [
        ...[
          "--disable-warning=ExperimentalWarning",
          program,
          "--course",
          course,
          "--data",
          data,
          "--port",
          "0",
        ],
        ...["--assembly", assembly, "--now", new Date(this.nowMs).toISOString()],
        ...(this.#isPublished ? ["--no-publish"] : []),
        ...(faults === undefined ? [] : ["--faults", faults]),
      ],
      { stdio: ["ignore", "pipe", "pipe", "ipc"] },
    );
    this.#child = child;
    this.#isKilled = false;
    this.#progress = 0;
    this.#output = "";
    for (const input of [child.stdout, child.stderr]) {
      if (!input) continue;
      createInterface({ input }).on("line", (line) => {
        if (/^Fault \d+: /.test(line)) this.#faultCount += 1;
        this.#output = `${this.#output}${line}\n`.slice(-keptOutput);
      });
    }
    const late = setTimeout(() => this.#fail("was not ready in time"), startTimeoutMs);
    void this.#address.promise.then(
      () => clearTimeout(late),
      () => clearTimeout(late),
    );
    let eventsTold = 0;
    child.on("message", (message) => {
      const news = regionNewsSchema.parse(message);
      if (this.#isKilled) return;
      if (news.news === "ready") this.#ready(news);
      if (news.news === "starting" && this.#kills[0]?.after === 0) this.#advance(0);
      if (news.news === "events") {
        this.#events += news.count - eventsTold;
        if (this.#phase === "running") this.#advance(news.count - eventsTold);
        eventsTold = news.count;
      }
      for (const listener of this.#listeners) listener(news);
    });
    child.once("exit", (code, signal) => {
      clearTimeout(late);
      if (this.#isEnding) return;
      if (signal !== "SIGKILL") this.#fail(`ended by itself with ${code ?? signal}`);
      else this.#start();
    });
  }

  #ready(address: Address): void {
    this.#isPublished = true;
    this.#isReady = true;
    this.#address.resolve(address);
    // The clock may have been moved while the region started.
    this.#order({ moveTo: this.nowMs });
  }

  #advance(by: number): void {
    this.#progress += by;
    const [kill] = this.#kills;
    if (this.#isKilled || !kill || kill.phase !== this.#phase || this.#progress < kill.after) return;
    this.#kills.shift();
    this.#isKilled = true;
    this.#killCount += 1;
    const [what, count] = [this.#phase === "running" ? "events" : "submissions", this.#progress];
    this.#options.tell(`kill ${this.#killCount}: ${this.#phase}, ${count} ${what} after the start`);
    if (this.#isReady) this.#address = Promise.withResolvers();
    this.#isReady = false;
    this.#child?.kill("SIGKILL");
  }

  #fail(how: string): void {
    this.#isEnding = true;
    this.#child?.kill("SIGKILL");
    this.#address.reject(new Error(`The region ${how}. Its last words:\n${this.#output}`));
  }
}
