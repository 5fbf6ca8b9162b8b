import {
  type Alias,
  type Document,
  isCollection,
  isNode,
  isScalar,
  Scalar,
  visit,
  type YAMLError,
} from "yaml";
import { unseenIn } from "../../course/invisible.ts";

/** What is wrong in a file, at a place in its text. */
export interface Fault {
  /** In characters. */
  readonly offset: number;
  readonly message: string;
}

/** The YAML rule that people break most often, for one of YAML's signs. */
export const quotesNeeded = (sign: string): string => `a text that begins with ${sign} must stand in quotes`;

/** The next rule: to YAML, `key:value` is one word. */
export const blankNeeded = (key: string): string => `a blank must follow the colon after ${key}`;

export const dashNeedsBlank = "a blank must follow the - that begins an item of a list";

/**
 * Why a text is not the YAML that its writer meant: the first fault of each line. When the cause of any fault is known,
 * faults without a known cause are left out, because they mostly result from it.
 */
export const faultsIn = (document: Document, source: string): readonly Fault[] => {
  const errors = [...document.errors, ...document.warnings];
  const found = errors.map((error) => syntaxFault(error, document, source));
  const understood = found.filter(({ message }) => !message.startsWith(notWellFormed));
  const faults = found.length > 0 ? (understood.length > 0 ? understood : found) : aliasFaults(document);
  const lines = new Set<number>();
  return faults.filter(({ offset }) => {
    const line = source.slice(0, offset).split("\n").length;
    const isFirst = !lines.has(line);
    lines.add(line);
    return isFirst;
  });
};

const notWellFormed = "is not well-formed: ";

const syntaxFault = (error: YAMLError, document: Document, source: string): Fault => {
  const [offset] = error.pos;
  const opening =
    error.code === "MISSING_CHAR" || error.code === "BAD_INDENT" ? openedBefore(document, offset) : null;
  if (opening !== null) return { offset: opening, message: notClosed(source.charAt(opening)) };
  return { offset, message: sentenceOf(error, source) };
};

const notClosed = (sign: string): string =>
  sign === "{" || sign === "["
    ? `the ${sign} that stands here is not closed; a # after a blank begins a comment and hides the rest of its line`
    : "the quote that begins here is not closed";

/** Where the quote, or the innermost `{` or `[`, begins that is open at an offset; null: none. */
const openedBefore = (document: Document, offset: number): number | null => {
  let opening: number | null = null;
  visit(document, (_, node) => {
    if (!isNode(node) || !node.range) return;
    const [start, end] = node.range;
    const isQuoted = isScalar(node) && (node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE");
    const isFlow = isCollection(node) && node.flow === true;
    if ((isQuoted || isFlow) && start < offset && offset <= end) opening = start;
  });
  return opening;
};

const sentences: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: "this key stands here for the second time",
  MULTIPLE_DOCS: "a second document begins here ('---' or '...'); a file holds one",
  TAB_AS_INDENT: "indent with spaces, not with tabs",
};

/** For faults that no sign of YAML causes. */
const lastSentences: Readonly<Record<string, string>> = {
  BAD_INDENT:
    "stands below no other key or item: indent it like its neighbours. A text of several lines stands below |, indented further than its key",
  MISSING_CHAR:
    "is neither a key with a colon nor an item: a text of several lines stands below |, indented further than its key",
};

const sentenceOf = ({ code, message, pos: [offset] }: YAMLError, source: string): string => {
  const line = lineAround(source, offset);
  if (code === "DUPLICATE_KEY" && source.charAt(offset) === "-") return dashNeedsBlank;
  const known = sentences[code];
  if (known !== undefined) return known;
  const unseen = unseenIn(line.text.replaceAll("\t", ""));
  if (unseen !== undefined) return `the line holds ${unseen}, which is no blank to YAML: write it anew`;
  if (code === "BAD_DQ_ESCAPE") {
    const written = source.slice(offset, offset + 2);
    return `${written} is no escape: in double quotes write a backslash twice, or put the text in single quotes`;
  }
  const key = code === "MULTILINE_IMPLICIT_KEY" ? keyOfOneWord(source.slice(offset)) : undefined;
  if (key !== undefined) return blankNeeded(key);
  const sentence = signSentence(signBefore(line)) ?? lastSentences[code];
  if (sentence !== undefined) return sentence;
  if (code !== "BLOCK_AS_IMPLICIT_KEY") return `${notWellFormed}${message}`;
  const how = /:\s.*:\s/.test(line.text) ? "holds ': '" : "ends with ':'";
  return `a text that ${how} must stand in quotes`;
};

const signSentence = (sign: string | undefined): string | undefined => {
  if (sign !== '"' && sign !== "'") return sign === undefined ? undefined : quotesNeeded(sign);
  const twice = sign === '"' ? '\\"' : "''";
  return `the text in quotes ends before the line does: put all of it in quotes, and write a quote inside it as ${twice}`;
};

/** `text` of `text:What is it?`; undefined: it does not begin so, or is an address. */
export const keyOfOneWord = (text: string): string | undefined => /^[\w-]+(?=:(?!\/\/)\S)/.exec(text)?.[0];

interface Line {
  readonly text: string;
  /** Of the offset by which the line was found, from 0. */
  readonly column: number;
}

const lineAround = (source: string, offset: number): Line => {
  const start = source.lastIndexOf("\n", offset - 1) + 1;
  return { text: source.slice(start).split("\n", 1)[0] ?? "", column: offset - start };
};

/** Signs that mean something where a text begins: a dash and a question mark do so after a key only. */
const signPattern = /(?:^\s*|-\s+)([|>&*!%@`"'[\]{},])|(?::\s+|[{[,]\s*)([|>&*!%@`"'[\]{},?-])/g;

/** The sign of YAML with which the text at a column begins, after its key, its dash or its bracket; undefined: none. */
const signBefore = ({ text, column }: Line): string | undefined => {
  const starts = [...text.matchAll(signPattern)];
  const start = starts.findLast(({ index, 0: whole }) => index + whole.length - 1 <= column);
  return start?.[1] ?? start?.[2];
};

const aliasFaults = (document: Document): readonly Fault[] => {
  const faults: Fault[] = [];
  visit(document, {
    Alias: (_, alias, around) => {
      const offset = alias.range?.[0] ?? 0;
      const target = resolved(alias, document);
      if (target === undefined) faults.push({ offset, message: quotesNeeded("*") });
      else if (around.some((outer) => outer === target)) {
        faults.push({ offset, message: `*${alias.source} stands inside what &${alias.source} marks` });
      }
    },
  });
  return faults;
};

export const resolved = (alias: Alias, document: Document): unknown => alias.resolve(document);

/** Whether a scalar was written without quotes, on one line or several. */
export const isPlain = (node: Scalar): boolean => node.type === Scalar.PLAIN;
