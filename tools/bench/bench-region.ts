import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import type { RegionNews, RegionOrder } from "../../bin/region/parent.ts";
import type { Usage } from "../../bin/region/usage.ts";
import { type CloseRunOutput, closeRunOutputSchema } from "../../course/run/run.ts";
import { withStepFunctions } from "../class/owner.ts";
import { type RegionAddress, RegionProcess, type RegionProcessOptions } from "../class/region-process.ts";
import { Watch } from "../class/watch.ts";

/** More than the settle time, so that one move of the clock passes it. */
const pastSettlingMs = 60_000;

export interface Grading {
  /** From the map's start to the end of the last child. */
  readonly mapSeconds: number;
  /** From the end of the settle wait to the end of the execution. */
  readonly runSeconds: number;
  readonly closed: CloseRunOutput;
}

export interface BenchRegionOptions
  extends Pick<RegionProcessOptions, "course" | "assembly" | "data" | "nowMs" | "faults" | "environments"> {
  /** How long any one wait for the region may take, in real time. */
  readonly timeoutMs: number;
}

type News<Kind extends RegionNews["news"]> = Extract<RegionNews, { news: Kind }>;

/** The region's messages by kind, except counts of events: there are thousands of them, and nobody waits for them. */
class NewsDesk {
  readonly ready: Watch<News<"ready">>;
  readonly moved: Watch<News<"moved">>;
  readonly usage: Watch<News<"usage">>;
  readonly runs: Watch<News<"run">>;
  readonly profiles: Watch<News<"profile">>;

  constructor(timeoutMs: number) {
    this.ready = new Watch(timeoutMs);
    this.moved = new Watch(timeoutMs);
    this.usage = new Watch(timeoutMs);
    this.runs = new Watch(timeoutMs);
    this.profiles = new Watch(timeoutMs);
  }

  add(news: RegionNews): void {
    if (news.news === "ready") this.ready.add(news);
    if (news.news === "moved") this.moved.add(news);
    if (news.news === "usage") this.usage.add(news);
    if (news.news === "run") this.runs.add(news);
    if (news.news === "profile") this.profiles.add(news);
  }

  fail(error: Error): void {
    const { ready, moved, usage, runs, profiles } = this;
    for (const watch of [ready, moved, usage, runs, profiles]) watch.fail(error);
  }
}

/** A region in a process of its own, so that its use of the machine is measured without the bench's. */
export class BenchRegion {
  readonly #process: RegionProcess;
  readonly #news: NewsDesk;
  readonly address: RegionAddress;

  private constructor(process: RegionProcess, news: NewsDesk, address: RegionAddress) {
    this.#process = process;
    this.#news = news;
    this.address = address;
  }

  /** Resolves once the course is published. @throws {Error} with the region's last output when it ends before. */
  static async start({ timeoutMs, ...options }: BenchRegionOptions): Promise<BenchRegion> {
    const desk = new NewsDesk(timeoutMs);
    const region = new RegionProcess({
      ...options,
      isPublished: false,
      onNews: (news) => desk.add(news),
      onEnd: (error) => desk.fail(error),
    });
    try {
      return new BenchRegion(region, desk, await desk.ready.waitFor("the region is ready"));
    } catch (error) {
      await region.kill();
      throw error;
    }
  }

  async moveTo(toMs: number): Promise<void> {
    const moved = this.#news.moved.next("the clock is moved");
    this.#process.order({ moveTo: toMs });
    await moved;
  }

  usage(): Promise<Usage> {
    const usage = this.#news.usage.next("the region reports its usage");
    this.#process.order({ report: "usage" });
    return usage;
  }

  /** Does `work`, and writes a profile of each thread meanwhile into `folder`. */
  async profiled<T>(folder: string, work: () => Promise<T>): Promise<T> {
    const order = async (what: string, order: RegionOrder): Promise<void> => {
      const done = this.#news.profiles.next(what);
      this.#process.order(order);
      await done;
    };
    await order("the profile begins", { profile: "start" });
    const result = await work();
    await order("the profiles are written", { profileInto: folder });
    return result;
  }

  /**
   * Moves the clock past the deadline, and follows the run that the schedule starts. @throws {Error} when it does not
   * close.
   */
  async grade(deadlineMs: number): Promise<Grading> {
    const [{ executionArn }] = await Promise.all([
      this.#news.runs.next("the schedule starts a run", ({ event }) => event === "ExecutionStarted"),
      this.moveTo(deadlineMs),
    ]);
    const comes = async (what: string, wanted: RegExp): Promise<number> => {
      const isIt = (run: News<"run">) => run.executionArn === executionArn && wanted.test(run.event);
      await this.#news.runs.waitFor(what, isIt);
      return performance.now();
    };
    await comes("the run lets late writes land", /^WaitStateEntered$/);
    await this.moveTo(deadlineMs + pastSettlingMs);
    const settledAt = performance.now();
    const mapAt = await comes("the map starts", /^MapRunStarted$/);
    const mapEndAt = await comes("the map ends", /^MapRun(Succeeded|Failed)$/);
    const endAt = await comes("the run ends", /^Execution(Succeeded|Failed|TimedOut|Aborted)$/);
    const closed = await this.#outputOf(executionArn);
    return { mapSeconds: (mapEndAt - mapAt) / 1000, runSeconds: (endAt - settledAt) / 1000, closed };
  }

  /** With SIGKILL; resolves when the process is gone. */
  kill(): Promise<void> {
    return this.#process.kill();
  }

  async #outputOf(executionArn: string): Promise<CloseRunOutput> {
    const command = new DescribeExecutionCommand({ executionArn });
    const { status, output, error, cause } = await withStepFunctions(this.address, (s) => s.send(command));
    if (status === "SUCCEEDED") return closeRunOutputSchema.parse(JSON.parse(output ?? ""));
    throw new Error(`The run ended as ${status}: ${error}, ${cause}`);
  }
}
