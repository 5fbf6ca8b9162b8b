import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type Load, type LoadResult, loadResultSchema } from "./load.ts";

/** The clients of a class, in a process of their own whose connections stay open from load to load. */
export class LoadGenerator {
  readonly #child: ChildProcess = fork(join(import.meta.dirname, "load.ts"));

  /** One load at a time. */
  async call(load: Load): Promise<LoadResult> {
    const answered = once(this.#child, "message");
    this.#child.send(load);
    const [result] = await answered;
    return loadResultSchema.parse(result);
  }

  end(): void {
    this.#child.kill();
  }
}
