import type { ShowScoreAnswer, TestScore } from "../api/answers.ts";
import type { MarkedQuestion } from "../api/marked-question.ts";
import { testPath } from "../ids.ts";
import { type Answer, isText, plainAnswer } from "../questions/answer.ts";
import type { BaseQuestion } from "../questions/shapes.ts";
import { typeOf } from "../questions/types.ts";
import type { Question, Test } from "../test.ts";
import { testOf, underItsNames } from "../test-names.ts";
import type { LinesShown } from "../text/answer-html.ts";
import { inOneLine } from "../text/one-line.ts";
import { plainOfHtml } from "../text/plain-of-html.ts";
import { namedRule } from "./attempt-rule.ts";
import { fractionIn, zero } from "./fraction.ts";
import type { Grade } from "./grade.ts";
import type { Release } from "./release.ts";
import { bestText, countsOf, scoreText, shownText } from "./score.ts";

/** An answer for people; undefined: it is a mere id of something that is not there any more. */
const textOf = (question: BaseQuestion | undefined, answer: Answer): string | undefined => {
  if (question === undefined) return isText(answer) ? undefined : plainAnswer(answer);
  const text = typeOf(question).text(question, answer);
  return text === answer && question.answers.length > 0 ? undefined : text;
};

const signs = { right: "✓", wrong: "✗" } as const;

/** The lines of an answer, each of which says whether it is right where that is known of all. */
const signed =
  (areRight: readonly boolean[]): LinesShown =>
  (lines) =>
    lines.length === areRight.length
      ? lines.map((line, index) => `${line} ${areRight[index] ? signs.right : signs.wrong}`)
      : lines;

/** Whether each line of a wrong answer is right; empty: nobody can say, or there is nothing to say. */
const linesOf = (
  question: Question | undefined,
  { given, isRight, right, alsoRight = [], void: isVoid }: Grade["answers"][number],
): readonly boolean[] => {
  if (!question || given === null || isRight || right === undefined || isVoid) return [];
  const rights = [right, ...alsoRight.flatMap((also) => also.right ?? [])];
  return typeOf(question).areLinesRight(question, given, rights);
};

type Earned = Pick<Grade["answers"][number], "earned" | "of">;

/** What a question earned, to be shown, and by which rule; nothing where questions are right or wrong. */
const earnedOf = (
  { earned, of }: Earned,
  question: Question | undefined,
): Pick<MarkedQuestion, "earned" | "of" | "credit"> => {
  if (earned === undefined || of === undefined) return {};
  const text = (exact: string): string => shownText(fractionIn(exact) ?? zero);
  return {
    earned: text(earned),
    of: text(of),
    ...(question?.credit !== undefined && { credit: question.credit }),
  };
};

/** The texts of a mark that have HTML. */
type MarkHtml = Readonly<Partial<Record<"question" | "given" | "right" | "feedback", string | undefined>>>;

const htmlFields = ({ question, given, right, feedback }: MarkHtml): Partial<MarkedQuestion> => {
  const plain = Object.entries({ question, given, right, feedback }).flatMap(([name, html]) =>
    html === undefined ? [] : [[name, plainOfHtml(html)] as const],
  );
  return {
    ...(question !== undefined && { questionHtml: question }),
    ...(given !== undefined && { givenHtml: given }),
    ...(right !== undefined && { rightHtml: right }),
    ...(feedback !== undefined && { feedbackHtml: feedback }),
    ...(plain.length > 0 && { plain: Object.fromEntries(plain) }),
  };
};

/**
 * Each question of a grade with the texts that the student saw, as far as they are still there, and with the right answer and
 * why where these are released.
 */
export const marksOf = (
  grade: Pick<Grade, "answers" | "ownPaper">,
  questions: readonly Question[],
  { answers }: Pick<Release, "answers">,
): MarkedQuestion[] =>
  grade.answers.map((answer) => {
    const { questionId, given, isRight, right, feedback, feedbackHtml, ...mark } = answer;
    const question = questions.find((candidate) => candidate.questionId === questionId);
    const released = answers === "now";
    const withSigns = signed(released ? linesOf(question, answer) : []);
    const plainText = given === null ? undefined : textOf(question, given);
    const givenText = plainText && withSigns(plainText.split("\n")).join("\n");
    const rightText = mark.rightText ?? (right === undefined ? undefined : textOf(question, right));
    const alsoRight = alsoTexts(question, mark.alsoRight);
    const htmlOf = (answer: Answer | null | undefined, shown?: LinesShown): string | undefined =>
      answer === null || answer === undefined || !question
        ? undefined
        : typeOf(question).html(question, answer, shown);
    const asRead = (text: string | undefined): string | undefined =>
      text === undefined || !question ? text : typeOf(question).asRead(text);
    const html: MarkHtml = {
      question: asRead(question?.html?.question),
      given: htmlOf(given, withSigns),
      ...(released && { right: htmlOf(right), feedback: feedbackHtml }),
    };
    return {
      questionId,
      ...(grade.ownPaper && { name: questionId }),
      ...(question && { question: asRead(question.question) }),
      given,
      ...(givenText !== undefined && { givenText }),
      isRight,
      ...earnedOf(mark, question),
      ...(mark.void && { void: mark.void }),
      ...(released && {
        ...(right !== undefined && { right }),
        ...(rightText !== undefined && { rightText }),
        ...(alsoRight.length > 0 && { alsoRight }),
        ...(feedback !== undefined && { feedback }),
      }),
      ...htmlFields(html),
    };
  });

type Mark = Grade["answers"][number];

/** What is accepted beside the right answer, each for people. It has no HTML, so it must read well without. */
const alsoTexts = (asked: Question | undefined, also: Mark["alsoRight"] = []): string[] => {
  const question = asked && inOneLine(asked);
  return also.flatMap(({ right, rightText }) => {
    if (rightText !== undefined) return [rightText];
    return right === undefined ? [] : [textOf(question, right) ?? plainAnswer(right)];
  });
};

type ShownAttempts = NonNullable<ShowScoreAnswer["attempts"]>;

const nothing = { nothingCounts: true } as const;

/** What each attempt gave, where the rule looked at several; undefined: it did not. */
export const attemptsOf = ({ attempts, scale, submissionId, receivedAt }: Grade): ShownAttempts | undefined =>
  attempts?.map(({ earned, of, ...attempt }) => {
    const share = earned !== undefined && of !== undefined ? { points: { earned, of } } : nothing;
    const score = scoreText({ right: 0, questions: 1, ...share, scale });
    return {
      ...attempt,
      ...(score !== null && { score }),
      isShown: attempt.submissionId === submissionId && attempt.receivedAt === receivedAt,
    };
  });

/**
 * A grade as the API gives it to its student, with the test's title and, where the course gives feedback, each question.
 *
 * @param shown questions of the test, where these are released; null: they are not.
 */
export const testScoreOf = (
  grade: Grade,
  tests: readonly Test[],
  shown: { readonly questions: readonly Question[]; readonly release: Release } | null,
): TestScore => {
  const { revision, submissionId, receivedAt } = grade;
  const test = testOf(grade, tests);
  const { subject, testId, title } = test ?? { ...grade, title: grade.testId };
  return {
    ...(test?.language && { language: test.language }),
    subject,
    testId,
    title,
    // Clients read numbers here.
    score: scoreText(grade) ?? "0",
    best: grade.nothingCounts ? "0" : bestText(grade),
    ...countsOf(grade),
    ...namedRule(grade.counts),
    revision,
    submissionId,
    receivedAt,
    ...(shown && { marks: marksOf(grade, shown.questions, shown.release) }),
  };
};

/** Of a test that was graded under several of its names, the grade under the latest of them. */
export const currentGrades = (grades: readonly Grade[], tests: readonly Test[]): Grade[] => {
  const graded = new Map(grades.map((grade) => [testPath(grade), grade]));
  return grades.filter((grade) => {
    const test = testOf(grade, tests);
    return test === undefined || underItsNames(test, graded)[0] === grade;
  });
};

/** Latest submission first. */
export const latestFirst = (scores: readonly TestScore[]): TestScore[] =>
  scores.toSorted((a, b) => (orderOf(a) > orderOf(b) ? -1 : 1));

const orderOf = (score: TestScore): string => `${score.receivedAt} ${testPath(score)}`;
