import { ListObjectsV2Command, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { PageFile } from "../../web/build/build-page.ts";

/** A file of the page as it lies in the bucket. */
export interface StoredFile {
  readonly path: string;
  /** MD5 of the content in hex, as S3 tells it of a file uploaded in one piece. */
  readonly md5: string;
}

/** The bucket that the page's distribution gives out. */
export class PageBucket {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  /** All files, page after page. */
  async *files(): AsyncIterable<StoredFile> {
    let token: string | undefined;
    do {
      const listed = await this.#client.send(
        new ListObjectsV2Command({
          Bucket: this.#bucket,
          ...(token !== undefined && { ContinuationToken: token }),
        }),
      );
      for (const { Key = "", ETag = "" } of listed.Contents ?? []) {
        yield { path: Key, md5: ETag.replaceAll('"', "") };
      }
      token = listed.NextContinuationToken;
    } while (token !== undefined);
  }

  async put({ path, body, contentType, cacheControl }: PageFile): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({
        Bucket: this.#bucket,
        Key: path,
        Body: body,
        ContentType: contentType,
        CacheControl: cacheControl,
      }),
    );
  }
}
