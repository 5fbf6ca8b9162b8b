import { Worker } from "node:worker_threads";
import { threadScript } from "../../thread-file.ts";
import type { LogFile } from "./log-file.ts";
import type { Invoke, LambdaError, RuntimeMessage, RuntimeSettings } from "./messages.ts";

/** Lambda gives a function this long to load its code; the invocation's own time begins afterwards. */
const longestInitMs = 10_000;

/**
 * Without this limit, a busy thread keeps tens of megabytes of short-lived garbage, and a dozen threads share a machine.
 */
const youngGenerationMiB = 8;

const runtime = threadScript("./runtime", import.meta.url);

export interface EnvironmentSettings {
  readonly runtime: RuntimeSettings;
  /** The function's whole `process.env`. */
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly log: LogFile;
}

export type Outcome =
  | { readonly ok: true; readonly payload: string; readonly durationMs: number }
  | { readonly ok: false; readonly error: LambdaError; readonly durationMs: number };

/** The result of waiting for a message: the message, or why there will be none. */
type Heard = RuntimeMessage | { readonly type: "gone"; readonly error: LambdaError };

/**
 * One execution environment of one function: a worker thread that runs one invocation at a time. After a timeout or a
 * crash it is `over` and must not be used again.
 */
export class ExecutionEnvironment {
  /** How long it takes until it is ready, or has failed to be. */
  readonly startMs: Promise<number>;
  readonly #settings: EnvironmentSettings;
  readonly #worker: Worker;
  readonly #ready: Promise<Heard>;
  #hear: ((heard: Heard) => void) | undefined;
  #isOver = false;
  #crash: LambdaError | undefined;

  constructor(settings: EnvironmentSettings) {
    this.#settings = settings;
    this.#worker = new Worker(runtime, {
      workerData: settings.runtime,
      env: { ...settings.variables },
      execArgv: ["--disable-warning=ExperimentalWarning"],
      resourceLimits: {
        maxOldGenerationSizeMb: settings.runtime.memoryMiB,
        maxYoungGenerationSizeMb: youngGenerationMiB,
      },
      stdout: true,
      stderr: true,
      name: settings.runtime.functionName,
    });
    settings.log.follow(this.#worker.stdout);
    settings.log.follow(this.#worker.stderr);
    const startedAt = performance.now();
    this.#ready = this.#wait(longestInitMs, () => initTimeout);
    this.startMs = this.#ready.then(() => performance.now() - startedAt);
    this.#worker.on("message", (message: RuntimeMessage) => this.#hear?.(message));
    this.#worker.on("error", (error: Error) => {
      this.#crash = crashOf(error);
    });
    this.#worker.on("exit", (code) => {
      this.#isOver = true;
      this.#hear?.({ type: "gone", error: this.#crash ?? exitError(code) });
    });
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** @param event the payload as JSON. */
  async invoke(requestId: string, event: string): Promise<Outcome> {
    const init = await this.#ready;
    if (init.type !== "ready") return { ...(await this.#giveUp(init, requestId)), durationMs: 0 };
    const timeoutMs = this.#settings.timeoutSeconds * 1000;
    const startedAt = performance.now();
    const heard = this.#wait(timeoutMs, () => timedOut(this.#settings.timeoutSeconds));
    const message: Invoke = { requestId, event, deadlineMs: Date.now() + timeoutMs };
    this.#worker.postMessage(message);
    const outcome = await this.#outcome(await heard, requestId);
    return { ...outcome, durationMs: performance.now() - startedAt };
  }

  /** Ends the thread; resolves when it has ended. */
  async end(): Promise<void> {
    this.#isOver = true;
    await this.#worker.terminate();
  }

  async #outcome(heard: Heard, requestId: string): Promise<WithoutDuration<Outcome>> {
    if (heard.type === "returned") return { ok: true, payload: heard.payload };
    if (heard.type === "threw") return { ok: false, error: heard.error };
    return this.#giveUp(heard, requestId);
  }

  async #giveUp(heard: Heard, requestId: string): Promise<WithoutDuration<Outcome>> {
    await this.end();
    const error = "error" in heard ? heard.error : exitError(0);
    const isRuntimes = error.errorType === "Sandbox.Timedout" || error.errorType === "Runtime.ExitError";
    const prefix = isRuntimes ? `RequestId: ${requestId} ` : "";
    return { ok: false, error: { ...error, errorMessage: prefix + error.errorMessage } };
  }

  #wait(ms: number, late: () => LambdaError): Promise<Heard> {
    return new Promise((resolve) => {
      const done = (heard: Heard): void => {
        clearTimeout(timer);
        this.#hear = undefined;
        resolve(heard);
      };
      const timer = setTimeout(() => done({ type: "gone", error: late() }), ms);
      this.#hear = done;
      if (this.#isOver) done({ type: "gone", error: this.#crash ?? exitError(0) });
    });
  }
}

type WithoutDuration<T> = T extends unknown ? Omit<T, "durationMs"> : never;

const timedOut = (seconds: number): LambdaError => ({
  errorType: "Sandbox.Timedout",
  errorMessage: `Error: Task timed out after ${seconds.toFixed(2)} seconds`,
});

const initTimeout = timedOut(longestInitMs / 1000);

/** Lambda ends a function that runs out of memory by a signal. */
const outOfMemory: LambdaError = {
  errorType: "Runtime.ExitError",
  errorMessage: "Error: Runtime exited with error: signal: killed",
};

const crashOf = (error: Error): LambdaError =>
  "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY"
    ? outOfMemory
    : { errorType: error.name, errorMessage: error.message, trace: error.stack?.split("\n") ?? [] };

const exitError = (code: number): LambdaError => ({
  errorType: "Runtime.ExitError",
  errorMessage:
    code === 0
      ? "Error: Runtime exited without providing a reason"
      : `Error: Runtime exited with error: exit status ${code}`,
});
