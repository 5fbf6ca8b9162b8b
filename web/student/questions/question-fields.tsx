import type { ComponentChildren } from "preact";
import type { Answer } from "../../../course/questions/answer.ts";
import type { Question } from "./question-view.ts";

export interface FieldsProps<Q, A> {
  readonly question: Q;
  /** Of the course's texts; undefined: unknown. */
  readonly language: string | undefined;
  /** The answer so far; undefined: the question is left out. */
  readonly given: A | undefined;
  /** Answers can't be changed any more. */
  readonly isFinal: boolean;
  /** null: the question is left out. */
  readonly onAnswer: (answer: A | null) => void;
}

interface FieldsRules<Q extends Question, A extends Answer> {
  readonly type: Q["type"];
  isAnswer(answer: Answer): answer is A;
  /** How to answer, under the question; undefined: that is plain. */
  readonly hint?: string;
  /** The fields stand in the question's text, so the frame must not show it. */
  readonly drawsText?: true;
  readonly Fields: (props: FieldsProps<Q, A>) => ComponentChildren;
}

/** The fields of a question's type, for every question and every answer. */
export interface QuestionFields {
  readonly type: string | undefined;
  readonly hint: string | undefined;
  readonly drawsText: boolean;
  readonly draw: (props: FieldsProps<Question, Answer>) => ComponentChildren;
}

export const questionFields = <Q extends Question, A extends Answer>(
  rules: FieldsRules<Q, A>,
): QuestionFields => {
  const { type, hint, drawsText = false, Fields } = rules;
  const isOwn = (question: Question): question is Q => question.type === type;
  return {
    type,
    hint,
    drawsText,
    draw: ({ question, given, ...others }) =>
      isOwn(question) ? (
        <Fields
          {...others}
          question={question}
          given={given !== undefined && rules.isAnswer(given) ? given : undefined}
        />
      ) : null,
  };
};
