import type { Readable } from "node:stream";

/** An object that S3 sends. Its body must be read: until then it occupies a connection. */
export interface S3Object {
  readonly etag: string;
  /** In bytes. */
  readonly length: number | undefined;
  readonly modifiedAt: Date | undefined;
  readonly body: Readable;
  text(): Promise<string>;
}

/** The version that must be there for a write: none, or the one of this tag. */
export type PutCondition = { readonly ifNoneMatch: "*" } | { readonly ifMatch: string };

export interface KeyPage {
  readonly keys: readonly string[];
  /** What continues the listing; undefined: this was the last page. */
  readonly next: string | undefined;
}

/**
 * The calls of S3 that the course's data needs, for one bucket. Refusals are errors with S3's code as their name, and the status in
 * `$metadata.httpStatusCode`, as the SDK's are.
 */
export interface S3Calls {
  get(key: string): Promise<S3Object>;
  put(key: string, body: string | Uint8Array, contentType: string, condition?: PutCondition): Promise<void>;
  /** Keys that begin with `prefix`, in UTF-8 binary order: at most 1,000, or `most`. */
  page(prefix: string, options?: { readonly after?: string; readonly most?: number }): Promise<KeyPage>;
}

/** The calls for an object that is written in parts. */
export interface S3UploadCalls {
  /** The id of a new upload. */
  beginUpload(key: string, contentType: string): Promise<string>;
  /** The tag of the part; its `number` is 1 for the first. */
  putPart(key: string, uploadId: string, number: number, body: Uint8Array): Promise<string>;
  /** @param etags of all parts, in their order. */
  endUpload(key: string, uploadId: string, etags: readonly string[]): Promise<void>;
}

/** For a call that carries a whole class: a roster or gradebook of 400,000 students has up to 100 MB. In milliseconds. */
export const bulkTimeoutMs = 60_000;

/** Size that an ordinary call surely transfers in time, in bytes. */
export const longestOrdinaryBody = 1024 * 1024;
