import { parseJson, tryParseJson } from "../../json.ts";
import { messageOf } from "../../message-of.ts";
import type { Json } from "../../ports.ts";

/** What AWS says of a text that is not JSON. */
export class JsonProblem extends Error {
  /** In AWS's form, with the text itself; undefined: not known. */
  readonly location: string | undefined;

  constructor(message: string, location?: string) {
    super(message);
    this.name = "JsonProblem";
    this.location = location;
  }
}

/** Reads JSON. @throws {JsonProblem} */
export const parseText = (text: string): Json => {
  try {
    return parseJson(text);
  } catch (error) {
    throw problemOf(text) ?? new JsonProblem(messageOf(error));
  }
};

/** Of the text that a location holds. */
const shownCharacters = 500;

const locationOf = (text: string, at: number): string => {
  const lines = text.slice(0, at).split("\n");
  const rest = text.length - shownCharacters;
  const shown = `"${text.slice(0, shownCharacters)}"${rest > 0 ? `[truncated ${rest} chars]` : ""}`;
  return `[Source: (String)${shown}; line: ${lines.length}, column: ${(lines.at(-1) ?? "").length + 1}]`;
};

type Container = "Object" | "Array";
type Expected = "value" | "name" | "colon" | "comma";

const values = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

/** The words of Jackson, whose form the recorded texts have. Recorded of Step Functions itself is only that of a field's name. */
const wanted = (expected: Expected, container: Container | undefined): string | undefined => {
  if (expected === "value") return `expected a valid value ${values}`;
  if (expected === "name") return "was expecting double-quote to start field name";
  if (expected === "colon") return "was expecting a colon to separate field name and value";
  return container && `was expecting comma to separate ${container} entries`;
};

const space = /[ \t\r\n]*/y;
const scalar = /[\w.+-]+/y;
const word = /[\p{ID_Continue}$]+/uy;

const lengthOf = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
};

/** 0: there is no JSON in those characters. */
const lengthOfJson = (text: string, at: number, end: number): number =>
  end === at || tryParseJson(text.slice(at, end)) === undefined ? 0 : end - at;

const lengthOfString = (text: string, at: number): number => {
  if (text[at] !== '"') return 0;
  let end = at + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
  return lengthOfJson(text, at, end + 1);
};

const lengthOfSimple = (text: string, at: number, expected: Expected): number => {
  if (expected !== "name" && expected !== "value") return 0;
  const string = lengthOfString(text, at);
  return string || expected === "name" ? string : lengthOfJson(text, at, at + lengthOf(scalar, text, at));
};

/** The first problem of a text; undefined: its words are not known. */
const problemOf = (text: string): JsonProblem | undefined => {
  const open: { readonly container: Container; readonly at: number }[] = [];
  let expected: Expected = "value";
  let isFirst = false;
  let at = lengthOf(space, text, 0);
  while (at < text.length) {
    const char = text.charAt(at);
    const container = open.at(-1)?.container;
    const closed = char === "}" ? "Object" : char === "]" ? "Array" : undefined;
    const simple = lengthOfSimple(text, at, expected);
    if (closed !== undefined && closed === container && (isFirst || expected === "comma")) {
      open.pop();
      expected = "comma";
      isFirst = false;
      at += 1;
    } else if (simple > 0) {
      expected = expected === "name" ? "colon" : "comma";
      isFirst = false;
      at += simple;
    } else if (expected === "value" && (char === "{" || char === "[")) {
      open.push({ container: char === "{" ? "Object" : "Array", at });
      expected = char === "{" ? "name" : "value";
      isFirst = true;
      at += 1;
    } else if (
      (expected === "colon" && char === ":") ||
      (expected === "comma" && container && char === ",")
    ) {
      expected = char === "," && container === "Object" ? "name" : "value";
      at += 1;
    } else return unexpected(text, at, expected, container);
    at += lengthOf(space, text, at);
  }
  const last = open.at(-1);
  if (!last) return undefined;
  return problemAt(
    text,
    at,
    `Unexpected end-of-input: expected close marker for ${last.container} (start marker at ${locationOf(text, last.at)})`,
  );
};

const problemAt = (text: string, at: number, message: string): JsonProblem =>
  new JsonProblem(message, locationOf(text, at));

/** What is wrong with a string or a number, or a bracket that closes another kind, is not known in AWS's words. */
const unexpected = (
  text: string,
  at: number,
  expected: Expected,
  container: Container | undefined,
): JsonProblem | undefined => {
  const char = text.charAt(at);
  if (expected === "value" ? /["\d-]/.test(char) : expected === "name" && char === '"') return undefined;
  const end = at + (expected === "value" ? lengthOf(word, text, at) : 0);
  if (end > at) {
    return problemAt(text, end, `Unrecognized token '${text.slice(at, end)}': was expecting ${values}`);
  }
  const want = wanted(expected, container);
  if (want === undefined || (expected === "comma" && /[}\]]/.test(char))) return undefined;
  return problemAt(text, at + 1, `Unexpected character ('${char}' (code ${char.charCodeAt(0)})): ${want}`);
};
