import type { ShowTestAnswer } from "../../../course/answers.ts";
import type { GivenBefore } from "../given-answers.ts";
import { courseText, Notice } from "./parts.tsx";

interface ChangedQuestionsProps {
  readonly shown: ShowTestAnswer;
  readonly given: GivenBefore;
}

const isNothing = ({ altered, lost, isGuessed, from }: GivenBefore): boolean =>
  altered.length === 0 && lost.length === 0 && !(isGuessed && from === "draft");

/** Says what the trainer has changed since the student answered; shows nothing when nothing has changed. */
export const ChangedQuestions = ({ shown, given }: ChangedQuestionsProps) => {
  if (isNothing(given)) return null;
  const numbers = given.altered.map((id) => shown.body.findIndex(({ questionId }) => questionId === id) + 1);
  return (
    <div class="stack">
      {given.isGuessed && given.from === "draft" && (
        <Notice kind="warn">
          An earlier version of this page kept these answers, without their questions. Check each one before
          you send.
        </Notice>
      )}
      {numbers.map((number) => (
        <Notice key={number} kind="warn">
          Question {number} has changed since you answered it. Check your answer.
        </Notice>
      ))}
      {given.lost.map(({ question, answer }) => (
        <div key={`${question}\n${answer}`} class="notice warn">
          <p>A question has changed or is gone since you answered it. Your answer to it is not used:</p>
          <p {...courseText(shown)} class="said soft">
            {question}
          </p>
          <p {...courseText(shown)} class="said given">
            {answer}
          </p>
        </div>
      ))}
    </div>
  );
};
