import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { dirname } from "node:path";
import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";

/** The lines that one function writes, in one file; opened with the first of them. */
export class LogFile {
  readonly #path: string;
  #stream: WriteStream | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  write(text: string | Buffer): void {
    this.#open().write(text);
  }

  /** Writes what comes from a stream, until that ends. */
  follow(source: Readable): void {
    source.on("data", (chunk: Buffer) => this.write(chunk));
  }

  async close(): Promise<void> {
    const stream = this.#stream;
    if (!stream) return;
    this.#stream = undefined;
    stream.end();
    await finished(stream);
  }

  #open(): WriteStream {
    if (!this.#stream) {
      mkdirSync(dirname(this.#path), { recursive: true });
      this.#stream = createWriteStream(this.#path, { flags: "a", mode: 0o600 });
    }
    return this.#stream;
  }
}
