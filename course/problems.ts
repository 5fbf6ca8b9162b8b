import type * as z from "zod";
import { cutLine } from "./text/cut-line.ts";
import { memberOf } from "./unknown-value.ts";

/** More problems would not help, and the answer stays small. */
const mostProblems = 20;
const longestQuote = 60;

/** A value for use in a sentence: quoted, cut, with control and direction characters spelled out. */
export const quote = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return cutLine(text, longestQuote).replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
};

/** `testResult[2].answer` */
const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(memberOf, value);

const kindOf = (value: unknown): string => {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
};

const expectedNames: Readonly<Record<string, string>> = {
  string: "text",
  array: "a list",
  object: "an object",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};

const sentenceOf = (issue: z.core.$ZodIssue, input: unknown): string => {
  const where = pathText(issue.path);
  const value = valueAt(input, issue.path);
  const subject = where === "" ? "The JSON" : where;
  if (value === undefined) return `${subject} is missing`;
  if (issue.code === "invalid_type") {
    const isOfKind = typeof value === "number" && ["number", "int"].includes(issue.expected);
    const given = isOfKind ? String(value) : kindOf(value);
    return `${subject} must be ${expectedNames[issue.expected] ?? issue.expected}, not ${given}`;
  }
  // The one value that comes in several shapes is a given answer.
  if (issue.code === "invalid_union") {
    return `${subject} must be text, not ${kindOf(value)}, or else a list of texts, or texts by their names`;
  }
  return `${subject} ${issue.message}: ${quote(value)}`;
};

/** Clauses joined to one sentence; beyond a readable number, the rest is only counted. */
export const joinProblems = (problems: readonly string[]): string => {
  const shown = problems.slice(0, mostProblems).join("; ");
  const more = problems.length - mostProblems;
  return more > 0 ? `${shown}; and ${more} more.` : `${shown}.`;
};

/** Everything that is wrong with `input`, in one sentence for people. */
export const describeIssues = (error: z.ZodError, input: unknown): string =>
  joinProblems([...new Set(error.issues.map((issue) => sentenceOf(issue, input)))]);
