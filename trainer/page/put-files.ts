import type { S3Client } from "@aws-sdk/client-s3";
import type { PageFile } from "../../web/build/build-page.ts";
import type { CourseStack } from "../aws/course-stack.ts";
import { PageBucket } from "../aws/page-bucket.ts";
import { changedFiles, publishPage } from "./publish-page.ts";

/** @returns paths of the files that are new or changed; null: the stack has no page. */
export const putFiles = async (
  { stack, s3 }: { readonly stack: Pick<CourseStack, "page">; readonly s3: S3Client },
  files: readonly PageFile[],
  dryRun: boolean,
): Promise<string[] | null> => {
  if (stack.page === null) return null;
  if (files.length === 0) return [];
  const bucket = new PageBucket(s3, stack.page.bucketName);
  if (!dryRun) return publishPage(bucket, files);
  return (await changedFiles(bucket, files)).map(({ path }) => path);
};
