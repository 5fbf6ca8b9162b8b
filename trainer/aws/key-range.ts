import { ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";

export interface KeyRange {
  readonly prefix: string;
  /** Keys up to this one, in UTF-8 binary order, are passed over; left out: none. */
  readonly after?: string;
  /** Keys that sort after this one are not listed; left out: to the end of the prefix. */
  readonly through?: string;
}

/** The keys of one range of a bucket, page after page, so that a long listing can be shared out. */
export async function* keysInRange(
  client: S3Client,
  bucket: string,
  { prefix, after, through }: KeyRange,
): AsyncIterable<string> {
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        ...(token === undefined ? { StartAfter: after } : { ContinuationToken: token }),
      }),
    );
    for (const { Key = "" } of page.Contents ?? []) {
      if (through !== undefined && Key > through) return;
      yield Key;
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}
