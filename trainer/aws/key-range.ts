import { paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";

export interface KeyRange {
  readonly prefix: string;
  /** Keys up to this one, in UTF-8 binary order, are skipped; left out: none. */
  readonly after?: string;
  /** Keys that sort after this one are not listed; left out: to the end of the prefix. */
  readonly through?: string;
}

/** The keys of one range of a bucket, page after page. With ranges, several listings can share a large bucket. */
export async function* keysInRange(
  client: S3Client,
  bucket: string,
  { prefix, after, through }: KeyRange,
): AsyncIterable<string> {
  const range = { Bucket: bucket, Prefix: prefix, StartAfter: after };
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, range)) {
    for (const { Key = "" } of Contents) {
      if (through !== undefined && Key > through) return;
      yield Key;
    }
  }
}
