import * as z from "zod";
import type { TestRef } from "../../course/ids.ts";
import { answerIdSchema, questionIdSchema } from "../../course/ids.ts";
import type { Pictures } from "../text/pictures.ts";
import type { CourseTest } from "./course.ts";
import { warnOfLikeAnswers } from "./like-answers.ts";
import { blockText } from "./plain-text.ts";
import type { Problems } from "./problems.ts";
import { readText } from "./text-file.ts";
import { checkTexts, earlierTexts } from "./texts.ts";
import { checkTree, parseTree, type Tree } from "./tree.ts";

/** `questions.json` of the earlier system. Fields that this system does not know are passed over. */
const questionsSchema = z
  .array(
    z.object({
      questionId: questionIdSchema,
      question: blockText,
      answers: z.array(z.object({ answerId: answerIdSchema, answerBody: blockText })).min(2),
    }),
  )
  .min(1);

/** `questionsKey.json` of the earlier system. */
const answerKeySchema = z.array(z.object({ questionId: questionIdSchema, answer: answerIdSchema })).min(1);

type Question = z.output<typeof questionsSchema>[number];
type AnswerKeyEntry = z.output<typeof answerKeySchema>[number];

/**
 * Reads `subjects/<subject>/<testId>/`, a test as the earlier system kept it: open at once, with no deadline of its own.
 * `undefined`, with the problems noted, when anything is wrong with it.
 */
export const readEarlierTest = (
  folder: string,
  testFolder: string,
  ref: TestRef,
  pictures: Pictures,
  problems: Problems,
): CourseTest | undefined => {
  const questionsTree = readTree(folder, `${testFolder}/questions.json`, problems);
  const keyTree = readTree(folder, `${testFolder}/questionsKey.json`, problems);
  const questions = questionsTree && checkTree(questionsTree, questionsSchema, problems);
  const answerKey = keyTree && checkTree(keyTree, answerKeySchema, problems);
  if (questions) checkIds(questionsTree, questions, problems);
  if (answerKey) checkIds(keyTree, answerKey, problems);
  if (!questions || !answerKey) return undefined;
  checkKeyFits(questionsTree, questions, keyTree, answerKey, problems);
  const shown = checkTexts(questionsTree, earlierTexts(questionsTree), pictures, problems);
  return {
    ...ref,
    file: questionsTree.file,
    title: ref.testId,
    opens: null,
    deadline: null,
    attemptsAllowed: null,
    questions,
    answerKey,
    pictures: shown,
  };
};

const readTree = (folder: string, file: string, problems: Problems): Tree | undefined => {
  const text = readText(folder, file, problems);
  return text === undefined ? undefined : parseTree(file, text, "text", problems);
};

const checkIds = (tree: Tree, entries: readonly (Question | AnswerKeyEntry)[], problems: Problems): void => {
  const seen = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    const { questionId } = entry;
    if (seen.has(questionId)) {
      problems.add(tree.file, tree.lineOf([index, "questionId"]), `question "${questionId}" is there twice`);
    }
    seen.add(questionId);
    if ("answers" in entry) checkAnswerIds(tree, index, entry, problems);
  }
};

const checkAnswerIds = (tree: Tree, index: number, question: Question, problems: Problems): void => {
  const seen = new Set<string>();
  for (const [place, { answerId }] of question.answers.entries()) {
    if (seen.has(answerId)) {
      const line = tree.lineOf([index, "answers", place, "answerId"]);
      problems.add(tree.file, line, `question "${question.questionId}" has the answer "${answerId}" twice`);
    }
    seen.add(answerId);
  }
  warnOfLikeAnswers(
    question.answers.map(({ answerId, answerBody }, place) => ({
      answerId,
      body: answerBody,
      line: tree.lineOf([index, "answers", place, "answerId"]),
    })),
    `question "${question.questionId}"`,
    tree.file,
    problems,
  );
};

const checkKeyFits = (
  questionsTree: Tree,
  questions: readonly Question[],
  keyTree: Tree,
  answerKey: readonly AnswerKeyEntry[],
  problems: Problems,
): void => {
  const questionById = new Map<string, Question>(
    questions.map((question) => [question.questionId, question]),
  );
  for (const [index, { questionId, answer }] of answerKey.entries()) {
    const offered = questionById.get(questionId)?.answers.map(({ answerId }) => answerId);
    if (!offered) {
      const message = `the question "${questionId}" is not in questions.json`;
      problems.add(keyTree.file, keyTree.lineOf([index, "questionId"]), message);
    } else if (!offered.includes(answer)) {
      const message = `question "${questionId}": "${answer}" is not one of its answers (${offered.join(", ")})`;
      problems.add(keyTree.file, keyTree.lineOf([index, "answer"]), message);
    }
  }
  const inKey = new Set<string>(answerKey.map(({ questionId }) => questionId));
  for (const [index, { questionId }] of questions.entries()) {
    if (inKey.has(questionId)) continue;
    const message = `the question "${questionId}" has no answer in questionsKey.json`;
    problems.add(questionsTree.file, questionsTree.lineOf([index, "questionId"]), message);
  }
};
