import { decimalIn } from "../../course/questions/number/decimal.ts";
import { patternProblem } from "../../course/questions/text/pattern.ts";
import { textProblem } from "../../course/questions/text/text.ts";
import { type Body, noRight } from "./choices.ts";
import { decimalText, isZero } from "./decimals.ts";
import { plainToMarkdown } from "./html/escape.ts";
import type { Blank, RightNumber } from "./model.ts";
import { patternOfWildcard } from "./wildcards.ts";

/** An answer that is typed, for feedback that tells of it. */
export const typedAnswer = (text: string): string => (text === "*" ? "anything else" : plainToMarkdown(text));

/** Answers that are typed. A `*` of Moodle stands for any text; alone it is no answer. */
export const acceptOf = (written: readonly string[], exact = false): Body => {
  const usable = [...new Set(written.filter((text) => text !== "" && text !== "*"))];
  if (usable.length === 0) return noRight;
  const long = usable.find((text) => textProblem(text) !== null);
  if (long !== undefined) return "accepts an answer that is longer than a student may type";
  const patterns = usable.flatMap((text) => patternOfWildcard(text) ?? []);
  const fault = patterns.map(patternProblem).find((problem) => problem !== null);
  if (fault !== undefined) return `accepts an answer with * that ${fault}`;
  const accept = usable
    .filter((text) => patternOfWildcard(text) === undefined)
    .map((text) => text.replaceAll("\\*", "*"));
  return { type: "text", accept, ...(patterns.length > 0 && { patterns }), ...(exact && { exact }) };
};

/** What is put into a gap of a text, made like a question of its own; a text: why it can't be. */
export const blankOf = (body: Body): Blank | string => {
  if (typeof body === "string") return body;
  switch (body.type) {
    case "single":
      return body.also ? severalRight : { answers: body.answers, right: body.right };
    case "number":
      return body.also ? severalRight : { number: body.number };
    case "text": {
      const { type, ...right } = body;
      return right;
    }
    default:
      return "can't be read";
  }
};

const severalRight = "has several right answers, of which one is enough; a blank here has one";

/** undefined: they are no decimal numbers. */
export const numberWithin = (value: string, within: string): RightNumber | undefined => {
  const [right, width] = [decimalText(value), decimalText(within === "" ? "0" : within)];
  if (right === undefined || width === undefined || width.startsWith("-")) return undefined;
  return isZero(width) ? { value: right } : { value: right, within: width };
};

/** A right number, and others that are accepted as well; each once. */
export const numberBody = (numbers: readonly RightNumber[]): Body => {
  const different = new Map(numbers.map((number) => [JSON.stringify(number), number]));
  const [number, ...also] = different.values();
  return number ? { type: "number", number, ...(also.length > 0 && { also }) } : noRight;
};

/** The numbers that give all points. */
export const numberAmong = (
  all: readonly { readonly percent: string; readonly number: RightNumber | undefined }[],
  lose: (what: string) => void,
): Body => {
  const full = all.filter(({ percent }) => Number(percent) >= 99.999);
  const numbers = full.flatMap(({ number }) =>
    number && "value" in decimalIn(number.value) ? [number] : [],
  );
  if (numbers.length < full.length) return "has a right answer that is no decimal number";
  if (all.some(({ percent }) => Number(percent) > 0 && Number(percent) < 99.999)) {
    lose("loses the points for numbers that are right in part: they count as wrong");
  }
  return numberBody(numbers);
};

/** A left side is the name of a line in the course's file. */
const longestLeft = 120;
/** As many as there are letters to name them. */
const mostMixed = 26;

/** Pairs with an empty left side are answers that belong to nothing. */
export const matchOfPairs = (
  all: readonly { readonly left: string; readonly right: string }[],
  isShared: boolean,
): Body => {
  const pairs = all
    .filter(({ left }) => left !== "")
    .map(({ left, right }) => ({ left: left.replaceAll(/\s+/g, " "), right }));
  const rights = new Set(pairs.map(({ right }) => right));
  const others = [
    ...new Set(all.filter(({ left, right }) => left === "" && !rights.has(right)).map(({ right }) => right)),
  ].filter((right) => right !== "");
  if (pairs.some(({ right }) => right === "")) return "has a pair without its right side";
  if (pairs.length < 2) return "has fewer than two pairs";
  if (new Set(pairs.map(({ left }) => left)).size < pairs.length) return "has the same left side twice";
  if (pairs.some(({ left }) => left.length > longestLeft))
    return `has a left side of more than ${longestLeft} characters`;
  if (rights.size + others.length < 2) return "has one answer for all its pairs";
  if (Math.max(pairs.length, rights.size + others.length) > mostMixed)
    return `has more than ${mostMixed} pairs or answers`;
  return { type: "match", pairs, others, isShared };
};

/** @param isShared whether each in its place has its share of the points. */
export const orderOfTexts = (order: readonly string[], isShared = false): Body => {
  if (order.length < 2) return "has fewer than two things to put in order";
  if (order.length > mostMixed) return `has more than ${mostMixed} things to put in order`;
  return new Set(order).size < order.length
    ? "has two things to put in order that are the same"
    : { type: "order", order, ...(isShared && { isShared }) };
};

/**
 * How Moodle's "ordering" shares the points, by the name of its rule (ABSOLUTE_POSITION); older exports have its number. Empty:
 * nothing is said.
 *
 * @returns whether each in its place has its share.
 */
export const isOrderShared = (rule: string, lose: (what: string) => void): boolean => {
  if (/^(?:|-1|ALL_OR_NOTHING)$/i.test(rule)) return false;
  if (!/^(?:0|ABSOLUTE(?:_POSITION)?)$/i.test(rule)) {
    lose("gives a share of the points for each that stands in its place, whatever stands beside it");
  }
  return true;
};
