import type { ShowScoreAnswer } from "../../course/api/answers.ts";
import type { MarkedQuestion } from "../../course/api/marked-question.ts";
import { looksAtSeveral } from "../../course/grading/attempt-rule.ts";
import { type Grade, gradeSchema } from "../../course/grading/grade.ts";
import type { Release } from "../../course/grading/release.ts";
import { type ScoreChange, scoreChangeOf } from "../../course/grading/score-change.ts";
import { attemptsOf, marksOf } from "../../course/grading/test-scores.ts";
import type { StudentId, TestRef } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { type Question, questionsSchema } from "../../course/test.ts";
import { findJson } from "../storage/json-store.ts";
import type { ObjectStore } from "../storage/object-store.ts";

/** A student's test, and the names under which its grade may be stored, the likeliest first. */
export interface GradedAs {
  readonly studentId: StudentId;
  readonly test: TestRef;
  readonly gradeRefs: readonly TestRef[];
}

/** The questions of a test as they are now; none when they are gone. */
export const readQuestions = async (store: ObjectStore, test: TestRef): Promise<readonly Question[]> =>
  (await findJson(store, keys.questions(test), questionsSchema)) ?? [];

/** As `readQuestions`, for who may know them already. */
export type QuestionsOf = (test: TestRef) => Promise<readonly Question[]>;

/** The student's grade of a test under the first of its names that has one. @throws CorruptError */
export const findGrade = async (
  store: ObjectStore,
  studentId: StudentId,
  refs: readonly TestRef[],
): Promise<Grade | null> => {
  for (const ref of refs) {
    const grade = await findJson(store, keys.grade(studentId, ref), gradeSchema);
    if (grade !== null) return grade;
  }
  return null;
};

/** What a student may see of a grade at this moment, beside the score. */
export interface ShownGrade {
  /** Each question; null: not released, or the grade no longer exists. */
  readonly marks: readonly MarkedQuestion[] | null;
  /** What each attempt gave; left out: not released, or only one was looked at. */
  readonly attempts?: NonNullable<ShowScoreAnswer["attempts"]>;
  /** What the latest change did; left out: not released, or there was none. */
  readonly change?: ScoreChange;
}

/** What is known of a grade before it is read: a rule that looks at several attempts, or a change, makes it worth reading. */
type KnownGrade = Partial<Pick<Grade, "counts" | "revision">>;

export const readShownGrade = async (
  store: ObjectStore,
  { studentId, test, gradeRefs }: GradedAs,
  release: Pick<Release, "score" | "marks" | "answers">,
  { counts, revision = 1 }: KnownGrade = {},
  questionsOf: QuestionsOf = (test) => readQuestions(store, test),
): Promise<ShownGrade> => {
  const showsMarks = release.marks === "now";
  const showsMore = release.score === "now" && (looksAtSeveral({ counts }) || revision > 1);
  const grade = showsMarks || showsMore ? await findGrade(store, studentId, gradeRefs) : null;
  if (grade === null) return { marks: null };
  const attempts = showsMore ? attemptsOf(grade) : undefined;
  const isThisChange = showsMore && revision > 1 && grade.revision === revision;
  const change = isThisChange ? scoreChangeOf(grade, showsMarks) : undefined;
  return {
    marks: showsMarks ? marksOf(grade, await questionsOf(test), release) : null,
    ...(attempts && { attempts }),
    ...(change && { change }),
  };
};

/** Each question of a graded test, as far as it is released; null: nothing is released, or the grade no longer exists. */
export const readMarks = async (
  store: ObjectStore,
  graded: GradedAs,
  release: Release,
): Promise<readonly MarkedQuestion[] | null> => (await readShownGrade(store, graded, release)).marks;
