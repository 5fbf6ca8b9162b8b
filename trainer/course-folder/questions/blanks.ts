import * as z from "zod";
import { answerIdSchema } from "../../../course/ids.ts";
import { marksIn } from "../../../course/questions/blanks/text.ts";
import { isObject } from "../../../course/unknown-value.ts";
import { oneOrMore } from "./accept-also.ts";
import { checkFixed, choicesOf, choicesSchema, fixedSchema } from "./choices.ts";
import { addProblem, commonShape, creditShape, fileType, framed, type QuestionPlace } from "./file-type.ts";
import { numberSchema, plainNumberSchema, rightNumberOf } from "./number.ts";
import { acceptSchema, checkPatterns, exactSchema, rightTextsOf } from "./text.ts";

const textBlank = z.strictObject({ accept: acceptSchema, exact: exactSchema });
const plainNumberBlank = z.strictObject({ number: plainNumberSchema });
const numberBlank = z.strictObject({ number: numberSchema });
const choiceBlank = z
  .strictObject({ answers: choicesSchema, fixed: fixedSchema, right: answerIdSchema })
  .refine(({ answers, right }) => Object.hasOwn(answers, right), {
    error: "is not one of its answers",
    path: ["right"],
  });

/** Each blank by the schema of what it has, so that what is wrong is said of what was meant. */
const schemaOf = (blank: unknown) => {
  if (!isObject(blank) || "accept" in blank) return textBlank;
  if ("answers" in blank) return choiceBlank;
  return typeof blank.number === "string" ? plainNumberBlank : numberBlank;
};

const blankSchema = z.unknown().transform((value, context) => {
  const parsed = schemaOf(value).safeParse(value);
  if (parsed.success) return parsed.data;
  for (const { message, path, code } of parsed.error.issues) {
    const words = code === "custom" ? message : "has accept, a number, or answers and right";
    context.issues.push({ code: "custom", message: words, input: value, path: [...path] });
  }
  return z.NEVER;
});

/** What is right of a blank that is there already. */
const choiceRight = z.strictObject({ right: answerIdSchema });

const alsoBlank = z.union([textBlank, plainNumberBlank, numberBlank, choiceRight], {
  error: "has accept, a number, or right, as its blank has",
});

type AlsoBlank = z.output<typeof alsoBlank>;

type WrittenBlank = z.output<typeof blankSchema>;

const schema = z.strictObject({
  ...commonShape,
  blanks: z.record(answerIdSchema, blankSchema),
  /** By the blank: what is right as well. */
  acceptAlso: z.record(answerIdSchema, oneOrMore(alsoBlank)).optional(),
  credit: creditShape("exact", "each"),
});

const writtenSchema = z.object({ text: z.string(), blanks: z.record(z.string(), z.unknown()) });

const kindOf = (blank: Readonly<Record<string, unknown>>): string =>
  "accept" in blank ? "accept" : "number" in blank ? "number" : "right";

const writtenAlsoSchema = z.object({
  blanks: z.record(z.string(), z.record(z.string(), z.unknown())),
  acceptAlso: z.record(z.string(), oneOrMore(z.record(z.string(), z.unknown()))),
});

/** What is accepted is of the blank's own kind, and one of its answers where it has some. */
const checkAlso = (question: unknown, place: QuestionPlace): void => {
  const { blanks = {}, acceptAlso = {} } = writtenAlsoSchema.safeParse(question).data ?? {};
  for (const [id, rights] of Object.entries(acceptAlso)) {
    const add = (message: string): void => addProblem(place, ["acceptAlso", id], `: acceptAlso ${message}`);
    const blank = Object.hasOwn(blanks, id) ? blanks[id] : undefined;
    if (blank === undefined) {
      add(`has the blank ${id}, which is not there`);
      continue;
    }
    for (const right of rights) {
      if (kindOf(blank) !== kindOf(right)) add(`needs ${kindOf(blank)} for the blank ${id}, as it has`);
      checkPatterns(right.accept, ["acceptAlso", id, "accept"], place);
      if (!isObject(blank.answers) || typeof right.right !== "string") continue;
      if (!Object.hasOwn(blank.answers, right.right))
        add(`names "${right.right}", which is not one of its answers`);
    }
  }
};

/** Each mark has its blank, and each blank its mark. */
const checkMarks = (question: unknown, place: QuestionPlace): void => {
  const written = writtenSchema.safeParse(question).data;
  if (!written) return;
  const marks = marksIn(written.text);
  for (const [index, id] of marks.entries()) {
    if (!Object.hasOwn(written.blanks, id)) addProblem(place, ["text"], `: [[${id}]] has no blank`);
    if (marks.indexOf(id) !== index) addProblem(place, ["text"], `: [[${id}]] stands twice in its text`);
  }
  for (const [id, blank] of Object.entries(written.blanks)) {
    if (!marks.includes(id))
      addProblem(place, ["blanks", id], `: the blank ${id} has no [[${id}]] in its text`);
    checkFixed(blank, ["blanks", id], place);
    if (isObject(blank)) checkPatterns(blank.accept, ["blanks", id, "accept"], place);
  }
};

const shownBlank = (id: string, blank: WrittenBlank, place: QuestionPlace) => {
  const blankId = answerIdSchema.parse(id);
  if ("accept" in blank) return { blankId, type: "text" as const };
  if ("answers" in blank)
    return { blankId, type: "single" as const, answers: choicesOf(blank, place, "blanks", id) };
  const { unit } = blank.number;
  return { blankId, type: "number" as const, ...(unit !== undefined && { unit }) };
};

const keyOfBlank = (blank: WrittenBlank | AlsoBlank) => {
  if ("accept" in blank) return { type: "text" as const, ...rightTextsOf(blank.accept, blank.exact) };
  if ("right" in blank) return { type: "single" as const, answer: blank.right };
  return { type: "number" as const, ...rightNumberOf(blank.number) };
};

const alsoKeys = (acceptAlso: Readonly<Record<string, readonly AlsoBlank[]>>) =>
  Object.fromEntries(Object.entries(acceptAlso).map(([id, rights]) => [id, rights.map(keyOfBlank)]));

/** `text: "Process 1 is [[1]]."` and `blanks: { 1: { accept: [init, systemd] } }` */
export const blanksInFile = fileType({
  keys: ["blanks"],
  schema: () => schema,
  check: (question, place) => {
    checkMarks(question, place);
    checkAlso(question, place);
  },
  read: ({ blanks, ...written }, place) => {
    const credit = written.credit ?? "exact";
    const { questionId, question, questionEnd, keyEnd } = framed({ ...written, credit }, place);
    const inOrder = marksIn(written.text).flatMap((id) => {
      const blank = Object.hasOwn(blanks, id) ? blanks[answerIdSchema.parse(id)] : undefined;
      return blank === undefined ? [] : [[id, blank] as const];
    });
    const shown = inOrder.map(([id, blank]) => shownBlank(id, blank, place));
    const keys = Object.fromEntries(inOrder.map(([id, blank]) => [id, keyOfBlank(blank)]));
    return {
      question: { questionId, type: "blanks", question, answers: [], blanks: shown, ...questionEnd },
      key: {
        ...{ questionId, type: "blanks", blanks: keys },
        ...(written.acceptAlso && { acceptAlso: alsoKeys(written.acceptAlso) }),
        ...keyEnd,
      },
    };
  },
});
