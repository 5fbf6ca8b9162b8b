import { createHash } from "node:crypto";
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
} from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { NotFoundError } from "../../adapters/errors.ts";
import { linesOf } from "../../adapters/storage/lines.ts";
import type { LongObjectStore, StoredStream, StoredText } from "../../adapters/storage/object-store.ts";

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

const etagOf = (text: string): string => createHash("md5").update(text).digest("hex");

/**
 * A bucket as a folder, for one writer. Reading an object takes as long as S3 takes to answer; nothing is held in memory, so
 * that what a task's process needs is the task's own.
 */
export class DiskStore implements LongObjectStore {
  readonly #folder: string;
  readonly #answerMs: number;
  readonly #madeUp: (key: string) => string | undefined;

  /**
   * @param answerMs until S3 answers a read.
   * @param madeUp texts of objects that are not in the folder.
   */
  constructor(folder: string, answerMs: number, madeUp: (key: string) => string | undefined) {
    this.#folder = folder;
    this.#answerMs = answerMs;
    this.#madeUp = madeUp;
  }

  async get(key: string): Promise<StoredText | null> {
    await sleep(this.#answerMs);
    const madeUp = this.#madeUp(key);
    if (madeUp !== undefined) return { text: madeUp, etag: "made up" };
    try {
      const text = readFileSync(this.#path(key), "utf8");
      return { text, etag: etagOf(text) };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async create(key: string, text: string): Promise<boolean> {
    if (await this.get(key)) return false;
    await this.put(key, text);
    return true;
  }

  async replace(key: string, text: string, etag: string): Promise<boolean> {
    if ((await this.get(key))?.etag !== etag) return false;
    await this.put(key, text);
    return true;
  }

  async put(key: string, body: string | Uint8Array): Promise<void> {
    const path = this.#place(key);
    await writeFile(`${path}.new`, body);
    await rename(`${path}.new`, path);
  }

  async write(key: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const path = this.#place(key);
    await pipeline(Readable.from(chunks), createWriteStream(`${path}.new`));
    await rename(`${path}.new`, path);
  }

  async *list(prefix: string): AsyncIterable<string> {
    const folder = prefix.slice(0, prefix.lastIndexOf("/") + 1);
    if (!existsSync(this.#path(folder))) return;
    const names = readdirSync(this.#path(folder), { recursive: true, encoding: "utf8" });
    for (const name of names.toSorted()) {
      const key = `${folder}${name}`;
      if (key.startsWith(prefix) && statSync(this.#path(key)).isFile()) yield key;
    }
  }

  async open(key: string): Promise<StoredStream | null> {
    await sleep(this.#answerMs);
    try {
      const { size } = statSync(this.#path(key));
      return { bytes: size, chunks: createReadStream(this.#path(key)) };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async *lines(key: string): AsyncIterable<string> {
    const stored = await this.open(key);
    if (stored === null) throw new NotFoundError(key);
    yield* linesOf(stored.chunks);
  }

  #path(key: string): string {
    return join(this.#folder, key);
  }

  #place(key: string): string {
    const path = this.#path(key);
    mkdirSync(dirname(path), { recursive: true });
    return path;
  }
}
