import type { PageFile } from "../../web/build/build-page.ts";
import type { CourseTest } from "../course-folder/course.ts";

/** The name holds the content's hash, so the file never changes. */
const forEver = "public, max-age=31536000, immutable";

/** The pictures of all tests as files of the students' page, each once. */
export const pictureFiles = (tests: readonly CourseTest[]): PageFile[] => {
  const files = new Map<string, PageFile>();
  for (const { path, contentType, body } of tests.flatMap(({ pictures }) => [...pictures.values()])) {
    files.set(path, { path, contentType, body, cacheControl: forEver });
  }
  return [...files.values()];
};
