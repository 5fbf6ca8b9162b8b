import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { dirname } from "node:path";
import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";

/** Lines gather for so long, in milliseconds: writing each by itself costs a busy region more than making it did. */
const gatherMs = 50;

/** The lines that one function writes, in one file; opened with the first of them. */
export class LogFile {
  readonly #path: string;
  #stream: WriteStream | undefined;
  #pending: Buffer[] = [];
  #flushing: NodeJS.Timeout | undefined;

  constructor(path: string) {
    this.#path = path;
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
    await finished(stream);
  }

  #flush(): void {
    clearTimeout(this.#flushing);
    this.#flushing = undefined;
    if (this.#pending.length > 0) this.#open().write(Buffer.concat(this.#pending));
    this.#pending = [];
  }

  #open(): WriteStream {
    if (!this.#stream) {
      mkdirSync(dirname(this.#path), { recursive: true });
      this.#stream = createWriteStream(this.#path, { flags: "a", mode: 0o600 });
    }
    return this.#stream;
  }
}
