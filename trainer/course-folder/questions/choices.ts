import * as z from "zod";
import { counted } from "../../../course/counted.ts";
import { type AnswerId, answerIdSchema } from "../../../course/ids.ts";
import type { Choice } from "../../../course/questions/shapes.ts";
import { warnOfLikeAnswers } from "../like-answers.ts";
import { blockText } from "../plain-text.ts";
import { addProblem, keysOf, type QuestionPlace } from "./file-type.ts";

/** `answers: { a: bash, b: vim }` */
export const choicesSchema = z.record(answerIdSchema, blockText);

const answersSchema = z.object({ answers: z.record(z.string(), z.unknown()) });

/** The ids of the answers as written; undefined: they can't be read. */
export const writtenAnswers = (question: unknown): Readonly<Record<string, unknown>> | undefined =>
  answersSchema.safeParse(question).data?.answers;

/** There is something to choose from, and no two answers are alike. */
export const checkAnswers = (question: unknown, place: QuestionPlace): void => {
  const answers = Object.entries(writtenAnswers(question) ?? {});
  if (writtenAnswers(question) === undefined) return;
  const { tree, path, number, problems } = place;
  if (answers.length < 2) {
    addProblem(place, ["answers"], ` offers ${counted(answers.length, "answer")}; it needs two or more`);
  }
  const lineOf = (id: string) => tree.lineOf([...path, "answers", id]);
  warnOfLikeAnswers(
    answers.map(([answerId, body]) => ({ answerId, body, line: lineOf(answerId) })),
    `question ${number}`,
    tree.file,
    problems,
  );
};

/** Notes an id that is none of the answers'. */
export const checkOffered = (
  question: unknown,
  id: string,
  path: readonly PropertyKey[],
  place: QuestionPlace,
): void => {
  const answers = writtenAnswers(question);
  if (answers === undefined || Object.hasOwn(answers, id)) return;
  const offered = keysOf(place, "answers").join(", ");
  addProblem(
    place,
    path,
    `: ${path[0] === "right" ? "right is" : `${String(path[0])} names`} "${id}", which is not one of its answers (${offered})`,
  );
};

/** Answers stay in the file's order: "none of these" belongs where the trainer put it. */
export const choicesOf = (answers: Readonly<Record<string, string>>, place: QuestionPlace): Choice[] => {
  const order = keysOf(place, "answers");
  return Object.entries(answers)
    .map(([id, answerBody]): Choice => ({ answerId: answerIdSchema.parse(id), answerBody }))
    .toSorted((a, b) => order.indexOf(a.answerId) - order.indexOf(b.answerId));
};

export const answerIdsOf = (choices: readonly Choice[]): AnswerId[] =>
  choices.map(({ answerId }) => answerId);
