import { createHash } from "node:crypto";
import { once } from "../../adapters/once.ts";
import { openApi } from "../../course/openapi.ts";
import { buildPage, namedFile, type PageFile } from "../../web/build/build-page.ts";
import type { PageBucket } from "../aws/page-bucket.ts";

/** The students' page and, beside it, the description of the API that it calls; built once for each process. */
export const studentPage = once(
  async (): Promise<PageFile[]> => [
    ...(await buildPage("student")),
    namedFile("openapi.json", JSON.stringify(openApi), "application/json; charset=utf-8"),
  ],
);

const md5 = (body: Uint8Array): string => createHash("md5").update(body).digest("hex");

/** The files that are missing or different in the bucket, in the order in which they must be uploaded. */
export const changedFiles = async (
  bucket: Pick<PageBucket, "files">,
  files: readonly PageFile[],
): Promise<PageFile[]> => {
  const stored = new Map<string, string>();
  for await (const { path, md5: hash } of bucket.files()) stored.set(path, hash);
  const changed = files.filter(({ path, body }) => stored.get(path) !== md5(body));
  return changed.toSorted((a, b) => putLast.indexOf(a.path) - putLast.indexOf(b.path));
};

/** index.html comes after the files that it names. The worker comes last, because it keeps all of them. */
const putLast: readonly string[] = ["index.html", "worker.js"];

/**
 * Brings the bucket up to date. Files of earlier pages stay: they are small, and a page that is open somewhere may still
 * ask for them.
 *
 * @returns paths of the files that were put there.
 */
export const publishPage = async (
  bucket: Pick<PageBucket, "files" | "put">,
  files: readonly PageFile[],
): Promise<string[]> => {
  const changed = await changedFiles(bucket, files);
  for (const file of changed) await bucket.put(file);
  return changed.map(({ path }) => path);
};
