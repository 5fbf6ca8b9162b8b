import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type RegionNews, type RegionOrder, regionNewsSchema } from "../../bin/region/parent.ts";

export interface RegionProcessOptions {
  readonly course: string;
  /** Folder of the cloud assembly. */
  readonly assembly: string;
  readonly data: string;
  /** Where the clock starts; milliseconds since 1970. */
  readonly nowMs: number;
  readonly isPublished: boolean;
  /** Path of a plan of faults. */
  readonly faults?: string | undefined;
  /**
   * Execution environments of a function at once.
   * @default - the region's own
   */
  readonly environments?: number | undefined;
  /**
   * What runs the region.
   * @default - bin/region.ts
   */
  readonly program?: string | undefined;
  readonly onNews: (news: RegionNews) => void;
  /** Called when it ended, with its last output; not after `kill`. */
  readonly onEnd: (error: Error) => void;
}

/** Where a running region is. */
export type RegionAddress = Omit<Extract<RegionNews, { news: "ready" }>, "news">;

const regionProgram = join(import.meta.dirname, "..", "..", "bin", "region.ts");

/** Its output is kept up to this many characters. */
const keptWords = 4_000;

/** `npm start` with an IPC channel, on any free ports. */
export class RegionProcess {
  readonly #child: ChildProcess;
  #faultCount = 0;
  #words = "";
  #isKilled = false;

  constructor({ onNews, onEnd, ...options }: RegionProcessOptions) {
    this.#child = spawn(process.execPath, [...process.execArgv, ...argumentsFor(options)], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const input of [this.#child.stdout, this.#child.stderr]) {
      if (input) createInterface({ input }).on("line", (line) => this.#hear(line));
    }
    this.#child.on("message", (message) => {
      // Messages of a killed region no longer count: the next region does that work again.
      if (!this.#isKilled) onNews(regionNewsSchema.parse(message));
    });
    // Not "exit": its last output may still be on its way then.
    this.#child.once("close", (code, signal) => {
      if (!this.#isKilled) onEnd(this.failure(`ended by itself with ${signal ?? `exit code ${code}`}`));
    });
  }

  /** Faults on purpose. */
  get faultCount(): number {
    return this.#faultCount;
  }

  /** The error for what happened to it, with its last output. */
  failure(what: string): Error {
    return new Error(`The region ${what}. Its last words:\n${this.#words || "(none)"}`);
  }

  order(order: RegionOrder): void {
    if (this.#child.connected) this.#child.send(order, () => undefined);
  }

  /** With SIGKILL; resolves when the process is gone. */
  async kill(): Promise<void> {
    // A process that is gone already has ended by itself, and `onEnd` is called.
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#isKilled = true;
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await gone;
  }

  #hear(line: string): void {
    if (/^Fault \d+: /.test(line)) this.#faultCount += 1;
    this.#words = `${this.#words}${line}\n`.slice(-keptWords);
  }
}

const argumentsFor = ({
  course,
  assembly,
  data,
  nowMs,
  isPublished,
  faults,
  environments,
  program = regionProgram,
}: Omit<RegionProcessOptions, "onNews" | "onEnd">): string[] => [
  "--disable-warning=ExperimentalWarning",
  program,
  "--course",
  course,
  "--data",
  data,
  "--assembly",
  assembly,
  "--port",
  "0",
  "--now",
  new Date(nowMs).toISOString(),
  ...(isPublished ? ["--no-publish"] : []),
  ...(faults === undefined ? [] : ["--faults", faults]),
  ...(environments === undefined ? [] : ["--environments", String(environments)]),
];
