import { markingFor } from "../../course/questions/markings.ts";
import type { GivenAnswer } from "../../course/submission.ts";
import type { CourseTest } from "../../trainer/course-folder/course.ts";

/** How a student does in a test: the first `right` questions right, the last `leftOut` left out, the others wrong. */
export interface Performance {
  readonly right: number;
  readonly leftOut?: number;
}

/** Answers of a student who does that well, to questions that can be answered wrong by picking another answer. */
export const answersFor = (test: CourseTest, { right, leftOut = 0 }: Performance): GivenAnswer[] => {
  const keyOf = new Map(
    test.answerKey.map((entry) => [entry.questionId, markingFor(entry).right(entry).right]),
  );
  const answered = test.questions.slice(0, test.questions.length - leftOut);
  return answered.flatMap(({ questionId, answers }, index) => {
    const answer = answers.find(({ answerId }) => (answerId === keyOf.get(questionId)) === index < right);
    return answer ? [{ questionId, answer: answer.answerId }] : [];
  });
};
