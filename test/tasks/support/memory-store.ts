import { createHash } from "node:crypto";
import { NotFoundError } from "../../../adapters/errors.ts";
import type { LongObjectStore, StoredStream, StoredText } from "../../../adapters/storage/object-store.ts";
import type { Instant } from "../../../course/ids.ts";

/** Objects in memory that honour the conditions of S3's writes and list in its order. */
export class MemoryStore implements LongObjectStore {
  readonly #objects = new Map<string, string>();
  readonly #written = new Map<string, Instant>();
  readonly #failures: { readonly call: string; readonly key: string; readonly error: Error }[] = [];
  /** The calls so far, such as `get students/ann/profile.json`. */
  readonly calls: string[] = [];

  constructor(objects: Readonly<Record<string, unknown>> = {}) {
    for (const [key, value] of Object.entries(objects)) this.set(key, value);
  }

  /** Says when an object was written; without it, that is not known. */
  setWritten(key: string, at: Instant): this {
    this.#written.set(key, at);
    return this;
  }

  /** Puts an object there without a call: text as it is, anything else as JSON. */
  set(key: string, value: unknown): this {
    this.#objects.set(key, typeof value === "string" ? value : JSON.stringify(value));
    return this;
  }

  /** Deletes an object without a call. */
  remove(key: string): this {
    this.#objects.delete(key);
    return this;
  }

  setLines(key: string, values: readonly unknown[]): this {
    return this.set(key, values.map((value) => `${JSON.stringify(value)}\n`).join(""));
  }

  /** The next such call fails. */
  failNext(
    call: "get" | "create" | "replace" | "put" | "write" | "list" | "open" | "lines",
    key: string,
    error: Error,
  ): void {
    this.#failures.push({ call, key, error });
  }

  text(key: string): string {
    const text = this.#objects.get(key);
    if (text === undefined) throw new Error(`There is no ${key}; there are: ${this.keys().join(", ")}`);
    return text;
  }

  json(key: string): unknown {
    return JSON.parse(this.text(key));
  }

  keys(prefix = ""): string[] {
    return [...this.#objects.keys()].filter((key) => key.startsWith(prefix)).toSorted();
  }

  async get(key: string): Promise<StoredText | null> {
    this.#note("get", key);
    const text = this.#objects.get(key);
    return text === undefined ? null : { text, etag: etagOf(text), modifiedAt: this.#written.get(key) };
  }

  async create(key: string, text: string): Promise<boolean> {
    this.#note("create", key);
    if (this.#objects.has(key)) return false;
    this.#objects.set(key, text);
    return true;
  }

  async replace(key: string, text: string, etag: string): Promise<boolean> {
    this.#note("replace", key);
    const current = this.#objects.get(key);
    if (current === undefined || etagOf(current) !== etag) return false;
    this.#objects.set(key, text);
    return true;
  }

  async put(key: string, body: string | Uint8Array): Promise<void> {
    this.#note("put", key);
    this.#objects.set(key, typeof body === "string" ? body : new TextDecoder().decode(body));
  }

  async write(key: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    this.#note("write", key);
    const held = await Array.fromAsync(chunks);
    this.#objects.set(key, Buffer.concat(held).toString());
  }

  async *list(prefix: string): AsyncIterable<string> {
    this.#note("list", prefix);
    yield* this.keys(prefix);
  }

  async open(key: string): Promise<StoredStream | null> {
    this.#note("open", key);
    const text = this.#objects.get(key);
    if (text === undefined) return null;
    const bytes = new TextEncoder().encode(text);
    return { bytes: bytes.length, chunks: inChunks(bytes, 64 * 1024) };
  }

  async *lines(key: string): AsyncIterable<string> {
    this.#note("lines", key);
    const text = this.#objects.get(key);
    if (text === undefined) throw new NotFoundError(key);
    yield* text.split("\n").slice(0, -1);
  }

  #note(call: string, key: string): void {
    this.calls.push(`${call} ${key}`);
    const index = this.#failures.findIndex((failure) => failure.call === call && failure.key === key);
    const [failure] = index === -1 ? [] : this.#failures.splice(index, 1);
    if (failure) throw failure.error;
  }
}

async function* inChunks(bytes: Uint8Array, size: number): AsyncIterable<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

const etagOf = (text: string): string => createHash("md5").update(text).digest("hex");
