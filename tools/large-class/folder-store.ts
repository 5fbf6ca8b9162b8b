import { NotFoundError } from "../../adapters/errors.ts";
import { linesOf } from "../../adapters/storage/lines.ts";
import type { ObjectStore, StoredStream, StoredText } from "../../adapters/storage/object-store.ts";
import type { BucketFolder, StoredObject } from "./bucket-folder.ts";

async function* bytesOf({ chunks }: StoredObject): AsyncIterable<Uint8Array> {
  if (typeof chunks === "string") yield Buffer.from(chunks);
  else yield* chunks;
}

/** A folder as a task's store without S3 between, for what is not measured. */
export class FolderStore implements ObjectStore {
  readonly #bucket: BucketFolder;

  constructor(bucket: BucketFolder) {
    this.#bucket = bucket;
  }

  async get(key: string): Promise<StoredText | null> {
    const object = this.#bucket.get(key);
    if (!object) return null;
    const bytes = await Array.fromAsync(bytesOf(object));
    return { text: Buffer.concat(bytes).toString(), etag: object.etag };
  }

  async create(key: string, text: string): Promise<boolean> {
    return this.#bucket.get(key) === null && this.#written(key, text);
  }

  async replace(key: string, text: string, etag: string): Promise<boolean> {
    return this.#bucket.get(key)?.etag === etag && this.#written(key, text);
  }

  async put(key: string, body: string | Uint8Array): Promise<void> {
    this.#written(key, body);
  }

  async *list(prefix: string): AsyncIterable<string> {
    yield* this.#bucket.keys(prefix);
  }

  async open(key: string): Promise<StoredStream | null> {
    const object = this.#bucket.get(key);
    return object && { bytes: object.bytes, chunks: bytesOf(object) };
  }

  async *lines(key: string): AsyncIterable<string> {
    const stored = await this.open(key);
    if (stored === null) throw new NotFoundError(key);
    yield* linesOf(stored.chunks);
  }

  #written(key: string, body: string | Uint8Array): true {
    this.#bucket.put(key, body);
    return true;
  }
}
