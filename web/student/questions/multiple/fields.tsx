import { isList } from "../../../../course/questions/answer.ts";
import { courseText } from "../../views/course-text.ts";
import { Said } from "../../views/said.tsx";
import { question as words } from "../../words.ts";
import { questionFields } from "../question-fields.tsx";
import type { Multiple } from "./multiple.ts";

/** Sorted, as the server stores it: the same picks are the same answer. */
const toggled = (picked: readonly string[], id: string): readonly string[] | null => {
  const next = picked.includes(id) ? picked.filter((other) => other !== id) : [...picked, id].sort();
  return next.length === 0 ? null : next;
};

export const multipleFields = questionFields<Multiple, readonly string[]>({
  type: "multiple",
  isAnswer: isList,
  hint: words.multiple.hint,
  Fields: ({ question, language, given = [], onAnswer }) => (
    <>
      {question.answers.map(({ answerId, answerBody }) => (
        <label key={answerId} {...courseText({ language })} class="choice">
          <input
            type="checkbox"
            name={question.questionId}
            value={answerId}
            checked={given.includes(answerId)}
            onChange={() => onAnswer(toggled(given, answerId))}
          />
          <Said text={answerBody} html={question.html?.answers?.[answerId]} language={null} />
        </label>
      ))}
    </>
  ),
});
