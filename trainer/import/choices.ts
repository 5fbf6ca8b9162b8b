import { isAtLeast, one, sumOf, zero } from "../../course/grading/fraction.ts";
import { weightIn } from "../course-folder/questions/multiple.ts";
import { shareOf } from "./decimals.ts";
import type { Blank, Choice, QuestionBody } from "./model.ts";

/** An answer to choose, as many systems have it. */
export interface Option {
  /** Markdown. */
  readonly text: string;
  /** Share of the points in percent, as written. */
  readonly percent: string;
}

/** The body of a question; a text: why there is none, as the rest of a sentence. */
export type Body = QuestionBody | string;

/** a, b, …, z, aa, ab, … */
export const letterOf = (index: number): string =>
  (index < 26 ? "" : letterOf(Math.floor(index / 26) - 1)) + String.fromCharCode(97 + (index % 26));

export const choicesOf = (texts: readonly string[]): readonly Choice[] =>
  texts.map((text, index) => ({ id: letterOf(index), text }));

/** @param isFixed of each answer, in their order: whether it keeps its place where answers are shuffled. */
const withFixed = (answers: readonly Choice[], isFixed: readonly boolean[]): readonly Choice[] =>
  answers.map((answer, index) => (isFixed[index] ? { ...answer, isFixed: true } : answer));

/** The same of a question's body, where it has answers to choose from. */
export const bodyWithFixed = (body: Body, isFixed: readonly boolean[]): Body =>
  typeof body !== "string" && (body.type === "single" || body.type === "multiple")
    ? { ...body, answers: withFixed(body.answers, isFixed) }
    : body;

/**
 * A blank with choices of its own.
 *
 * @param right the place of the right one; -1: there is none, or more than one.
 * @returns a text: why there is no such blank, as the rest of a sentence.
 */
export const dropdownOf = (
  offered: readonly { readonly text: string; readonly isFixed: boolean }[],
  right: number,
): Blank | string => {
  if (right === -1) return "has not one right answer";
  if (offered.length < 2) return "has only one answer to choose from";
  const answers = withFixed(
    choicesOf(offered.map(({ text }) => text)),
    offered.map(({ isFixed }) => isFixed),
  );
  return { answers, right: answers[right]?.id ?? "" };
};

const faultOf = (texts: readonly string[]): string | undefined => {
  if (texts.length < 2)
    return `offers ${texts.length === 1 ? "one answer" : "no answers"}; it needs two or more`;
  const empty = texts.findIndex((text) => text.trim() === "");
  return empty === -1 ? undefined : `has an empty answer (the ${empty + 1}. one)`;
};

/** One right answer, by its place, and those that are accepted as well. */
export const singleOf = (texts: readonly string[], right: number, also: readonly number[] = []): Body => {
  const answers = choicesOf(texts);
  const idAt = (place: number): string => answers[place]?.id ?? "";
  return (
    faultOf(texts) ?? {
      ...{ type: "single", answers, right: idAt(right) },
      ...(also.length > 0 && { also: also.map(idAt) }),
    }
  );
};

/** Several right answers, all or nothing. */
export const multipleOf = (texts: readonly string[], right: readonly number[]): Body => {
  const answers = choicesOf(texts);
  const fault = faultOf(texts) ?? (right.length === 0 ? noRight : undefined);
  const places = [...new Set(right)];
  return fault ?? { type: "multiple", answers, right: places.map((place) => answers[place]?.id ?? "") };
};

export const noRight = "has no right answer, and none is guessed";

/**
 * A question whose answers have shares of the points.
 *
 * @param lose is told what the course can't hold.
 */
export const weighedOf = (
  options: readonly Option[],
  isSingle: boolean,
  lose: (what: string) => void,
): Body => {
  const texts = options.map(({ text }) => text);
  const fault = faultOf(texts);
  if (fault !== undefined) return fault;
  const shares = options.map(({ percent }) => Number(percent.replace(",", ".")));
  if (shares.some((share) => !Number.isFinite(share))) return "has a share of the points that is no number";
  return isSingle ? singleByShare(texts, shares, lose) : multipleByShare(texts, options, shares, lose);
};

const singleByShare = (
  texts: readonly string[],
  shares: readonly number[],
  lose: (what: string) => void,
): Body => {
  const [right, ...also] = shares.flatMap((share, index) => (share >= 99.999 ? [index] : []));
  if (right === undefined) {
    return shares.some((share) => share > 0)
      ? "has no answer that gives all points, and none is guessed"
      : noRight;
  }
  if (shares.some((share, index) => share > 0 && index !== right && !also.includes(index))) {
    lose("loses the points for answers that are right in part: they count as wrong");
  }
  if (shares.some((share) => share < 0)) lose("loses the points that wrong answers take away");
  return singleOf(texts, right, also);
};

const multipleByShare = (
  texts: readonly string[],
  options: readonly Option[],
  shares: readonly number[],
  lose: (what: string) => void,
): Body => {
  const right = shares.flatMap((share, index) => (share > 0 ? [index] : []));
  const body = multipleOf(texts, right);
  if (typeof body === "string" || body.type !== "multiple") return body;
  const sum = right.reduce((total, index) => total + (shares[index] ?? 0), 0);
  if (sum < 99.9) {
    lose(
      `loses its shares of the points, which add up to ${Math.round(sum * 100) / 100} %: it is all or nothing`,
    );
    return body;
  }
  const weights = body.answers.flatMap(({ id }, index): [string, string][] => {
    const share = shareOf(options[index]?.percent ?? "0");
    return share === undefined || share === "0" || share === "-0" ? [] : [[id, share]];
  });
  const exact = sumOf(
    weights.flatMap(([, share]) => weightIn(share) ?? []).filter((share) => isAtLeast(share, zero)),
  );
  if (isAtLeast(exact, one)) return { ...body, weights: Object.fromEntries(weights) };
  lose("loses its shares of the points, which add up to a little less than all: it is all or nothing");
  return body;
};

/** General feedback, and below it what was said to single answers. */
export const feedbackOf = (
  general: string,
  single: readonly { readonly answer: string; readonly feedback: string }[],
): string | undefined => {
  const lines = single
    .filter(({ feedback }) => feedback.trim() !== "")
    .map(({ answer, feedback }) => `- ${inLine(answer)}: ${inLine(feedback)}`);
  const all = [general.trim(), lines.join("\n")].filter((part) => part !== "").join("\n\n");
  return all === "" ? undefined : all;
};

const inLine = (text: string): string => text.replaceAll(/\s*\n+\s*/g, " ").trim();
