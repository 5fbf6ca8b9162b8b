import type { Instant } from "../../course/ids.ts";

/** An object's text with the tag of this version of it. */
export interface StoredText {
  readonly text: string;
  readonly etag: string;
  /** When it was written, to the second; left out: not known. */
  readonly modifiedAt?: Instant | undefined;
}

/** An object that is being read. It occupies a connection until all chunks are read or reading is abandoned. */
export interface StoredStream {
  /** Length of all chunks together, in bytes. */
  readonly bytes: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** The course's bucket, as far as tasks need it. Failures other than those named here are the SDK's. */
export interface ObjectStore {
  /** null: there is no such object. */
  get(key: string): Promise<StoredText | null>;
  /** Writes a new object; false: the object exists already, and nothing was written. */
  create(key: string, text: string): Promise<boolean>;
  /** Replaces the version `etag`; false: the object has another version now, and nothing was written. */
  replace(key: string, text: string, etag: string): Promise<boolean>;
  /** Writes the object, whether or not it exists. */
  put(key: string, body: string | Uint8Array): Promise<void>;
  /** All keys that begin with `prefix`, in UTF-8 binary order, page after page. */
  list(prefix: string): AsyncIterable<string>;
  /** For an object that may be larger than memory. null: there is no such object. */
  open(key: string): Promise<StoredStream | null>;
  /** The object's lines without their ends, read as a stream. @throws NotFoundError */
  lines(key: string): AsyncIterable<string>;
}

/** A store that also takes objects which may be larger than memory. */
export interface LongObjectStore extends ObjectStore {
  /** Writes the object, whether or not it exists, as its chunks come. It is there when all of it is. */
  write(key: string, chunks: AsyncIterable<Uint8Array>): Promise<void>;
}
