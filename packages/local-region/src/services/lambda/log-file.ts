import { createWriteStream, type WriteStream } from "node:fs";
import { dirname } from "node:path";
import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { makePrivateFolder, privateFile } from "../../data-folder/private-files.ts";
import { messageOf } from "../../message-of.ts";

/**
 * Lines are collected for this many milliseconds: one write for each line would cost a busy region more than the line
 * itself.
 */
const gatherMs = 50;

/**
 * The log lines of one function, in one file, which is opened with the first line. When lines can't be written, as on a
 * full disk, that is logged once and they are lost: a log is no reason to stop.
 */
export class LogFile {
  readonly #path: string;
  readonly #log: (line: string) => void;
  #hasLogged = false;
  #stream: WriteStream | undefined;
  #pending: Buffer[] = [];
  #flushing: NodeJS.Timeout | undefined;

  constructor(path: string, log: (line: string) => void) {
    this.#path = path;
    this.#log = log;
  }

  write(text: string | Buffer): void {
    this.#pending.push(Buffer.from(text));
    this.#flushing ??= setTimeout(() => this.#flush(), gatherMs);
  }

  /** Writes what comes from a stream, until that ends. */
  follow(source: Readable): void {
    source.on("data", (chunk: Buffer) => this.write(chunk));
  }

  async close(): Promise<void> {
    this.#flush();
    const stream = this.#stream;
    if (!stream) return;
    this.#stream = undefined;
    stream.end();
    await finished(stream).catch(() => undefined);
  }

  #flush(): void {
    clearTimeout(this.#flushing);
    this.#flushing = undefined;
    const lines = Buffer.concat(this.#pending);
    this.#pending = [];
    if (lines.length === 0) return;
    try {
      this.#open().write(lines);
    } catch (error) {
      this.#fail(error);
    }
  }

  #open(): WriteStream {
    if (!this.#stream) {
      makePrivateFolder(dirname(this.#path));
      this.#stream = createWriteStream(this.#path, { flags: "a", mode: privateFile });
      this.#stream.on("error", (error) => this.#fail(error));
    }
    return this.#stream;
  }

  /** The next lines are tried with a new stream. */
  #fail(error: unknown): void {
    this.#stream?.destroy();
    this.#stream = undefined;
    if (this.#hasLogged) return;
    this.#hasLogged = true;
    this.#log(`Lines of the log ${this.#path} are lost: ${messageOf(error)}`);
  }
}
