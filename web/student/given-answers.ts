import type { ShowTestAnswer } from "../../course/answers.ts";
import type { Answers } from "./api.ts";
import type { Device } from "./device/device.ts";
import type { TestName } from "./route.ts";

type Questions = Pick<ShowTestAnswer, "body">;

/** Without answers to questions, or of choices, that the trainer has since taken away. */
export const offeredAnswers = ({ body }: Questions, answers: Answers): Answers =>
  Object.fromEntries(
    body.flatMap(({ questionId, answers: offered }): [string, string][] => {
      const given = answers[questionId];
      return given !== undefined && offered.some(({ answerId }) => answerId === given)
        ? [[questionId, given]]
        : [];
    }),
  );

/** How many of the questions have an answer. */
export const answeredOf = (test: Questions, answers: Answers): number =>
  Object.keys(offeredAnswers(test, answers)).length;

/** What the student gave already: the draft on this device, or else what was sent from it. */
export const startingAnswers = (
  device: Pick<Device, "draft" | "receipt">,
  studentId: string,
  test: TestName,
  shown: Questions,
): Answers => {
  const sent = device
    .receipt(studentId, test)
    ?.testResult.map(({ questionId, answer }) => [questionId, answer]);
  const answers = device.draft(studentId, test)?.answers ?? Object.fromEntries(sent ?? []);
  return offeredAnswers(shown, answers);
};
