import { isText } from "../../../../course/questions/answer.ts";
import { courseText } from "../../views/course-text.ts";
import { Said } from "../../views/said.tsx";
import { questionFields } from "../question-fields.tsx";
import type { QuestionOf } from "../question-view.ts";

export const singleFields = questionFields<QuestionOf<undefined>, string>({
  type: undefined,
  isAnswer: isText,
  Fields: ({ question, language, given, onAnswer }) => (
    <>
      {question.answers.map(({ answerId, answerBody }) => (
        <label key={answerId} {...courseText({ language })} class="choice">
          <input
            type="radio"
            name={question.questionId}
            value={answerId}
            checked={given === answerId}
            onChange={() => onAnswer(answerId)}
          />
          <Said text={answerBody} html={question.html?.answers?.[answerId]} language={null} />
        </label>
      ))}
    </>
  ),
});
