import type {
  AppealAnswered,
  CalendarAnswer,
  ClosedTest,
  ListTestsAnswer,
  OpenTest,
  RemindersAnswer,
  ShowScoreAnswer,
  ShowTestAnswer,
  SubmitTestAnswer,
  TestResult,
  TestScore,
} from "../../course/api/answers.ts";
import type { MarkedQuestion } from "../../course/api/marked-question.ts";
import type { ShownAppeal } from "../../course/appeals/appeal.ts";
import type { Answer } from "../../course/questions/answer.ts";
import { isObject } from "../../course/unknown-value.ts";
import type { Asked, AskedQuestions } from "./asked.ts";
import { isKnownType } from "./questions/type-names.ts";
import type { Answers, SubmitRequest } from "./submit-request.ts";

/**
 * Whether an answer has the shape that the page relies on. The API's own schemas (course/api/answers.ts)
 * would weigh more than the rest of the page.
 */

const isText = (value: unknown): value is string => typeof value === "string";

const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);

const isListOf = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isItem);

const hasTexts = (value: unknown, ...names: readonly string[]): value is Readonly<Record<string, unknown>> =>
  isObject(value) && names.every((name) => isText(value[name]));

const isOpenTest = (value: unknown): value is OpenTest =>
  hasTexts(value, "subject", "testId", "title", "deadline") &&
  typeof value.submitted === "boolean" &&
  (value.receipt === undefined || isReceipt(value.receipt)) &&
  (value.renamedFrom === undefined ||
    isListOf(value.renamedFrom, (name) => hasTexts(name, "subject", "testId")));

const isClosedTest = (value: unknown): value is ClosedTest =>
  hasTexts(value, "subject", "testId", "title", "deadline") && isTextOrNull(value.receivedAt);

/** An answer to a question of any type. */
const isGiven = (value: unknown): value is Answer =>
  isText(value) || isListOf(value, isText) || (isObject(value) && Object.values(value).every(isText));

const isScore = (value: unknown): value is TestScore =>
  hasTexts(value, "subject", "testId", "title", "score", "best", "receivedAt");

const isTextOrNothing = (value: unknown): value is string | undefined => value === undefined || isText(value);

const isResult = (value: unknown): value is TestResult =>
  hasTexts(value, "subject", "testId", "title", "status") &&
  [value.deadline, value.score, value.best, value.scoreComes, value.receivedAt].every(isTextOrNothing) &&
  (value.override === undefined || hasTexts(value.override, "because"));

const isMark = (value: unknown): value is MarkedQuestion =>
  hasTexts(value, "questionId") &&
  (value.given === null || isGiven(value.given)) &&
  [value.givenText, value.rightText, value.earned, value.of].every(isTextOrNothing) &&
  (value.alsoRight === undefined || isListOf(value.alsoRight, isText)) &&
  typeof value.isRight === "boolean";

const isAttempt = (value: unknown): boolean =>
  hasTexts(value, "submissionId", "receivedAt") &&
  isTextOrNothing(value.score) &&
  typeof value.isShown === "boolean";

const isChange = (value: unknown): boolean =>
  isObject(value) &&
  (value.before === undefined || hasTexts(value.before, "score", "best")) &&
  isListOf(
    value.questions,
    (question) => hasTexts(question, "questionId", "kind") && typeof Object(question).place === "number",
  ) &&
  isListOf(value.reasons, isText);

const isAppeal = (value: unknown): value is ShownAppeal =>
  hasTexts(value, "questionId", "text", "at", "status") &&
  (value.status === "open" || hasTexts(value.answer, "text", "by", "at", "decision"));

export const isAppealAnswer = (value: unknown): value is AppealAnswered =>
  isObject(value) && isAppeal(value.body);

export const isScoreAnswer = (value: unknown): value is ShowScoreAnswer =>
  isObject(value) &&
  isResult(value.body) &&
  hasTexts(value.release, "score", "marks", "answers") &&
  (value.marks === undefined || isListOf(value.marks, isMark)) &&
  (value.attempts === undefined || isListOf(value.attempts, isAttempt)) &&
  (value.change === undefined || isChange(value.change)) &&
  (value.appeals === undefined || isListOf(value.appeals, isAppeal));

const isUpcoming = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (hasTexts(value, "opens") && typeof Object(value).tests === "number");

const isQuestion = (value: unknown): boolean =>
  hasTexts(value, "questionId", "question") &&
  isKnownType(value.type) &&
  isListOf(value.answers, (answer) => hasTexts(answer, "answerId", "answerBody"));

const isCourse = (value: unknown): boolean =>
  hasTexts(value, "title") && hasTexts(value.trainer, "name", "email");

export const isListAnswer = (value: unknown): value is ListTestsAnswer =>
  isObject(value) &&
  isListOf(value.open, isOpenTest) &&
  (value.scores === undefined || isListOf(value.scores, isScore)) &&
  (value.results === undefined || isListOf(value.results, isResult)) &&
  (value.course === undefined || isCourse(value.course)) &&
  (value.student === undefined || hasTexts(value.student, "name")) &&
  isUpcoming(value.upcoming) &&
  (value.reminders === undefined || hasTexts(value.reminders, "token", "reminders")) &&
  (value.closed === undefined || isListOf(value.closed, isClosedTest)) &&
  (value.nextOpening === undefined || isTextOrNull(value.nextOpening));

export const isRemindersAnswer = (value: unknown): value is RemindersAnswer =>
  isObject(value) && hasTexts(value.body, "reminders");

export const isCalendarAnswer = (value: unknown): value is CalendarAnswer =>
  isObject(value) &&
  hasTexts(value.body, "calendar") &&
  [value.body.madeAt, value.body.address].every(isTextOrNothing);

export const isTestAnswer = (value: unknown): value is ShowTestAnswer =>
  hasTexts(value, "title", "deadline") && isListOf(value.body, isQuestion);

export const isSubmitAnswer = (value: unknown): value is SubmitTestAnswer =>
  hasTexts(value, "body") && isReceipt(value.receipt);

export const isReceipt = (value: unknown): value is SubmitTestAnswer["receipt"] =>
  hasTexts(value, "submissionId", "receivedAt", "deadline", "sha256");

/** Every answer of the API has these two. */
export const isAnswer = (value: unknown): value is { readonly code: number; readonly body: unknown } =>
  isObject(value) && typeof value.code === "number" && "body" in value;

const isAsked = (value: unknown): value is Asked =>
  hasTexts(value, "question", "answer") && isListOf(value.offered, isText) && isTextOrNothing(value.content);

/** Questions by the ids that they had when they were answered. */
export const isAskedQuestions = (value: unknown): value is AskedQuestions =>
  isObject(value) && Object.values(value).every(isAsked);

export const isTestResult = (value: unknown): value is SubmitRequest["testResult"] =>
  isListOf(value, (entry) => hasTexts(entry, "questionId") && isGiven(entry.answer));

/** Answers by question. */
export const isAnswers = (value: unknown): value is Answers =>
  isObject(value) && Object.values(value).every(isGiven);

export { hasTexts };
