import { toInstant } from "../course/ids.ts";
import { NotFoundError, statusOf, TransientError } from "./errors.ts";
import { linesOf } from "./lines.ts";
import type { ObjectStore, StoredStream, StoredText } from "./object-store.ts";
import type { PutCondition, S3Calls, S3Object } from "./s3-calls.ts";

/**
 * S3 answers 409 when conditional writes of one key race, and asks to try again.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
const mostRaces = 5;

const contentTypes: Readonly<Record<string, string>> = {
  json: "application/json",
  jsonl: "application/jsonl",
  csv: "text/csv; charset=utf-8",
};

export const contentType = (key: string): string =>
  contentTypes[key.slice(key.lastIndexOf(".") + 1)] ?? "application/octet-stream";

/** The objects of one S3 bucket. */
export class S3ObjectStore implements ObjectStore {
  readonly #calls: S3Calls;

  constructor(calls: S3Calls) {
    this.#calls = calls;
  }

  async get(key: string): Promise<StoredText | null> {
    const object = await this.#read(key);
    return (
      object && {
        text: await object.text(),
        etag: object.etag,
        modifiedAt: object.modifiedAt && toInstant(object.modifiedAt),
      }
    );
  }

  create(key: string, text: string): Promise<boolean> {
    return this.#putIf(key, text, { ifNoneMatch: "*" });
  }

  replace(key: string, text: string, etag: string): Promise<boolean> {
    return this.#putIf(key, text, { ifMatch: etag });
  }

  async put(key: string, body: string | Uint8Array): Promise<void> {
    await this.#calls.put(key, body, contentType(key));
  }

  async *list(prefix: string): AsyncIterable<string> {
    let after: string | undefined;
    do {
      const { keys, next } = await this.#calls.page(prefix, after === undefined ? {} : { after });
      yield* keys;
      after = next;
    } while (after !== undefined);
  }

  async open(key: string): Promise<StoredStream | null> {
    const object = await this.#read(key);
    if (!object) return null;
    const { body, length } = object;
    if (length === undefined) throw new TypeError(`S3 did not say how long ${key} is.`);
    return { bytes: length, chunks: body };
  }

  async *lines(key: string): AsyncIterable<string> {
    const stored = await this.open(key);
    if (stored === null) throw new NotFoundError(key);
    yield* linesOf(stored.chunks);
  }

  async #read(key: string): Promise<S3Object | null> {
    try {
      return await this.#calls.get(key);
    } catch (error) {
      if (statusOf(error) === 404) return null;
      if (statusOf(error) === 403 && (await this.#isMissing(key))) return null;
      throw error;
    }
  }

  /**
   * Without ListBucket, S3 answers 403 instead of 404 for a missing object. The roles may list below certain prefixes only,
   * and AWS does not document whether a GetObject counts as below the prefix of its key. If it does not, listing that very
   * key tells; if the listing is refused too, the right to read is missing.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
   */
  async #isMissing(key: string): Promise<boolean> {
    try {
      const { keys } = await this.#calls.page(key, { most: 1 });
      return keys[0] !== key;
    } catch (error) {
      if (statusOf(error) === 403) return false;
      throw error;
    }
  }

  async #putIf(key: string, text: string, condition: PutCondition): Promise<boolean> {
    for (let race = 0; race < mostRaces; race += 1) {
      try {
        await this.#calls.put(key, text, contentType(key), condition);
        return true;
      } catch (error) {
        if (statusOf(error) === 412) return false;
        // The object may have been deleted meanwhile.
        if (statusOf(error) === 404 && "ifMatch" in condition) return false;
        if (statusOf(error) !== 409) throw error;
      }
    }
    throw new TransientError(`Other writers kept writing ${key} during ${mostRaces} tries.`);
  }
}
