import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { LongObjectStore } from "./object-store.ts";
import { bulkCall } from "./s3-client.ts";
import { contentType, S3ObjectStore } from "./s3-object-store.ts";

/**
 * Bytes of one part. S3 takes 10,000 parts of an object, each but the last of at least 5 MiB.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
 */
const partBytes = 8 * 1024 * 1024;

/** Chunks of exactly `partBytes`; the last one is shorter, and the only one of an empty object is empty. */
async function* inParts(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    bytes += chunk.length;
    while (bytes > partBytes) {
      const all = Buffer.concat(held);
      yield all.subarray(0, partBytes);
      held = [all.subarray(partBytes)];
      bytes -= partBytes;
    }
  }
  yield Buffer.concat(held);
}

/** The objects of one S3 bucket, long ones too. */
export class S3LongObjectStore extends S3ObjectStore implements LongObjectStore {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    super(client, bucket);
    this.#client = client;
    this.#bucket = bucket;
  }

  /** What an upload that fails leaves behind, S3 deletes after a day, as the bucket's rules say. */
  async write(key: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const parts = inParts(chunks)[Symbol.asyncIterator]();
    const first = await parts.next();
    if (first.done) throw new TypeError("An object has at least one part.");
    const second = await parts.next();
    if (second.done) return this.put(key, first.value);
    await this.#upload(key, [first.value, second.value], { [Symbol.asyncIterator]: () => parts });
  }

  async #upload(key: string, begun: readonly Uint8Array[], rest: AsyncIterable<Uint8Array>): Promise<void> {
    const object = { Bucket: this.#bucket, Key: key };
    const { UploadId } = await this.#client.send(
      new CreateMultipartUploadCommand({ ...object, ContentType: contentType(key) }),
    );
    const done: CompletedPart[] = [];
    const send = async (Body: Uint8Array): Promise<void> => {
      const PartNumber = done.length + 1;
      const command = new UploadPartCommand({ ...object, UploadId, PartNumber, Body });
      const { ETag } = await this.#client.send(command, bulkCall);
      done.push({ PartNumber, ETag });
    };
    for (const part of begun) await send(part);
    for await (const part of rest) await send(part);
    const MultipartUpload = { Parts: done };
    await this.#client.send(
      new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload }),
      bulkCall,
    );
  }
}
