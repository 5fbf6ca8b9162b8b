import { isText } from "../../../../course/questions/answer.ts";
import { question as words } from "../../words.ts";
import { questionFields } from "../question-fields.tsx";
import { TypedField } from "../typed-field.tsx";
import { type NumberQuestion, number } from "./number.ts";

export const numberFields = questionFields<NumberQuestion, string>({
  type: "number",
  isAnswer: isText,
  Fields: ({ question, given, onAnswer }) => (
    <TypedField
      label={words.number.label}
      isNumber
      given={given}
      after={question.unit}
      problem={given === undefined ? null : number.problem(question, given)}
      onAnswer={onAnswer}
    />
  ),
});
