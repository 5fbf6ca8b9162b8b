import { Worker } from "node:worker_threads";
import { threadFile } from "../../thread-file.ts";
import type { Mail } from "./mail.ts";

/** The content of a raw mail. */
export type MimeContent = Pick<Mail, "body" | "attachments">;

export interface MimeBounds {
  /**
   * Longest time for a mail, including its wait. One of 10 MB in lines of base64 takes about a second.
   * @default 10 000
   */
  readonly timeoutMs?: number;
  /**
   * Memory for its thread, in addition to the mail itself.
   * @default 256
   */
  readonly heapMiB?: number;
}

const readInThread = (
  source: Buffer,
  ending: AbortSignal,
  heapMiB: number,
): Promise<MimeContent | undefined> => {
  if (ending.aborted) return Promise.resolve(undefined);
  const worker = new Worker(threadFile("./mime-thread", import.meta.url), {
    workerData: source,
    execArgv: ["--disable-warning=ExperimentalWarning"],
    resourceLimits: { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: heapMiB },
    name: "mail",
  });
  worker.unref();
  const { promise, resolve } = Promise.withResolvers<MimeContent | undefined>();
  const end = (): void => void worker.terminate();
  ending.addEventListener("abort", end);
  worker.once("message", resolve);
  // The thread throws for what is no MIME, and when it is out of memory; that ends the thread, not the process.
  worker.once("error", () => resolve(undefined));
  worker.once("exit", () => {
    ending.removeEventListener("abort", end);
    resolve(undefined);
  });
  return promise;
};

/**
 * Reads raw mails one after another, each in a thread of its own. A mail that is made to take minutes or gigabytes (two
 * million lines do) ends only its thread. Raw mails are few.
 */
export class MimeReader {
  readonly #bounds: Required<MimeBounds>;
  readonly #closing = new AbortController();
  #last: Promise<unknown> = Promise.resolve();

  constructor({ timeoutMs = 10_000, heapMiB = 256 }: MimeBounds = {}) {
    this.#bounds = { timeoutMs, heapMiB };
  }

  /** undefined: it can't be read as MIME within the limits of time and memory. */
  read(source: Buffer): Promise<MimeContent | undefined> {
    const { timeoutMs, heapMiB } = this.#bounds;
    const ending = AbortSignal.any([AbortSignal.timeout(timeoutMs), this.#closing.signal]);
    const content = this.#last.then(() => readInThread(source, ending, heapMiB));
    this.#last = content;
    return content;
  }

  close(): void {
    this.#closing.abort();
  }
}
