import { ListObjectVersionsCommand, type ListObjectVersionsCommandOutput } from "@aws-sdk/client-s3";
import type { Week } from "./week.ts";

/** Key and version of everything stored under a prefix: any write, of the same content too, makes another list. */
export const storedVersions = async ({ aws, bucketName }: Week, prefix: string): Promise<string[]> => {
  const versions: string[] = [];
  let next: { readonly KeyMarker?: string; readonly VersionIdMarker?: string } | undefined = {};
  while (next) {
    const page: ListObjectVersionsCommandOutput = await aws.s3.send(
      new ListObjectVersionsCommand({ Bucket: bucketName, Prefix: prefix, ...next }),
    );
    versions.push(...(page.Versions ?? []).map(({ Key, VersionId }) => `${Key} ${VersionId}`));
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    next = page.IsTruncated && KeyMarker && VersionIdMarker ? { KeyMarker, VersionIdMarker } : undefined;
  }
  return versions;
};
