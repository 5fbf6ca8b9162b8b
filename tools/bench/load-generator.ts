import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { type Load, type LoadResult, loadResultSchema } from "./load-messages.ts";
import { nextMessage } from "./next-message.ts";

/** The clients of a class, in a process of their own; its connections stay open between loads. */
export class LoadGenerator {
  readonly #child: ChildProcess = fork(join(import.meta.dirname, "load-process.ts"));

  /** One load at a time. */
  async call(load: Load): Promise<LoadResult> {
    const answered = nextMessage(this.#child, "The process of the clients");
    this.#child.send(load);
    return loadResultSchema.parse(await answered);
  }

  end(): void {
    this.#child.kill();
  }
}
