import * as z from "zod";
import { answerIdSchema, questionIdSchema, type TestRef } from "../../course/ids.ts";
import { languageSchema } from "../../course/settings.ts";
import type { AnswerKeyEntry, Question } from "../../course/test.ts";
import type { CourseTest } from "./course.ts";
import { type FormerNames, renamedFromSchema } from "./former-names.ts";
import { blockText, lineText } from "./plain-text.ts";
import type { Problems } from "./problems.ts";
import { checkQuestions } from "./question-rules.ts";
import { readText } from "./text-file.ts";
import { checkTree, parseTree, type Tree } from "./tree.ts";
import { type CourseTimes, testTimes } from "./wall-time.ts";

const fileQuestionSchema = z.strictObject({
  /** Left out: `q` and its place, from 1. */
  id: questionIdSchema.optional(),
  text: blockText,
  answers: z.record(answerIdSchema, blockText),
  right: answerIdSchema,
  feedback: blockText.optional(),
});

const testFileSchema = z.strictObject({
  title: lineText.optional(),
  /** Left out: the course's. */
  language: languageSchema.optional(),
  renamedFrom: renamedFromSchema.optional(),
  opens: z.string().optional(),
  deadline: z.string().optional(),
  /** How many submissions a student has; left out: as many as they like, of which the latest in time counts. */
  attempts: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, "must be a whole number from 1")
    .transform(Number)
    .optional(),
  questions: z.array(fileQuestionSchema).min(1),
});

/** What the rest of the folder says of its tests. */
export interface CourseContext {
  readonly times: CourseTimes;
  readonly formerNames: FormerNames;
}

/** Reads `<subject>/<testId>.yaml`; `undefined`, with the problems noted, when anything is wrong with it. */
export const readTestFile = (
  folder: string,
  file: string,
  ref: TestRef,
  { times, formerNames }: CourseContext,
  problems: Problems,
): CourseTest | undefined => {
  const text = readText(folder, file, problems);
  const tree = text === undefined ? undefined : parseTree(file, text, "text", problems);
  if (!tree) return undefined;
  checkQuestions(tree, problems);
  const opensAndDeadline = readTimes(tree, times, problems);
  const test = checkTree(tree, testFileSchema, problems);
  if (!test) return undefined;
  const renamedFrom = test.renamedFrom && formerNames.claim(test.renamedFrom, ref, tree, problems);
  return {
    ...ref,
    ...(renamedFrom && { renamedFrom }),
    file,
    title: test.title ?? ref.testId,
    ...(test.language && { language: test.language }),
    ...opensAndDeadline,
    attemptsAllowed: test.attempts ?? null,
    questions: test.questions.map((question, index) => toQuestion(question, index, tree)),
    answerKey: test.questions.map(toAnswerKeyEntry),
  };
};

const writtenTimesSchema = z.object({
  opens: z.string().optional().catch(undefined),
  deadline: z.string().optional().catch(undefined),
});

/** Checked before the schema, so that a wrong date is named together with everything else that is wrong. */
const readTimes = (tree: Tree, times: CourseTimes, problems: Problems) => {
  const written = writtenTimesSchema.safeParse(tree.value).data;
  const place = (key: "opens" | "deadline") => ({
    file: tree.file,
    line: tree.lineOf([key]),
    text: written?.[key],
  });
  return testTimes(place("opens"), place("deadline"), times, problems);
};

type FileQuestion = z.output<typeof fileQuestionSchema>;

const idOf = ({ id }: FileQuestion, index: number) => id ?? questionIdSchema.parse(`q${index + 1}`);

/** Answers stay in the file's order: "none of these" belongs where the trainer put it. */
const toQuestion = (question: FileQuestion, index: number, tree: Tree): Question => {
  const order = tree.keysOf(["questions", index, "answers"]);
  return {
    questionId: idOf(question, index),
    question: question.text,
    answers: Object.entries(question.answers)
      .map(([answerId, answerBody]) => ({ answerId: answerIdSchema.parse(answerId), answerBody }))
      .toSorted((a, b) => order.indexOf(a.answerId) - order.indexOf(b.answerId)),
  };
};

const toAnswerKeyEntry = (question: FileQuestion, index: number): AnswerKeyEntry => ({
  questionId: idOf(question, index),
  answer: question.right,
  ...(question.feedback === undefined ? {} : { feedback: question.feedback }),
});
