import { cutLine } from "../text/cut-line.ts";
import type { QuestionStatistics, TestAnalysis } from "./analysis.ts";
import type { AnalysisView, ShownQuestion } from "./analysis-view.ts";

/** More of them are only counted. */
const mostAnswers = 8;
const mostRight = 4;

interface ShownAnswers {
  readonly answers: QuestionStatistics["answers"];
  readonly others: number;
}

/** The most frequent answers to a question, of choices the first ones, and those that a flag is about or that are right. */
export const shownAnswers = ({ answers, ungrouped, flags }: QuestionStatistics): ShownAnswers => {
  const right = answers.filter(({ isRight }) => isRight).slice(0, mostRight);
  const isShown = (answer: (typeof answers)[number], place: number): boolean =>
    place < mostAnswers ||
    right.includes(answer) ||
    flags.some(({ answerId }) => answerId === answer.answerId);
  const others = answers.filter((answer, place) => !isShown(answer, place));
  return {
    answers: answers.filter(isShown),
    others: others.reduce((sum, { count }) => sum + count, ungrouped),
  };
};

/** In characters. */
const longestQuestion = 300;
const longestAnswer = 120;

const mostQuestions = 100;

const shownQuestion = (question: QuestionStatistics, index: number): ShownQuestion => {
  const { answers, others } = shownAnswers(question);
  const { questionId, areChoices, students, facility, discrimination, efficiency } = question;
  const { leftOut, otherKey, isJudged, flags } = question;
  return {
    ...{ questionId, areChoices, students, facility, discrimination, efficiency },
    ...{ leftOut, otherKey, isJudged, others },
    ...(question.void && { void: question.void }),
    place: index + 1,
    question: cutLine(question.question, longestQuestion),
    answers: answers.map((answer) => ({
      ...answer,
      answerId: cutLine(answer.answerId, longestAnswer),
      text: cutLine(answer.text, longestAnswer),
    })),
    flags: flags.map((flag) => ({ ...flag, answerId: cutLine(flag.answerId, longestAnswer) })),
  };
};

/** An analysis for the page; a question whose key looks wrong is never left out. */
export const analysisViewOf = (
  { questions, ...figures }: TestAnalysis,
  counts: Pick<AnalysisView, "scores" | "read" | "of" | "unreadable">,
): AnalysisView => {
  const shown = questions
    .map(shownQuestion)
    .filter(({ place, flags }) => place <= mostQuestions || flags.some(({ kind }) => kind === "suspect-key"));
  return { ...figures, questions: shown, moreQuestions: questions.length - shown.length, ...counts };
};
