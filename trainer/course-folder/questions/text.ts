import * as z from "zod";
import { patternProblem } from "../../../course/questions/text/pattern.ts";
import { textProblem } from "../../../course/questions/text/text.ts";
import { blockText } from "../plain-text.ts";
import { addProblem, commonShape, fileType, framed, type QuestionPlace } from "./file-type.ts";

/** A text that a student could type. */
const acceptedText = blockText.refine(
  (text) => textProblem(text) === null,
  "is longer than an answer may be",
);

const patternSchema = z.strictObject({ pattern: z.string().min(1) });

const isText = (value: unknown): value is string => typeof value === "string";

/** Each by its own schema, so that what is wrong is said of what was meant. */
const acceptedSchema = z.unknown().transform((value, context) => {
  const parsed = (isText(value) ? acceptedText : patternSchema).safeParse(value);
  if (parsed.success) return parsed.data;
  const messages = isText(value)
    ? parsed.error.issues.map(({ message }) => message)
    : ["must be a text, or have a pattern: { pattern: ls( -l)? }"];
  for (const message of messages) context.issues.push({ code: "custom", message, input: value });
  return z.NEVER;
});

/** `[ls, "ls -l", { pattern: ls( -a)? }]`; one may stand alone. */
export const acceptSchema = z.preprocess(
  (value) => (Array.isArray(value) ? value : [value]),
  z.array(acceptedSchema).min(1),
);

export const exactSchema = z
  .enum(["true", "false"], { error: "must be true or false" })
  .transform((text) => text === "true")
  .optional();

const schema = z.strictObject({
  ...commonShape,
  accept: acceptSchema,
  /** As if it stood in `accept`. */
  acceptAlso: acceptSchema.optional(),
  exact: exactSchema,
});

const writtenSchema = z.object({ accept: z.unknown(), acceptAlso: z.unknown().optional() });
const writtenPatternSchema = z.object({ pattern: z.string() });

/** Notes patterns that can't be matched in a bounded time. @param path of `accept`. */
export const checkPatterns = (accept: unknown, path: readonly PropertyKey[], place: QuestionPlace): void => {
  const list: readonly unknown[] = Array.isArray(accept) ? accept : [accept];
  for (const [index, each] of list.entries()) {
    const pattern = writtenPatternSchema.safeParse(each).data?.pattern;
    const problem = pattern === undefined ? null : patternProblem(pattern);
    const at = Array.isArray(accept) ? [...path, index, "pattern"] : [...path, "pattern"];
    if (problem !== null) addProblem(place, at, `: the pattern ${pattern} ${problem}`);
  }
};

/** What is right, as a key has it. */
export const rightTextsOf = (accept: z.output<typeof acceptSchema>, exact: boolean | undefined) => {
  const patterns = accept.flatMap((each) => (isText(each) ? [] : [each.pattern]));
  return {
    accept: accept.filter(isText),
    ...(patterns.length > 0 && { patterns }),
    ...(exact && { exact: true as const }),
  };
};

/** `accept: [ls, "ls -l"]`, with `exact: true` where case and blanks count */
export const textInFile = fileType({
  keys: ["accept"],
  schema: () => schema,
  check: (question, place) => {
    const { accept, acceptAlso } = writtenSchema.safeParse(question).data ?? {};
    checkPatterns(accept, ["accept"], place);
    checkPatterns(acceptAlso, ["acceptAlso"], place);
  },
  read: (written, place) => {
    const { questionId, question, questionEnd, keyEnd } = framed(written, place);
    const accepted = [...written.accept, ...(written.acceptAlso ?? [])];
    return {
      question: { questionId, type: "text", question, answers: [], ...questionEnd },
      key: { questionId, type: "text", ...rightTextsOf(accepted, written.exact), ...keyEnd },
    };
  },
});
