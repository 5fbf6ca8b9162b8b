import { Readable } from "node:stream";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import {
  bulkTimeoutMs,
  type KeyPage,
  longestOrdinaryBody,
  type PutCondition,
  type S3Calls,
  type S3Object,
} from "../s3-calls.ts";

const conditionOf = (condition: PutCondition | undefined) => {
  if (condition === undefined) return {};
  return "ifMatch" in condition ? { IfMatch: condition.ifMatch } : { IfNoneMatch: condition.ifNoneMatch };
};

/** One bucket of S3, called by a person, whose machine may have profiles, single sign-on and addresses of its own: through the SDK's client. */
export class SdkS3 implements S3Calls {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async get(key: string): Promise<S3Object> {
    const { Body, ETag, ContentLength, LastModified } = await this.#client.send(
      new GetObjectCommand({ Bucket: this.#bucket, Key: key }),
    );
    if (!(Body instanceof Readable)) throw new TypeError("S3's answer is not a Node stream.");
    return {
      etag: ETag ?? "",
      length: ContentLength,
      modifiedAt: LastModified,
      body: Body,
      text: () => Body.transformToString(),
    };
  }

  async put(
    key: string,
    body: string | Uint8Array,
    contentType: string,
    condition?: PutCondition,
  ): Promise<void> {
    const command = new PutObjectCommand({
      Bucket: this.#bucket,
      Key: key,
      Body: body,
      ContentType: contentType,
      ...conditionOf(condition),
    });
    await this.#client.send(
      command,
      body.length > longestOrdinaryBody ? { requestTimeout: bulkTimeoutMs } : {},
    );
  }

  async page(
    prefix: string,
    options: { readonly after?: string; readonly most?: number } = {},
  ): Promise<KeyPage> {
    const { Contents = [], NextContinuationToken } = await this.#client.send(
      new ListObjectsV2Command({
        Bucket: this.#bucket,
        Prefix: prefix,
        MaxKeys: options.most,
        ContinuationToken: options.after,
      }),
    );
    return { keys: Contents.flatMap(({ Key }) => Key ?? []), next: NextContinuationToken };
  }
}
