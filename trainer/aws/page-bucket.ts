import { PutObjectCommand, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import type { PageFile } from "../../web/build/build-page.ts";

/** A file of the page in the bucket. */
export interface StoredFile {
  readonly path: string;
  /** MD5 of the content in hex, as S3 gives it for a file uploaded in one piece. */
  readonly md5: string;
}

/** The bucket behind the page's CloudFront distribution. */
export class PageBucket {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  /** All files, page after page. */
  async *files(): AsyncIterable<StoredFile> {
    const pages = paginateListObjectsV2({ client: this.#client }, { Bucket: this.#bucket });
    for await (const { Contents = [] } of pages) {
      for (const { Key = "", ETag = "" } of Contents) yield { path: Key, md5: ETag.replaceAll('"', "") };
    }
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
