import { createHash } from "node:crypto";
import { openApi } from "../../course/api/openapi.ts";
import type { Settings } from "../../course/settings.ts";
import { languageOf, wordsOf } from "../../course/words/words.ts";
import { browserFloor } from "../../web/build/browser-floor.ts";
import { buildPage, namedFile, type PageFile } from "../../web/build/build-page.ts";
import type { PageBucket } from "../aws/page-bucket.ts";

/** What everybody may know of a course, before a sign-in. */
type PublicCourse = Pick<Settings, "title" | "language">;

/**
 * The students' page in the course's language, and beside it the description of the API that it calls.
 */
export const studentPage = async (course: PublicCourse, build = buildPage): Promise<PageFile[]> => {
  const language = languageOf(course);
  const { page } = wordsOf(course);
  const { tooOldTitle, loading, noScript, notLoaded } = page;
  const texts = { tooOldTitle, tooOld: page.tooOld(browserFloor), loading, noScript, notLoaded };
  return [
    ...(await build("student", { language, texts: { ...texts, courseTitle: course.title } })),
    namedFile("openapi.json", JSON.stringify(openApi), "application/json; charset=utf-8"),
  ];
};

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
