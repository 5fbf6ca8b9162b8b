import { useId } from "preact/hooks";
import { type AnswerParts, isParts, partOf } from "../../../../course/questions/answer.ts";
import type { Choice } from "../../../../course/questions/shapes.ts";
import { courseText } from "../../views/course-text.ts";
import { Said } from "../../views/said.tsx";
import { question as words } from "../../words.ts";
import { PrintedChoices } from "../printed-choices.tsx";
import { type FieldsProps, questionFields } from "../question-fields.tsx";
import { withPart } from "../with-part.ts";
import type { Match } from "./match.ts";

/** In letters: what a closed list shows beside its item on a laptop, on a phone, and with large letters. */
const onLaptop = 28;
const onPhone = 24;
const inLargeLetters = 12;

const sizeOf = ({ length }: string): string =>
  length > onLaptop ? "longest" : length > onPhone ? "long" : "";

/** What is picked, below a list that is too narrow to show it; a screen reader hears it from the list. */
const Picked = ({
  text,
  language,
}: { readonly text: string } & Pick<FieldsProps<Match, AnswerParts>, "language">) =>
  text.length <= inLargeLetters ? null : (
    <span {...courseText({ language })} class={`picked soft ${sizeOf(text)}`} aria-hidden="true">
      {text}
    </span>
  );

const Items = ({ question, language, given = {}, onAnswer }: FieldsProps<Match, AnswerParts>) => {
  const id = useId();
  const textOf = ({ answerId, answerBody }: Choice): string =>
    question.plain?.answers?.[answerId] ?? answerBody;
  const textOfPicked = (itemId: string): string => {
    const choice = question.answers.find(({ answerId }) => answerId === partOf(given, itemId));
    return choice ? textOf(choice) : "";
  };
  return (
    <>
      {question.items.map(({ itemId, itemBody }) => (
        <div key={itemId} class="match">
          <label for={`${id}-${itemId}`}>
            <Said text={itemBody} html={question.html?.items?.[itemId]} language={language} />
          </label>
          <select
            id={`${id}-${itemId}`}
            {...courseText({ language })}
            value={partOf(given, itemId) ?? ""}
            onChange={({ currentTarget: { value } }) =>
              onAnswer(withPart(given, itemId, value === "" ? null : value))
            }
          >
            <option value="">{words.match.none}</option>
            {question.answers.map(({ answerId, answerBody }) => (
              <option key={answerId} value={answerId}>
                {textOf({ answerId, answerBody })}
              </option>
            ))}
          </select>
          <Picked text={textOfPicked(itemId)} language={language} />
        </div>
      ))}
      <PrintedChoices texts={question.answers.map(textOf)} language={language} />
    </>
  );
};

export const matchFields = questionFields<Match, AnswerParts>({
  type: "match",
  isAnswer: isParts,
  hint: words.match.hint,
  Fields: Items,
});
