import { HeadObjectCommand, ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import { type Instant, toInstant } from "../../course/ids.ts";
import { S3ObjectStore } from "../../tasks/runtime/s3-object-store.ts";
import type { PublishStore } from "../publish/upload.ts";

/** The course's bucket as the trainer uses it. */
export class CourseBucket extends S3ObjectStore implements PublishStore {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    super(client, bucket);
    this.#client = client;
    this.#bucket = bucket;
  }

  async modifiedAt(key: string): Promise<Instant> {
    const head = await this.#client.send(new HeadObjectCommand({ Bucket: this.#bucket, Key: key }));
    if (!head.LastModified) throw new TypeError(`S3 did not say when ${key} was written.`);
    return toInstant(head.LastModified);
  }

  /** Names of the folders right under `prefix`, in order. */
  async folders(prefix: string): Promise<string[]> {
    const folders: string[] = [];
    let token: string | undefined;
    do {
      const page = await this.#client.send(
        new ListObjectsV2Command({
          Bucket: this.#bucket,
          Prefix: prefix,
          Delimiter: "/",
          ...(token !== undefined && { ContinuationToken: token }),
        }),
      );
      for (const { Prefix = "" } of page.CommonPrefixes ?? []) folders.push(Prefix.slice(prefix.length, -1));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return folders;
  }
}
