import { isText } from "../../../../course/questions/answer.ts";
import { bodyOf } from "../../../../course/questions/choices.ts";
import { type QuestionOf, questionView } from "../question-view.ts";

type Single = QuestionOf<undefined>;

const choicesOf = ({ answers }: Single): readonly string[] => answers.map(({ answerBody }) => answerBody);

const sameChoices = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());

export const single = questionView<Single, string>({
  type: undefined,
  isAnswer: isText,
  text: ({ answers }, answer) => bodyOf(answers, answer),
  problem: () => null,
  asked: (question, answer) => {
    const picked = question.answers.find(({ answerId }) => answerId === answer);
    if (picked === undefined) return null;
    return { question: question.question, offered: choicesOf(question), answer: picked.answerBody };
  },
  carried: (question, was, given) => {
    const choices = question.answers.filter(({ answerBody }) => answerBody === was.answer);
    const choice = choices.find(({ answerId }) => answerId === given) ?? choices[0];
    if (choice === undefined || was.content !== undefined) return null;
    return { answer: choice.answerId, isAltered: !sameChoices(choicesOf(question), was.offered) };
  },
});
