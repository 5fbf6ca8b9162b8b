import * as z from "zod";
import { counted } from "../../../course/counted.ts";
import { type AnswerId, answerIdSchema } from "../../../course/ids.ts";
import { quote } from "../../../course/problems.ts";
import type { Choice } from "../../../course/questions/shapes.ts";
import { warnOfLikeAnswers } from "../like-answers.ts";
import { blockText } from "../plain-text.ts";
import { refersToOthers } from "../refers-to-others.ts";
import type { Path } from "../yaml-place.ts";
import { oneOrMore } from "./accept-also.ts";
import { addProblem, keysOf, type QuestionPlace } from "./file-type.ts";

/** `answers: { a: bash, b: vim }` */
export const choicesSchema = z.record(answerIdSchema, blockText);

/** `fixed: d`, or `fixed: [c, d]`: the answers that keep their places where answers are shuffled. */
export const fixedSchema = oneOrMore(answerIdSchema).optional();

const writtenFixed = z.object({ fixed: oneOrMore(z.string()) });

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
  checkFixed(question, [], place);
};

/**
 * Fixed answers are there, and those that speak of the others are fixed.
 *
 * @param below where the answers stand in the question: those of a blank are its own.
 */
export const checkFixed = (asked: unknown, below: Path, place: QuestionPlace): void => {
  const answers = writtenAnswers(asked) ?? {};
  const fixed = writtenFixed.safeParse(asked).data?.fixed ?? [];
  for (const id of fixed) {
    if (Object.hasOwn(answers, id)) continue;
    const offered = keysOf(place, ...below, "answers").join(", ");
    addProblem(
      place,
      [...below, "fixed"],
      `: fixed names "${id}", which is not one of its answers (${offered})`,
    );
  }
  const { tree, path, number, problems, shufflesAnswers } = place;
  for (const [id, body] of shufflesAnswers ? Object.entries(answers) : []) {
    if (typeof body !== "string" || fixed.includes(id) || !refersToOthers(body)) continue;
    problems.warn(
      tree.file,
      tree.lineOf([...path, ...below, "answers", id]),
      `question ${number}: the answer ${id}, ${quote(body)}, speaks of the others, and shuffle moves it among them; keep it in its place: \`fixed: ${[...fixed, id].length === 1 ? id : `[${[...fixed, id].join(", ")}]`}\``,
    );
  }
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

interface WrittenChoices {
  readonly answers: Readonly<Record<string, string>>;
  readonly fixed?: readonly AnswerId[] | undefined;
}

/** Answers stay in the file's order: "none of these" belongs where the trainer put it. */
export const choicesOf = (
  { answers, fixed = [] }: WrittenChoices,
  place: QuestionPlace,
  ...below: Path
): Choice[] => {
  const order = keysOf(place, ...below, "answers");
  return Object.entries(answers)
    .map(([id, answerBody]): Choice => {
      const answerId = answerIdSchema.parse(id);
      return { answerId, answerBody, ...(fixed.includes(answerId) && { isFixed: true }) };
    })
    .toSorted((a, b) => order.indexOf(a.answerId) - order.indexOf(b.answerId));
};

export const answerIdsOf = (choices: readonly Choice[]): AnswerId[] =>
  choices.map(({ answerId }) => answerId);
