import type { ListObjectsV2CommandInput, ListObjectsV2CommandOutput } from "@aws-sdk/client-s3";

/** S3's ListObjectsV2. */
export type ListObjects = (
  input: ListObjectsV2CommandInput,
) => Promise<Pick<ListObjectsV2CommandOutput, "Contents" | "IsTruncated">>;

export interface KeysUnder {
  /** Where all folders lie. */
  readonly root: string;
  /** Folders, each ending with `/`, in UTF-8 binary order. */
  readonly folders: readonly string[];
  /**
   * Keys of one call. A call begins at a folder and reads on, so that it may find the next folders too; a large page reads
   * through what lies between them, a small one leaves it out.
   */
  readonly pageSize: number;
}

const isPast = (folder: string, key: string): boolean => folder < key && !key.startsWith(folder);

/**
 * The keys in some folders of a bucket, in order. It makes no more calls than there are folders (and further pages of
 * them), nor more than the whole root has pages.
 */
export async function* keysUnder(
  list: ListObjects,
  bucket: string,
  { root, folders, pageSize }: KeysUnder,
): AsyncIterable<string> {
  let place = 0;
  let after = folders[0];
  while (after !== undefined) {
    const { Contents = [], IsTruncated } = await list({
      Bucket: bucket,
      Prefix: root,
      StartAfter: after,
      MaxKeys: pageSize,
    });
    for (const { Key = "" } of Contents) {
      while (isPast(folders[place] ?? "", Key)) {
        place += 1;
        if (place === folders.length) return;
      }
      if (Key.startsWith(folders[place] ?? "")) yield Key;
    }
    const last = Contents.at(-1)?.Key;
    if (!IsTruncated || last === undefined) return;
    const folder = folders[place] ?? "";
    after = last.startsWith(folder) ? last : folder;
  }
}
