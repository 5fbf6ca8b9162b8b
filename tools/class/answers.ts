import { isText } from "../../course/questions/answer.ts";
import { markingFor } from "../../course/questions/markings.ts";
import type { GivenAnswer } from "../../course/submission.ts";
import type { CourseTest } from "../../trainer/course-folder/course.ts";

/** How a student does in a test: the first `right` questions right, the last `leftOut` left out, the others wrong. */
export interface Performance {
  readonly right: number;
  readonly leftOut?: number;
}

/** Answers of a student who does that well. A question that offers nothing to pick is left out in the place of a wrong answer. */
export const answersFor = (test: CourseTest, { right, leftOut = 0 }: Performance): GivenAnswer[] => {
  const keyOf = new Map(
    test.answerKey.map((entry) => [entry.questionId, markingFor(entry).right(entry).right]),
  );
  const answered = test.questions.slice(0, test.questions.length - leftOut);
  return answered.flatMap(({ questionId, answers }, index) => {
    const key = keyOf.get(questionId);
    if (index < right) return key === undefined ? [] : [{ questionId, answer: key }];
    const other = isText(key ?? []) ? answers.find(({ answerId }) => answerId !== key) : undefined;
    return other ? [{ questionId, answer: other.answerId }] : [];
  });
};
