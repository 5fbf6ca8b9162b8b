import { Readable } from "node:stream";
import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  paginateListObjectsV2,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { toInstant } from "../../course/ids.ts";
import { NotFoundError, TransientError } from "../errors.ts";
import { linesOf } from "./lines.ts";
import type { ObjectStore, StoredStream, StoredText } from "./object-store.ts";
import { bulkCall, longestOrdinaryBody } from "./s3-client.ts";

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

const isStatus = (error: unknown, status: number): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === status;

/** The objects of one S3 bucket. */
export class S3ObjectStore implements ObjectStore {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async get(key: string): Promise<StoredText | null> {
    const object = await this.#read(key);
    return (
      object && {
        text: await object.Body.transformToString(),
        etag: object.ETag ?? "",
        modifiedAt: object.LastModified && toInstant(object.LastModified),
      }
    );
  }

  create(key: string, text: string): Promise<boolean> {
    return this.#putIf(key, text, { IfNoneMatch: "*" });
  }

  replace(key: string, text: string, etag: string): Promise<boolean> {
    return this.#putIf(key, text, { IfMatch: etag });
  }

  async put(key: string, body: string | Uint8Array): Promise<void> {
    await this.#sendPut(this.#putCommand(key, body));
  }

  async *list(prefix: string): AsyncIterable<string> {
    const pages = paginateListObjectsV2({ client: this.#client }, { Bucket: this.#bucket, Prefix: prefix });
    for await (const { Contents = [] } of pages) {
      for (const { Key } of Contents) if (Key !== undefined) yield Key;
    }
  }

  async open(key: string): Promise<StoredStream | null> {
    const object = await this.#read(key);
    if (!object) return null;
    const { Body, ContentLength } = object;
    if (!(Body instanceof Readable)) throw new TypeError("S3's answer is not a Node stream.");
    if (ContentLength === undefined) throw new TypeError(`S3 did not say how long ${key} is.`);
    return { bytes: ContentLength, chunks: Body };
  }

  async *lines(key: string): AsyncIterable<string> {
    const stored = await this.open(key);
    if (stored === null) throw new NotFoundError(key);
    yield* linesOf(stored.chunks);
  }

  async #read(key: string) {
    try {
      const { Body, ETag, ContentLength, LastModified } = await this.#client.send(
        new GetObjectCommand({ Bucket: this.#bucket, Key: key }),
      );
      return Body ? { Body, ETag, ContentLength, LastModified } : null;
    } catch (error) {
      if (isStatus(error, 404)) return null;
      if (isStatus(error, 403) && (await this.#isMissing(key))) return null;
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
      const { Contents = [] } = await this.#client.send(
        new ListObjectsV2Command({ Bucket: this.#bucket, Prefix: key, MaxKeys: 1 }),
      );
      return Contents[0]?.Key !== key;
    } catch (error) {
      if (isStatus(error, 403)) return false;
      throw error;
    }
  }

  async #putIf(
    key: string,
    text: string,
    condition: Pick<PutObjectCommandInput, "IfNoneMatch" | "IfMatch">,
  ): Promise<boolean> {
    for (let race = 0; race < mostRaces; race += 1) {
      try {
        await this.#sendPut(this.#putCommand(key, text, condition));
        return true;
      } catch (error) {
        if (isStatus(error, 412)) return false;
        // The object may have been deleted meanwhile.
        if (isStatus(error, 404) && condition.IfMatch !== undefined) return false;
        if (!isStatus(error, 409)) throw error;
      }
    }
    throw new TransientError(`Other writers kept writing ${key} during ${mostRaces} tries.`);
  }

  async #sendPut(command: PutObjectCommand): Promise<void> {
    const { Body } = command.input;
    const isLong =
      (typeof Body === "string" || Body instanceof Uint8Array) && Body.length > longestOrdinaryBody;
    await (isLong ? this.#client.send(command, bulkCall) : this.#client.send(command));
  }

  #putCommand(
    key: string,
    body: string | Uint8Array,
    condition: Pick<PutObjectCommandInput, "IfNoneMatch" | "IfMatch"> = {},
  ): PutObjectCommand {
    return new PutObjectCommand({
      Bucket: this.#bucket,
      Key: key,
      Body: body,
      ContentType: contentType(key),
      ...condition,
    });
  }
}
