import type { ShowTestAnswer } from "../../../course/api/answers.ts";
import type { GivenBefore } from "../given-answers.ts";
import { changed } from "../words.ts";
import { courseText } from "./course-text.ts";
import { Notice } from "./parts.tsx";

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
      {given.isGuessed && given.from === "draft" && <Notice kind="warn">{changed.isGuessed}</Notice>}
      {numbers.map((number) => (
        <Notice key={number} kind="warn">
          {changed.question(number)}
        </Notice>
      ))}
      {given.lost.map(({ question, answer }) => (
        <div key={`${question}\n${answer}`} class="notice warn">
          <p>{changed.lost}</p>
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
