import { isText } from "../../../../course/questions/answer.ts";
import { question as words } from "../../words.ts";
import { questionFields } from "../question-fields.tsx";
import { TypedField } from "../typed-field.tsx";
import { type TextQuestion, text } from "./text.ts";

export const textFields = questionFields<TextQuestion, string>({
  type: "text",
  isAnswer: isText,
  Fields: ({ question, given, onAnswer }) => (
    <TypedField
      label={words.text.label}
      class="wide"
      given={given}
      problem={given === undefined ? null : text.problem(question, given)}
      onAnswer={onAnswer}
    />
  ),
});
