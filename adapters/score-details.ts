import type { Release } from "../course/grading/release.ts";
import { entryOf, scoreListSchema } from "../course/grading/score-list.ts";
import type { StudentId } from "../course/ids.ts";
import type { GradedTest, ScoreDetails } from "../course/mail/student-mail.ts";
import { scoreLink } from "../course/page-links.ts";
import { keys } from "../course/storage-keys.ts";
import { findJson } from "./json-store.ts";
import { type QuestionsOf, readShownGrade } from "./marks.ts";
import type { ObjectStore } from "./object-store.ts";

/**
 * What the mail about a graded test says beside the score.
 *
 * @param pageUrl null: there is no page.
 */
export const readScoreDetails = async (
  store: ObjectStore,
  pageUrl: string | null,
  studentId: StudentId,
  test: GradedTest,
  release: Release,
  questionsOf?: QuestionsOf,
): Promise<ScoreDetails> => {
  const [shown, list] = await Promise.all([
    readShownGrade(
      store,
      { studentId, test, gradeRefs: [test.gradedAs ?? test] },
      release,
      test,
      questionsOf,
    ),
    findJson(store, keys.scores(studentId), scoreListSchema),
  ]);
  const override = list ? entryOf(list.tests, test)?.override : undefined;
  return { link: pageUrl && scoreLink(pageUrl, test), release, ...shown, override };
};
