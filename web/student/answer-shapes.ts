import type {
  ClosedTest,
  ListTestsAnswer,
  OpenTest,
  ShowTestAnswer,
  SubmitTestAnswer,
  TestScore,
} from "../../course/answers.ts";
import { isObject } from "../../course/unknown-value.ts";
import type { Asked, AskedQuestions } from "./asked.ts";
import type { SubmitRequest } from "./submit-request.ts";

/**
 * Whether an answer has the shape that the page relies on. The API's own schemas (course/answers.ts)
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

const isScore = (value: unknown): value is TestScore =>
  hasTexts(value, "subject", "testId", "title", "score", "best", "receivedAt");

const isQuestion = (value: unknown): boolean =>
  hasTexts(value, "questionId", "question") &&
  isListOf(value.answers, (answer) => hasTexts(answer, "answerId", "answerBody"));

export const isListAnswer = (value: unknown): value is ListTestsAnswer =>
  isObject(value) &&
  isListOf(value.open, isOpenTest) &&
  (value.scores === undefined || isListOf(value.scores, isScore)) &&
  (value.closed === undefined || isListOf(value.closed, isClosedTest)) &&
  (value.nextOpening === undefined || isTextOrNull(value.nextOpening));

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
  hasTexts(value, "question", "answer") && isListOf(value.offered, isText);

/** Questions by the ids that they had when they were answered. */
export const isAskedQuestions = (value: unknown): value is AskedQuestions =>
  isObject(value) && Object.values(value).every(isAsked);

export const isTestResult = (value: unknown): value is SubmitRequest["testResult"] =>
  isListOf(value, (entry) => hasTexts(entry, "questionId", "answer"));

/** Answers by question. */
export const isAnswers = (value: unknown): value is Readonly<Record<string, string>> =>
  isObject(value) && Object.values(value).every(isText);

export { hasTexts };
