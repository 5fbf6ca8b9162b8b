import type { Instant } from "../../course/ids.ts";
import type { CourseTest } from "../course-folder/course.ts";
import type { Published, PublishedTest } from "../publish/published.ts";

interface Opening {
  readonly test: Pick<CourseTest, "opens">;
  readonly before: PublishedTest | undefined;
}

const isOpenAt = (opens: Instant | null, now: Instant): boolean => opens === null || opens <= now;

/**
 * When a publishing at `now` opens a test, so that students can be told (`openSince` in course/test.ts). undefined: the test
 * opens at `opens`, or comes with the course's first publishing, of which the invitation tells.
 */
export const openSinceOf = (
  { test, before }: Opening,
  { testsEtag }: Pick<Published, "testsEtag">,
  now: Instant,
): Instant | undefined => {
  if (testsEtag === null || !isOpenAt(test.opens, now)) return undefined;
  if (!before) return now;
  return isOpenAt(before.test.opens, now) ? before.test.openSince : now;
};
