import type { Region, RegionOptions } from "local-region";
import * as z from "zod";

/** What a program that starts the region with an IPC channel may ask of it. */
export const regionOrderSchema = z.union([
  /** Move the clock forward; milliseconds since 1970. */
  z.strictObject({ moveTo: z.number() }),
  /** Move the clock to what it is waited for, by so many milliseconds at most, unless a function is at work, which takes real time. */
  z.strictObject({ hurryMs: z.number() }),
]);

/** What such a program is told. */
export const regionNewsSchema = z.discriminatedUnion("news", [
  z.object({ news: z.literal("starting") }),
  /** Events of all executions since the start of this process. */
  z.object({ news: z.literal("events"), count: z.int() }),
  /** An execution that is no child of a map has started, or ended. */
  z.object({ news: z.literal("run"), executionArn: z.string(), event: z.string() }),
  /** The clock was moved on to there. */
  z.object({ news: z.literal("hurried"), toMs: z.number() }),
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
export type RegionNews = z.infer<typeof regionNewsSchema>;

/** The program that started this process; when there is no IPC channel to it, nobody is told anything. */
export class Parent {
  #events = 0;
  #isTelling = false;

  /** Ends the region with its parent, which alone knows what it is for. */
  endWith(ending: AbortController): void {
    process.once("disconnect", () => ending.abort());
  }

  starting(): void {
    this.#send({ news: "starting" });
  }

  /** For `startRegion`: counts events, and tells of them in as many messages as the channel takes. */
  readonly onEvent: NonNullable<RegionOptions["onEvent"]> = ({ executionArn, type }) => {
    this.#events += 1;
    if (type.startsWith("Execution") && !executionArn.includes("/")) {
      this.#send({ news: "run", executionArn, event: type });
    }
    if (this.#isTelling) return;
    this.#isTelling = true;
    setImmediate(() => {
      this.#isTelling = false;
      this.#send({ news: "events", count: this.#events });
    });
  };

  ready(region: Region): void {
    const { api, aws, inbox, owner, outputs } = region;
    // Somebody who might still order something is no reason to stay up.
    process.channel?.unref();
    process.on("message", (order) => this.#obey(regionOrderSchema.parse(order), region));
    this.#send({ news: "ready", api, aws, inbox, owner, outputs });
  }

  #obey(order: RegionOrder, { clock, functions }: Region): void {
    if ("hurryMs" in order) {
      if (functions.inFlight() > 0) return;
      clock.hurry(order.hurryMs);
      this.#send({ news: "hurried", toMs: clock.now() });
      return;
    }
    // It may have got there by itself while the order was on its way.
    clock.moveTo(Math.max(order.moveTo, clock.now()));
  }

  #send(news: RegionNews): void {
    if (process.connected) process.send?.(news);
  }
}
