import { type ComponentChildren, render } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { type AnswerParts, isParts, partOf } from "../../../../course/questions/answer.ts";
import { htmlWithMarks } from "../../../../course/questions/blanks/html.ts";
import { piecesOf } from "../../../../course/questions/blanks/text.ts";
import { courseText } from "../../views/course-text.ts";
import { Said } from "../../views/said.tsx";
import { question as words } from "../../words.ts";
import { PrintedChoices } from "../printed-choices.tsx";
import { type FieldsProps, questionFields } from "../question-fields.tsx";
import { TypedField } from "../typed-field.tsx";
import { withPart } from "../with-part.ts";
import { type Blank, type Blanks, blankProblem } from "./blanks.ts";

interface BlankFieldProps {
  readonly blank: Blank;
  readonly language: string | undefined;
  readonly given: string | undefined;
  readonly onAnswer: (typed: string | null) => void;
}

const BlankField = ({ blank, language, given, onAnswer }: BlankFieldProps) => {
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
  const answers = blank.answers ?? [];
  return (
    <>
      <select
        aria-label={label}
        {...courseText({ language })}
        value={given ?? ""}
        onChange={({ currentTarget: { value } }) => onAnswer(value === "" ? null : value)}
      >
        <option value="">{words.match.none}</option>
        {answers.map(({ answerId, answerBody }) => (
          <option key={answerId} value={answerId}>
            {answerBody}
          </option>
        ))}
      </select>
      <PrintedChoices texts={answers.map(({ answerBody }) => answerBody)} language={language} />
    </>
  );
};

interface TextProps {
  readonly text: string;
  readonly language: string | undefined;
  /** null: there is no such blank, so the mark is text like any other. */
  readonly field: (blankId: string) => ComponentChildren;
}

const PlainText = ({ text, language, field }: TextProps) => (
  <p {...courseText({ language })} class="said blanks">
    {piecesOf(text).map((piece, place) => (place % 2 === 0 ? piece : (field(piece) ?? `[[${piece}]]`)))}
  </p>
);

const fieldPlaces = "span[data-blank]";

/** Ids hold no character that HTML gives a meaning, and the marks are in texts only (`htmlWithMarks`). */
const withPlaces = (html: string, isBlank: (id: string) => boolean): string =>
  piecesOf(html)
    .map((piece, place) => {
      if (place % 2 === 0) return piece;
      return isBlank(piece) ? `<span data-blank="${piece}"></span>` : `[[${piece}]]`;
    })
    .join("");

/** The fields are drawn into places within the text, which is not of the page's making. */
const RichText = ({ text, language, field }: TextProps) => {
  const element = useRef<HTMLDivElement>(null);
  const draw = (drawn: (blankId: string) => ComponentChildren): void => {
    for (const place of element.current?.querySelectorAll<HTMLElement>(fieldPlaces) ?? []) {
      render(drawn(place.dataset.blank ?? ""), place);
    }
  };
  // After the text is there, before the browser paints.
  useLayoutEffect(() => draw(field));
  useLayoutEffect(() => () => draw(() => null), []);
  return (
    <div ref={element} class="blanks">
      <Said text="" html={withPlaces(text, (id) => field(id) !== null)} language={language} />
    </div>
  );
};

/** The question's text, with a field in the place of each mark. */
const Text = ({ question, language, given = {}, onAnswer }: FieldsProps<Blanks, AnswerParts>) => {
  const field = (id: string): ComponentChildren => {
    const blank = question.blanks.find(({ blankId }) => blankId === id);
    if (blank === undefined) return null;
    const onPart = (typed: string | null): void => onAnswer(withPart(given, id, typed));
    return (
      <BlankField key={id} blank={blank} language={language} given={partOf(given, id)} onAnswer={onPart} />
    );
  };
  const html = htmlWithMarks(question);
  return html === undefined ? (
    <PlainText text={question.plain?.question ?? question.question} language={language} field={field} />
  ) : (
    <RichText text={html} language={language} field={field} />
  );
};

export const blanksFields = questionFields<Blanks, AnswerParts>({
  type: "blanks",
  isAnswer: isParts,
  hint: words.blanks.hint,
  drawsText: true,
  Fields: Text,
});
