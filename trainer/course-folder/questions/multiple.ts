import * as z from "zod";
import {
  exactText,
  fraction,
  fractionIn,
  isAtLeast,
  one,
  sumOf,
  times,
  zero,
} from "../../../course/grading/fraction.ts";
import { type AnswerId, answerIdSchema } from "../../../course/ids.ts";
import { also, listOrMore } from "./accept-also.ts";
import { answerIdsOf, checkAnswers, checkOffered, choicesOf, choicesSchema, fixedSchema } from "./choices.ts";
import { addProblem, commonShape, creditShape, fileType, framed, type QuestionPlace } from "./file-type.ts";

/** A share of the points: `0.5`, `1/3`, `-50%`. */
export const weightIn = (text: string) => {
  const value = fractionIn(text.replace(/%$/, ""));
  return value && text.endsWith("%") ? times(value, fraction(1n, 100n)) : value;
};

const weightSchema = z
  .string()
  .refine((text) => weightIn(text) !== null, "must be a share of the points, such as 0.5, 1/3 or -50%");

const schema = z.strictObject({
  ...commonShape,
  answers: choicesSchema,
  fixed: fixedSchema,
  /** Left out with `weights`: those with a weight above 0. */
  right: z.array(answerIdSchema).min(1).optional(),
  credit: creditShape("exact", "each", "net", "weights"),
  weights: z.record(answerIdSchema, weightSchema).optional(),
  acceptAlso: listOrMore(z.array(answerIdSchema).min(1)).optional(),
});

const alsoSchema = z.object({ acceptAlso: listOrMore(z.array(z.string())) });

const checkAlso = (question: unknown, place: QuestionPlace): void => {
  const sets = alsoSchema.safeParse(question).data?.acceptAlso ?? [];
  for (const id of sets.flat()) checkOffered(question, id, ["acceptAlso"], place);
  if (sets.length > 0 && weightsSchema.safeParse(question).success) {
    addProblem(place, ["acceptAlso"], " has acceptAlso and weights: change the weights instead");
  }
};

const rightSchema = z.object({ right: z.array(z.unknown()) });
const weightsSchema = z.object({ weights: z.record(z.string(), z.string()) });
const creditSchema = z.object({ credit: z.string() });

const isPositive = (text: string): boolean => !isAtLeast(zero, weightIn(text) ?? zero);

const positives = (weights: Readonly<Record<string, string>>): string[] =>
  Object.keys(weights).filter((id) => isPositive(weights[id] ?? ""));

const checkRight = (question: unknown, place: QuestionPlace): void => {
  const right = rightSchema.safeParse(question).data?.right ?? [];
  for (const [index, id] of right.entries()) {
    if (typeof id !== "string") continue;
    if (right.indexOf(id) === index) checkOffered(question, id, ["right", index], place);
    else addProblem(place, ["right", index], `: right has "${id}" twice`);
  }
};

/** With all right answers picked, all points must be there, and the right answers are those that give points. */
const checkWeights = (question: unknown, place: QuestionPlace): void => {
  const credit = creditSchema.safeParse(question).data?.credit;
  const weights = weightsSchema.safeParse(question).data?.weights;
  if (weights === undefined) {
    if (credit === "weights") addProblem(place, ["credit"], ": credit is weights, but it has no weights");
    return;
  }
  if (credit !== undefined && credit !== "weights") {
    addProblem(place, ["credit"], `: credit is ${credit}, but it has weights`);
  }
  for (const id of Object.keys(weights)) checkOffered(question, id, ["weights", id], place);
  const given = positives(weights);
  const sum = sumOf(given.map((id) => weightIn(weights[id] ?? "") ?? zero));
  if (!isAtLeast(sum, one)) {
    addProblem(
      place,
      ["weights"],
      `: its weights above 0 add up to ${exactText(sum)}; nobody could get all points. They need to add up to 1`,
    );
  }
  const right = rightSchema.safeParse(question).data?.right;
  if (right !== undefined && [...right].sort().join() !== [...given].sort().join()) {
    addProblem(
      place,
      ["right"],
      `: right is ${right.join(", ")}, but the answers with weights above 0 are ${given.join(", ")}`,
    );
  }
};

const exactWeights = (weights: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(weights).map(([id, text]) => [id, exactText(weightIn(text) ?? zero)]));

/** `answers: { a: …, b: …, c: … }` and `right: [a, c]`, or `weights: { a: 1/2, c: 1/2, b: -1/2 }` */
export const multipleInFile = fileType({
  keys: ["answers"],
  claims: ({ right, weights }) => Array.isArray(right) || weights !== undefined,
  schema: () => schema,
  check: (question, place) => {
    checkAnswers(question, place);
    checkRight(question, place);
    checkWeights(question, place);
    checkAlso(question, place);
  },
  read: ({ weights, ...written }, place) => {
    const credit = written.credit ?? (weights ? "weights" : "exact");
    const { questionId, question, questionEnd, keyEnd } = framed({ ...written, credit }, place);
    const answers = choicesOf(written, place);
    const right: AnswerId[] = written.right ?? positives(weights ?? {}).map((id) => answerIdSchema.parse(id));
    return {
      question: { questionId, type: "multiple", question, answers, ...questionEnd },
      key: {
        ...{ questionId, type: "multiple", right, options: answerIdsOf(answers) },
        ...(weights && { weights: exactWeights(weights) }),
        ...also(written.acceptAlso),
        ...keyEnd,
      },
    };
  },
});
