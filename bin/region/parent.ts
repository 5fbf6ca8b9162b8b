import type { Region, RegionOptions } from "local-region";
import * as z from "zod";
import { Profiler } from "./profiler.ts";
import { usageOf, usageSchema } from "./usage.ts";

/** Orders from a program that starts the region with an IPC channel. */
export const regionOrderSchema = z.union([
  /** Move the clock forward; milliseconds since 1970. */
  z.strictObject({ moveTo: z.number() }),
  /** Advance the clock to its next timer, by at most this many milliseconds; ignored while a function runs. */
  z.strictObject({ advanceMs: z.number() }),
  /** Report the usage so far. */
  z.strictObject({ report: z.literal("usage") }),
  /** Begin to profile all threads. */
  z.strictObject({ profile: z.literal("start") }),
  /** Write the profiles, a file for each thread, into this folder. */
  z.strictObject({ profileInto: z.string() }),
]);

/** Messages to such a program. */
export const regionNewsSchema = z.discriminatedUnion("news", [
  z.object({ news: z.literal("starting") }),
  /** Events of all executions since the start of this process. */
  z.object({ news: z.literal("events"), count: z.int() }),
  /** The type of an event: an execution begins or ends, or one of its waits or maps does. Not of a map's children. */
  z.object({ news: z.literal("run"), executionArn: z.string(), event: z.string() }),
  /** The clock was moved or advanced to this time. */
  z.object({ news: z.literal("moved"), toMs: z.number() }),
  usageSchema.extend({ news: z.literal("usage") }),
  /** Profiling has begun, or its profiles are written. */
  z.object({ news: z.literal("profile"), folder: z.string().nullable() }),
  z.object({
    news: z.literal("ready"),
    api: z.url(),
    aws: z.url(),
    inbox: z.url(),
    owner: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
    outputs: z.record(z.string(), z.string()),
  }),
]);

export type RegionOrder = z.infer<typeof regionOrderSchema>;
type ClockOrder = Extract<RegionOrder, { moveTo: number } | { advanceMs: number }>;

export type RegionNews = z.infer<typeof regionNewsSchema>;

/** The program that started this process; without an IPC channel to it, nothing is sent. */
export class Parent {
  readonly #profiler = new Profiler();
  #events = 0;
  #isSending = false;

  /** Ends the region when its parent ends: only the parent knows what the region is for. */
  endWith(ending: AbortController): void {
    process.once("disconnect", () => ending.abort());
  }

  starting(): void {
    this.#send({ news: "starting" });
  }

  /** For `startRegion`: counts events, and reports the count in as many messages as the channel takes. */
  readonly onEvent: NonNullable<RegionOptions["onEvent"]> = ({ executionArn, type }) => {
    this.#events += 1;
    if (/^(Execution|WaitState|MapRun)/.test(type) && !executionArn.includes("/")) {
      this.#send({ news: "run", executionArn, event: type });
    }
    if (this.#isSending) return;
    this.#isSending = true;
    setImmediate(() => {
      this.#isSending = false;
      this.#send({ news: "events", count: this.#events });
    });
  };

  ready(region: Region): void {
    const { api, aws, inbox, owner, outputs } = region;
    // An open channel must not keep the process running.
    process.channel?.unref();
    process.on("message", (order) => this.#obey(regionOrderSchema.parse(order), region));
    this.#send({ news: "ready", api, aws, inbox, owner, outputs });
  }

  #obey(order: RegionOrder, region: Region): void {
    if ("report" in order) this.#send({ news: "usage", ...usageOf(region) });
    else if ("profile" in order) void this.#profile(null, this.#profiler.start());
    else if ("profileInto" in order)
      void this.#profile(order.profileInto, this.#profiler.end(order.profileInto));
    else this.#move(order, region);
  }

  async #profile(folder: string | null, done: Promise<void>): Promise<void> {
    await done;
    this.#send({ news: "profile", folder });
  }

  #move(order: ClockOrder, { clock, functions }: Region): void {
    // The clock may have passed that time while the order was on its way.
    if ("moveTo" in order) clock.moveTo(Math.max(order.moveTo, clock.now()));
    else if (functions.inFlight() > 0) return;
    else clock.advance(order.advanceMs);
    this.#send({ news: "moved", toMs: clock.now() });
  }

  #send(news: RegionNews): void {
    if (process.connected) process.send?.(news);
  }
}
