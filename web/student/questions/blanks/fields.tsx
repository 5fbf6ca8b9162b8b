import { type AnswerParts, isParts, partOf } from "../../../../course/questions/answer.ts";
import { piecesOf } from "../../../../course/questions/blanks/text.ts";
import { courseText } from "../../views/course-text.ts";
import { question as words } from "../../words.ts";
import { type FieldsProps, questionFields } from "../question-fields.tsx";
import { TypedField } from "../typed-field.tsx";
import { withPart } from "../with-part.ts";
import { type Blank, type Blanks, blankProblem } from "./blanks.ts";

interface BlankFieldProps {
  readonly blank: Blank;
  readonly given: string | undefined;
  readonly onAnswer: (typed: string | null) => void;
}

const BlankField = ({ blank, given, onAnswer }: BlankFieldProps) => {
  const label = words.blanks.label(blank.blankId);
  if (blank.type !== "single") {
    return (
      <TypedField
        label={label}
        isNumber={blank.type === "number"}
        given={given}
        after={blank.unit}
        problem={given === undefined ? null : blankProblem(blank, given)}
        onAnswer={onAnswer}
      />
    );
  }
  return (
    <select
      aria-label={label}
      value={given ?? ""}
      onChange={({ currentTarget: { value } }) => onAnswer(value === "" ? null : value)}
    >
      <option value="">{words.match.none}</option>
      {(blank.answers ?? []).map(({ answerId, answerBody }) => (
        <option key={answerId} value={answerId}>
          {answerBody}
        </option>
      ))}
    </select>
  );
};

/** The question's text, with a field in the place of each mark. */
const Text = ({ question, language, given = {}, onAnswer }: FieldsProps<Blanks, AnswerParts>) => (
  <p {...courseText({ language })} class="said blanks">
    {piecesOf(question.plain?.question ?? question.question).map((piece, place) => {
      const blank = place % 2 === 1 ? question.blanks.find(({ blankId }) => blankId === piece) : undefined;
      return blank === undefined ? (
        piece
      ) : (
        <BlankField
          key={piece}
          blank={blank}
          given={partOf(given, piece)}
          onAnswer={(typed) => onAnswer(withPart(given, piece, typed))}
        />
      );
    })}
  </p>
);

export const blanksFields = questionFields<Blanks, AnswerParts>({
  type: "blanks",
  isAnswer: isParts,
  hint: words.blanks.hint,
  drawsText: true,
  Fields: Text,
});
