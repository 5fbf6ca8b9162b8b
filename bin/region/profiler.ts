import { mkdirSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { join } from "node:path";

/** Names the region's own thread among the profiles. */
export const regionThread = "region";

interface Thread {
  /** What runs in it. */
  readonly name: string;
  post(method: string): Promise<unknown>;
}

interface Answer {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** A worker thread, which is reached through messages of the session on the main thread. */
class WorkerSession implements Thread {
  readonly name: string;
  readonly #send: (message: string) => void;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #calls = 0;

  constructor(name: string, send: (message: string) => void) {
    this.name = name;
    this.#send = send;
  }

  async post(method: string): Promise<unknown> {
    this.#calls += 1;
    const id = this.#calls;
    const answered = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
    this.#send(JSON.stringify({ id, method }));
    const { result, error } = await answered;
    if (error) throw new Error(`${this.name}: ${method}: ${error.message}`);
    return result;
  }

  hear(answer: Answer): void {
    if (answer.id !== undefined) this.#waiting.get(answer.id)?.(answer);
  }

  /** The thread has ended, and its profile with it. */
  end(): void {
    for (const answer of this.#waiting.values()) answer({ result: null });
  }
}

/** Where the processor time of this process goes, thread by thread, by V8's own sampling. */
export class Profiler {
  readonly #session = new Session();
  readonly #workers = new Map<string, WorkerSession>();

  /** Threads that start later are profiled too. */
  async start(): Promise<void> {
    const session = this.#session;
    session.connect();
    session.on("NodeWorker.attachedToWorker", ({ params: { sessionId, workerInfo } }) => {
      // "[worker 3] NAME"
      const name = workerInfo.title.replace(/^\[worker \d+\] /, "");
      const worker = new WorkerSession(name, (message) => {
        session.post("NodeWorker.sendMessageToWorker", { sessionId, message }).catch(() => worker.end());
      });
      this.#workers.set(sessionId, worker);
      void begin(worker);
    });
    session.on("NodeWorker.receivedMessageFromWorker", ({ params: { sessionId, message } }) =>
      this.#workers.get(sessionId)?.hear(JSON.parse(message)),
    );
    session.on("NodeWorker.detachedFromWorker", ({ params: { sessionId } }) => {
      this.#workers.get(sessionId)?.end();
      this.#workers.delete(sessionId);
    });
    await session.post("NodeWorker.enable", { waitForDebuggerOnStart: false });
    await session.post("Profiler.enable");
    await session.post("Profiler.start");
  }

  /** Writes `NUMBER.THREAD.cpuprofile` for each thread that still runs into a folder of its own. */
  async end(folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    const { profile } = await this.#session.post("Profiler.stop");
    const write = (number: number, thread: string, content: unknown): void =>
      writeFileSync(join(folder, `${number}.${thread}.cpuprofile`), JSON.stringify(content));
    write(0, regionThread, profile);
    for (const [index, worker] of [...this.#workers.values()].entries()) {
      const result = await worker.post("Profiler.stop");
      if (typeof result === "object" && result !== null && "profile" in result) {
        write(index + 1, worker.name, result.profile);
      }
    }
    this.#session.disconnect();
    this.#workers.clear();
  }
}

const begin = async (thread: Thread): Promise<void> => {
  await thread.post("Profiler.enable");
  await thread.post("Profiler.start");
};
