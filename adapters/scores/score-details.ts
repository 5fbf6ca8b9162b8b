import type { Release } from "../../course/grading/release.ts";
import { entryOf, scoreListSchema } from "../../course/grading/score-list.ts";
import type { StudentId, TestRef } from "../../course/ids.ts";
import { mailRecordSchema } from "../../course/mail/mail-record.ts";
import type { GradedTest, ScoreDetails } from "../../course/mail/student-mail.ts";
import { scoreLink } from "../../course/page-links.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { findJson } from "../storage/json-store.ts";
import type { ObjectStore } from "../storage/object-store.ts";
import { type QuestionsOf, readShownGrade } from "./marks.ts";

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
  const gradedAs = test.gradedAs ?? test;
  const [shown, list, wasTold] = await Promise.all([
    readShownGrade(store, { studentId, test, gradeRefs: [gradedAs] }, release, test, questionsOf),
    findJson(store, keys.scores(studentId), scoreListSchema),
    wasToldBefore(store, studentId, gradedAs, test.revision),
  ]);
  const override = list ? entryOf(list.tests, test)?.override : undefined;
  return { link: pageUrl && scoreLink(pageUrl, test), release, ...shown, override, isFirstMail: !wasTold };
};

/** Whether a mail about an earlier revision of the score went out, or may have. */
const wasToldBefore = async (
  store: ObjectStore,
  studentId: StudentId,
  gradedAs: TestRef,
  revision: number,
): Promise<boolean> => {
  for (let earlier = revision - 1; earlier > 0; earlier -= 1) {
    const mail = await findJson(store, keys.mail(studentId, gradedAs, earlier), mailRecordSchema);
    if (mail?.state === "sent" || mail?.state === "claimed") return true;
  }
  return false;
};
