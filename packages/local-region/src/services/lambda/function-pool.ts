import { randomUUID } from "node:crypto";
import { type EnvironmentSettings, ExecutionEnvironment, type Outcome } from "./execution-environment.ts";

export interface FunctionStats {
  readonly invocations: number;
  readonly errors: number;
  /** Of one invocation, in milliseconds. */
  readonly longestMs: number;
  readonly totalMs: number;
}

interface Waiting {
  readonly take: (environment: ExecutionEnvironment) => void;
  readonly refuse: (error: Error) => void;
}

/**
 * The execution environments of one function: each runs one invocation at a time and is used again; there are at most
 * `concurrency` of them, and invocations beyond that wait their turn. A start costs more than most invocations, so another
 * environment is started only when all have been busy, and invocations waited, for as long as a start takes.
 */
export class FunctionPool {
  readonly #settings: () => EnvironmentSettings;
  readonly #concurrency: number;
  readonly #all = new Set<ExecutionEnvironment>();
  /** The last used one is at the end. */
  #idle: ExecutionEnvironment[] = [];
  readonly #waiting: Waiting[] = [];
  #isClosed = false;
  #isGrowing = false;
  /** How often an environment had nothing to do. */
  #pauses = 0;
  /** How long the latest start took; known when it has ended. */
  #startMs: Promise<number> = Promise.resolve(0);
  #stats: FunctionStats = { invocations: 0, errors: 0, longestMs: 0, totalMs: 0 };
  #lastUsedMs = 0;

  constructor(concurrency: number, settings: () => EnvironmentSettings) {
    this.#concurrency = concurrency;
    this.#settings = settings;
  }

  get concurrency(): number {
    return this.#concurrency;
  }

  get stats(): FunctionStats {
    return this.#stats;
  }

  get environments(): number {
    return this.#all.size;
  }

  get idleEnvironments(): number {
    return this.#idle.length;
  }

  /** When an invocation last ended, on the machine's clock. */
  get lastUsedMs(): number {
    return this.#lastUsedMs;
  }

  /** @param event the payload as JSON. */
  async invoke(event: string, requestId: string = randomUUID()): Promise<Outcome> {
    const environment = await this.#acquire();
    const outcome = await environment.invoke(requestId, event);
    this.#record(outcome);
    this.#release(environment);
    return outcome;
  }

  /** Ends idle environments: all, or at most this many. */
  async endIdle(most = this.#idle.length): Promise<void> {
    const idle = this.#idle.splice(0, most);
    await Promise.all(idle.map((environment) => this.#end(environment)));
  }

  /** Ends everything; running invocations fail, because their thread is gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#idle = [];
    for (const { refuse } of this.#waiting.splice(0)) refuse(new Error("The region is stopping."));
    await Promise.all([...this.#all].map((environment) => this.#end(environment)));
  }

  async #acquire(): Promise<ExecutionEnvironment> {
    if (this.#isClosed) throw new Error("The region is stopping.");
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (!idle.isOver) return idle;
      this.#all.delete(idle);
    }
    if (this.#all.size === 0) return this.#start();
    return new Promise((take, refuse) => {
      this.#waiting.push({ take, refuse });
      void this.#grow();
    });
  }

  /** Starts environments, one after the other, while invocations wait. */
  async #grow(): Promise<void> {
    if (this.#isGrowing) return;
    this.#isGrowing = true;
    for (let pauses = this.#pauses; this.#isCrowded; pauses = this.#pauses) {
      const patienceMs = await this.#startMs;
      await new Promise((over) => setTimeout(over, patienceMs).unref());
      if (this.#isCrowded && this.#pauses === pauses) this.#waiting.shift()?.take(this.#start());
    }
    this.#isGrowing = false;
  }

  get #isCrowded(): boolean {
    return this.#waiting.length > 0 && this.#all.size < this.#concurrency;
  }

  #start(): ExecutionEnvironment {
    const environment = new ExecutionEnvironment(this.#settings());
    this.#all.add(environment);
    this.#startMs = environment.startMs;
    return environment;
  }

  #release(environment: ExecutionEnvironment): void {
    if (environment.isOver) this.#all.delete(environment);
    if (this.#isClosed) return;
    const next = this.#waiting.shift();
    if (next) next.take(environment.isOver ? this.#start() : environment);
    else {
      this.#pauses += 1;
      if (!environment.isOver) this.#idle.push(environment);
    }
  }

  #record({ ok, durationMs }: Outcome): void {
    const { invocations, errors, longestMs, totalMs } = this.#stats;
    this.#stats = {
      invocations: invocations + 1,
      errors: errors + (ok ? 0 : 1),
      longestMs: Math.max(longestMs, durationMs),
      totalMs: totalMs + durationMs,
    };
    this.#lastUsedMs = Date.now();
  }

  async #end(environment: ExecutionEnvironment): Promise<void> {
    this.#all.delete(environment);
    await environment.end();
  }
}
