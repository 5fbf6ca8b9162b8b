import { Document, isMap, isScalar, isSeq, type Node, visit } from "yaml";
import type { Blank, Choice, ImportedQuestion, RightNumber, RightTexts } from "../model.ts";
import { isLegalId } from "./names.ts";
import type { WrittenRules } from "./rules.ts";

/** A test's file as a person would have written it. */
export const testYaml = (
  title: string,
  { areAnswersMixed, isMixed, attempts, counts }: WrittenRules,
  questions: readonly ImportedQuestion[],
): string => {
  const ids = new Set<string>();
  const shuffle = [...(isMixed ? ["questions"] : []), ...(areAnswersMixed ? ["answers"] : [])];
  const value = {
    title,
    ...(attempts !== undefined && { attempts: String(attempts) }),
    ...(counts !== undefined && { counts }),
    ...(shuffle.length > 0 && { shuffle: shuffle.join(", ") }),
    questions: withGroups(questions, ids),
  };
  // As the course's reader has it: every scalar is a text, so that none needs quotes for looking like a number.
  const document = new Document(value, { schema: "failsafe" });
  arrange(document);
  return document.toString({ lineWidth: 0, singleQuote: true, flowCollectionPadding: true });
};

/** Questions that are drawn from one group stand in it, where the first of them stood. */
const withGroups = (questions: readonly ImportedQuestion[], ids: Set<string>): unknown[] => {
  const entries: unknown[] = [];
  const groups = new Map<string, unknown[]>();
  for (const question of questions) {
    const { drawn, place } = question;
    const written = writtenQuestion(question, ids);
    const name = drawn && `${place.file} ${drawn.group}`;
    const group = name === undefined ? undefined : groups.get(name);
    if (group) group.push(written);
    else if (drawn && name !== undefined) {
      const from = [written];
      groups.set(name, from);
      entries.push({ draw: drawn.count, from });
    } else entries.push(written);
  }
  return entries;
};

const writtenQuestion = (question: ImportedQuestion, ids: Set<string>): Record<string, unknown> => {
  const { id, text, points, feedback } = question;
  const isOwn = id !== undefined && isLegalId(id) && !ids.has(id.toLowerCase()) && !/^q\d+$/i.test(id);
  if (isOwn) ids.add(id.toLowerCase());
  return {
    ...(isOwn && { id }),
    text: block(text),
    ...bodyOf(question),
    ...(points === "0" ? { void: "true" } : points !== undefined && points !== "1" && { points }),
    ...(feedback !== undefined && { feedback: block(feedback) }),
  };
};

/** With a line end behind the last line, a text of several lines is written below `|`. */
const block = (text: string): string => (text.includes("\n") ? `${text}\n` : text);

const bodyOf = (question: ImportedQuestion): Record<string, unknown> => {
  switch (question.type) {
    case "single":
      return {
        answers: answersOf(question.answers),
        right: question.right,
        ...alsoOf(question.also),
        ...fixedOf(question.answers),
      };
    case "multiple":
      return {
        answers: answersOf(question.answers),
        ...(question.weights ? { weights: question.weights } : { right: question.right }),
        ...fixedOf(question.answers),
        ...(question.credit && { credit: question.credit }),
      };
    case "number":
      return { number: numberOf(question.number), ...alsoOf(question.also?.map(numberOf)) };
    case "text":
      return textsOf(question);
    case "match":
      return {
        match: new Map(question.pairs.map(({ left, right }) => [left, block(right)])),
        ...(question.others.length > 0 && { others: question.others.map(block) }),
        ...(question.isShared && { credit: "each" }),
      };
    case "order":
      return { order: question.order.map(block), ...(question.isShared && { credit: "each" }) };
    case "blanks":
      return {
        blanks: new Map([...question.blanks].map(([mark, blank]) => [mark, blankOf(blank)])),
        ...(question.isShared && question.blanks.size > 1 && { credit: "each" }),
      };
  }
};

/** One stands alone. */
const alsoOf = (also: readonly unknown[] = []): Record<string, unknown> =>
  also.length > 0 ? { acceptAlso: also.length === 1 ? also[0] : also } : {};

const answersOf = (answers: readonly Choice[]): Map<string, string> =>
  new Map(answers.map(({ id, text }) => [id, block(text)]));

/** As a test's file names those that keep their places. */
const fixedOf = (answers: readonly Choice[]): { readonly fixed?: unknown } => {
  const fixed = answers.flatMap(({ id, isFixed }) => (isFixed ? [id] : []));
  return fixed.length === 0 ? {} : { fixed: fixed.length === 1 ? fixed[0] : fixed };
};

const textsOf = ({ accept, patterns = [], exact }: RightTexts): Record<string, unknown> => ({
  accept: [...accept, ...patterns.map((pattern) => ({ pattern }))],
  ...(exact && { exact: "true" }),
});

const numberOf = ({ value, within, unit }: RightNumber): unknown =>
  within === undefined && unit === undefined
    ? value
    : { value, ...(within !== undefined && { within }), ...(unit !== undefined && { unit }) };

const blankOf = (blank: Blank): Record<string, unknown> => {
  if ("number" in blank) return { number: numberOf(blank.number) };
  if ("accept" in blank) return textsOf(blank);
  return { answers: answersOf(blank.answers), right: blank.right, ...fixedOf(blank.answers) };
};

/** Short groups stand on one line, and an empty line stands between questions. */
const longestFlow = 80;

const arrange = (document: Document): void => {
  const questions = document.get("questions");
  if (isSeq<Node>(questions)) spaced(questions.items);
  visit(document, {
    Pair: (_, { key, value }) => {
      const isGroup = isScalar(key) && groups.has(String(key.value));
      if (isGroup && (isMap(value) || isSeq(value)) && isShort(value)) value.flow = true;
    },
  });
};

const spaced = (questions: readonly Node[]): void => {
  for (const [index, item] of questions.entries()) {
    if (index > 0) item.spaceBefore = true;
    const from = isMap(item) ? item.get("from") : undefined;
    if (isSeq<Node>(from)) spaced(from.items);
  }
};

const groups: ReadonlySet<string> = new Set(
  "answers right fixed acceptAlso weights number accept order match others blanks".split(" "),
);

const isShort = (node: Node): boolean => {
  const text = JSON.stringify(node.toJSON());
  return text.length <= longestFlow && !text.includes("\\n") && !/[[{].*[[{]/.test(text);
};
