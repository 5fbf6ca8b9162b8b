import * as z from "zod";
import { type QuestionId, questionIdSchema } from "../../../course/ids.ts";
import type { Credit, Void } from "../../../course/questions/shapes.ts";
import type { AnswerKeyEntry, Question } from "../../../course/test.ts";
import { isObject } from "../../../course/unknown-value.ts";
import { blockText } from "../plain-text.ts";
import type { Problems } from "../problems.ts";
import { checkTree, type Tree, valueAt } from "../tree.ts";
import type { Path } from "../yaml-place.ts";

const mostPoints = 1000;
const pointsRule = `must be a number above 0, at most ${mostPoints}, with at most two decimals, such as 2 or 1.5`;

const voidRule = "must be true, or say what becomes of the points: { points: none } or { points: all }";

/** `true` or `{ points: none }`: it counts for nobody. `{ points: all }`: everybody has its points. */
const voidInFile = z
  .union([z.enum(["true", "false"]), z.strictObject({ points: z.enum(["none", "all"]) })], {
    error: voidRule,
  })
  .transform((written): Void | undefined => {
    if (written === "false") return undefined;
    return written !== "true" && written.points === "all" ? "given" : "dropped";
  })
  .optional();

/** What a question of any type has in a test's file, beside what its type says. */
export const commonShape = {
  /** Left out: `q` and its place, from 1. */
  id: questionIdSchema.optional(),
  text: blockText,
  points: z
    .string()
    .regex(/^\d{1,4}(\.\d{1,2})?$/, pointsRule)
    .transform(Number)
    .refine((points) => points > 0 && points <= mostPoints, pointsRule)
    .optional(),
  feedback: blockText.optional(),
  /** A question that turned out to be no good. It stays in the test, so that what was sent in can still be read. */
  void: voidInFile,
};

export const creditShape = <const C extends readonly Credit[]>(...credits: C) =>
  z.enum(credits, { error: `must be one of ${credits.join(", ")}` }).optional();

type Common = z.output<z.ZodObject<typeof commonShape>>;

/** Where a question stands in its file. */
export interface QuestionPlace {
  readonly tree: Tree;
  readonly path: Path;
  /** From 1, counted through the whole file. */
  readonly number: number;
  /** Whether each student sees answers in an order of their own. */
  readonly shufflesAnswers: boolean;
  readonly problems: Problems;
}

/** A question and its key. */
export interface ReadQuestion {
  readonly question: Question;
  readonly key: AnswerKeyEntry;
}

/** Notes a problem at a key of the question, or at a part below it. */
export const addProblem = (
  { tree, path, number, problems }: QuestionPlace,
  below: Path,
  message: string,
): void => {
  problems.add(tree.file, tree.lineOf([...path, ...below]), `question ${number}${message}`);
};

/** The keys of a group in the question, in the order of the file. */
export const keysOf = ({ tree, path }: QuestionPlace, ...below: Path): readonly string[] =>
  tree.keysOf([...path, ...below]);

const idOf = ({ id }: Common, { number }: QuestionPlace): QuestionId =>
  id ?? questionIdSchema.parse(`q${number}`);

/** What begins and ends a question and its key, of any type. */
export const framed = (written: Common & { readonly credit?: Credit | undefined }, place: QuestionPlace) => {
  const { text, feedback, points, credit, void: isVoid } = written;
  const questionId = idOf(written, place);
  const scoring = { ...(points !== undefined && { points }), ...(credit !== undefined && { credit }) };
  return {
    questionId,
    question: text,
    questionEnd: scoring,
    keyEnd: { ...(feedback !== undefined && { feedback }), ...scoring, ...(isVoid && { void: isVoid }) },
  };
};

/** A type of question as a test's file has it. */
export interface FileType {
  /** The keys that only questions of this type have; those with `answers` may be of two types. */
  readonly keys: readonly string[];
  /** Whether a question with one of the keys is of this type. */
  claims(question: Readonly<Record<string, unknown>>): boolean;
  /** `undefined`, with all problems noted, when something is wrong with the question. */
  read(place: QuestionPlace): ReadQuestion | undefined;
}

interface FileTypeRules<S extends z.ZodType> {
  readonly keys: readonly string[];
  readonly claims?: FileType["claims"];
  /** The schema of a question as it is written: it may be written in several ways. */
  schema(question: Readonly<Record<string, unknown>>): S;
  /** Notes what the schema can't say. It is given whatever is written, so that one fault hides no other. */
  check(question: unknown, place: QuestionPlace): void;
  read(question: z.output<S>, place: QuestionPlace): ReadQuestion;
}

export const fileType = <S extends z.ZodType>({
  keys,
  claims = () => true,
  schema,
  check,
  read,
}: FileTypeRules<S>): FileType => ({
  keys,
  claims,
  read: (place) => {
    const { tree, path, problems } = place;
    const written = valueAt(tree.value, path);
    check(written, place);
    const parsed = checkTree(tree, schema(isObject(written) ? written : {}), problems, path);
    return parsed === undefined ? undefined : read(parsed, place);
  },
});
