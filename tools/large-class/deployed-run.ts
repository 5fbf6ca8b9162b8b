import { fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { errorNames } from "../../course/run/run.ts";
import { bundle } from "../../lib/task-bundles.ts";
import type { TaskName } from "../../lib/task-entries.ts";
import { type DeployedFunction, deployedFunction } from "./deployed-functions.ts";

const figuresSchema = z.object({ seconds: z.number(), processorSeconds: z.number(), memoryMb: z.number() });
const answerSchema = z.union([
  figuresSchema.extend({ output: z.unknown() }),
  z.object({ failed: z.string() }),
]);

/** What an invocation took. */
export interface Figures extends z.output<typeof figuresSchema> {
  readonly timeoutSeconds: number;
}

export interface Invoked extends Figures {
  readonly output: unknown;
}

/** On a machine with much other work, a call of AWS may time out; the workflow tries again, too. */
const mostAttempts = 4;

/** The functions of a synthesized template, run as Lambda runs them. */
export class DeployedRun {
  readonly #assembly: string;
  readonly #runtime: string;
  readonly #endpoint: string;

  private constructor(assembly: string, runtime: string, endpoint: string) {
    this.#assembly = assembly;
    this.#runtime = runtime;
    this.#endpoint = endpoint;
  }

  /** @param endpoint where AWS is. */
  static async in(assembly: string, endpoint: string): Promise<DeployedRun> {
    const bundles = await bundle({ invoke: "tools/large-class/invoke.ts" });
    for (const [name, contents] of bundles.get("invoke") ?? []) writeFileSync(join(assembly, name), contents);
    return new DeployedRun(assembly, join(assembly, "index.js"), endpoint);
  }

  /** Invokes a function in a new process, with the heap that its variables say. @throws when the function fails. */
  async invoke(task: TaskName, event: object): Promise<Invoked> {
    const deployed = deployedFunction(this.#assembly, task, "bucket");
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#attempt(deployed, event);
      if (!("failed" in answer)) return { ...answer, timeoutSeconds: deployed.timeoutSeconds };
      const isTransient = answer.failed.startsWith(errorNames.transient);
      if (!isTransient || attempt === mostAttempts) throw new Error(`${task}: ${answer.failed}`);
    }
  }

  async #attempt(deployed: DeployedFunction, event: object) {
    const child = fork(this.#runtime, {
      // Not those of this process.
      execArgv: [],
      env: { ...deployed.variables, ...this.#caller() },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    child.send({ code: deployed.code, event });
    const ended = once(child, "exit").then(([code]) => [{ failed: `It ended with ${code}.` }]);
    const [answer] = await Promise.race([once(child, "message"), ended]);
    await ended;
    return answerSchema.parse(answer);
  }

  #caller(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: this.#endpoint,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "made-up",
      AWS_SECRET_ACCESS_KEY: "made-up",
    };
  }
}
