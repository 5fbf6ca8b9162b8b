import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { valueSentence } from "./issue-sentence.ts";
import type { Problems } from "./problems.ts";

type Path = readonly PropertyKey[];

/** What a YAML or JSON file holds, knowing on which line each part stands. */
export interface Tree {
  readonly file: string;
  readonly value: unknown;
  /** Line of the key or item at `path`, or of the nearest part around it that is there. */
  lineOf(path: Path): number;
  /** The keys of the group at `path` as they follow each other in the file: a JavaScript object puts `8` before `none`. */
  keysOf(path: Path): readonly string[];
}

/**
 * How plain scalars are read. `typed`: as YAML does. `text`: all as they are written, so that the answers `0.10`, `yes`
 * and `null` and the student id `007` stay what the trainer typed, and the keys `1` and `1.0` are two.
 */
export type Scalars = "typed" | "text";

/** Parses YAML, and JSON with it. `undefined`, with the problems noted, when the text is neither. */
export const parseTree = (
  file: string,
  text: string,
  scalars: Scalars,
  problems: Problems,
): Tree | undefined => {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    schema: scalars === "text" ? "failsafe" : "core",
  });
  const faults = [...document.errors, ...document.warnings];
  for (const fault of faults) problems.add(file, lines.linePos(fault.pos[0]).line, syntaxSentence(fault));
  if (faults.length > 0) return undefined;
  try {
    const ordered: unknown = document.toJS({ mapAsMap: true });
    return {
      file,
      value: document.toJS(),
      lineOf: (path) => lineOf(document, lines, path),
      keysOf: (path) => keysOf(ordered, path),
    };
  } catch (error) {
    problems.add(file, 1, `can't be read: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
};

/** The tree's value when it fits the schema; else `undefined`, with a problem noted for each misfit. */
export const checkTree = <S extends z.ZodType>(
  tree: Tree,
  schema: S,
  problems: Problems,
): z.output<S> | undefined => {
  const result = schema.safeParse(tree.value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) reportIssue(tree, issue, problems);
  return undefined;
};

const reportIssue = (tree: Tree, issue: z.core.$ZodIssue, problems: Problems): void => {
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys) {
      const path = [...issue.path, key];
      problems.add(tree.file, tree.lineOf(path), `${pathText(path)}: there is no such key`);
    }
    return;
  }
  if (issue.code === "invalid_key") {
    const fault = issue.issues[0] && valueSentence(issue.issues[0], issue.path.at(-1));
    const message = `${pathText(issue.path.slice(0, -1))}: a name here ${fault ?? issue.message}`;
    problems.add(tree.file, tree.lineOf(issue.path), message);
    return;
  }
  const value = valueAt(tree.value, issue.path);
  const what = value === undefined ? "is missing" : valueSentence(issue, value);
  problems.add(tree.file, tree.lineOf(issue.path), `${pathText(issue.path)} ${what}`.trimStart());
};

/** `questions[2].right`: the path as people write it, counting from 1. */
export const pathText = (path: Path): string =>
  path
    .map((part) => (typeof part === "number" ? `[${part + 1}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, part) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, part) : undefined),
    value,
  );

const keysOf = (ordered: unknown, path: Path): readonly string[] => {
  let inner = ordered;
  for (const part of path) {
    if (inner instanceof Map) inner = inner.get(part);
    else inner = Array.isArray(inner) && typeof part === "number" ? inner[part] : undefined;
  }
  return inner instanceof Map ? [...inner.keys()].map(String) : [];
};

const lineOf = (document: Document, lines: LineCounter, path: Path): number => {
  let node: unknown = document.contents;
  let offset = offsetOf(node) ?? 0;
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (!pair) break;
      offset = offsetOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof part === "number") {
      node = node.items[part];
      offset = offsetOf(node) ?? offset;
    } else break;
  }
  return lines.linePos(offset).line;
};

const offsetOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);

const syntaxSentence = ({ code, message }: { code: string; message: string }): string => {
  const sentences: Record<string, string> = {
    DUPLICATE_KEY: "this key stands here for the second time",
    MULTIPLE_DOCS: "a second document begins here ('---'); a file holds one",
    BLOCK_AS_IMPLICIT_KEY: "a text that holds ': ' must stand in quotes",
    TAB_AS_INDENT: "indent with spaces, not with tabs",
  };
  return sentences[code] ?? `is not well-formed: ${message}`;
};
