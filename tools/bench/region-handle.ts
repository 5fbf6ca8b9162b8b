import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { nextMessage } from "./next-message.ts";
import {
  answerSchema,
  type Grading,
  gradingSchema,
  type Order,
  type Ready,
  readySchema,
  type Usage,
  usageSchema,
} from "./region-messages.ts";

/** A region in a process of its own, so that its use of the machine is measured without the bench's. */
export class RegionHandle {
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  readonly ready: Ready;
  /** Its folder of all state. */
  readonly data: string;

  private constructor(child: ChildProcess, exited: Promise<void>, ready: Ready, data: string) {
    this.#child = child;
    this.#exited = exited;
    this.ready = ready;
    this.data = data;
  }

  /** Resolves once the region serves. @throws Error with its output when it can't start. */
  static async start(assembly: string, data: string, begins: string): Promise<RegionHandle> {
    const child = fork(join(import.meta.dirname, "measured-region.ts"), [assembly, data, begins]);
    const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    return new RegionHandle(child, exited, readySchema.parse(await answerOf(child)), data);
  }

  async moveClock(to: string): Promise<void> {
    await this.#do({ do: "move the clock", to });
  }

  async grade(deadline: string, timeoutMs: number): Promise<Grading> {
    return gradingSchema.parse(await this.#do({ do: "grade", deadline, timeoutMs }));
  }

  async usage(): Promise<Usage> {
    return usageSchema.parse(await this.#do({ do: "report the usage" }));
  }

  async stop(): Promise<void> {
    await this.#do({ do: "stop" });
    await this.#exited;
  }

  /** Ends the process when it still runs. */
  async end(): Promise<void> {
    this.#child.kill();
    await this.#exited;
  }

  #do(order: Order): Promise<unknown> {
    const answer = answerOf(this.#child);
    this.#child.send(order);
    return answer;
  }
}

const answerOf = async (child: ChildProcess): Promise<unknown> => {
  const answer = answerSchema.parse(await nextMessage(child, "The region's process"));
  if (answer.ok) return answer.value;
  throw new Error(answer.error);
};
