import { isScalar, LineCounter, parseDocument } from "yaml";
import type * as z from "zod";
import { unseenIn } from "../../course/invisible.ts";
import { memberOf } from "../../course/unknown-value.ts";
import { valueSentence } from "./issue-sentence.ts";
import type { Problems } from "./problems.ts";
import { faultsIn } from "./yaml-faults.ts";
import { hintAt, type Wanted } from "./yaml-hints.ts";
import { type Path, pathText, placeAt } from "./yaml-place.ts";
import { surprisesIn } from "./yaml-surprises.ts";

/** The content of a YAML or JSON file, with the line of each part. */
export interface Tree {
  readonly file: string;
  readonly value: unknown;
  /** Line of the key or item at `path`, or of the nearest part around it that is there. */
  lineOf(path: Path): number;
  /** Line of a text's line, from 0; where the text is folded or stands in quotes, the line of its key. */
  textLineOf(path: Path, lineInText: number): number;
  /** The keys of the group at `path` in the order of the file: a JavaScript object puts `8` before `none`. */
  keysOf(path: Path): readonly string[];
  /** Why the value at `path` may not be what it looks like, where `wanted` should be. */
  hintAt(path: Path, wanted: Wanted): string | undefined;
}

/**
 * How plain scalars are read. `typed`: as YAML does. `text`: all as they are written, so that the answers `0.10`, `yes`
 * and `null` and the student id `007` stay what the trainer typed, and the keys `1` and `1.0` are two.
 */
export type Scalars = "typed" | "text";

/**
 * Parses YAML, and so JSON too. Warns of each value that is read as something else than it looks like. `undefined`, with
 * the problems noted, when the text is neither.
 */
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
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  const faults = faultsIn(document, text);
  for (const { offset, message } of faults) problems.add(file, lineAt(offset), message);
  if (faults.length > 0) return undefined;
  for (const { offset, message } of surprisesIn(document, text, file.endsWith(".json"))) {
    problems.warn(file, lineAt(offset), message);
  }
  try {
    const ordered: unknown = document.toJS({ mapAsMap: true });
    return {
      file,
      value: document.toJS(),
      lineOf: (path) => lineAt(placeAt(document, path).offset),
      textLineOf: (path, lineInText) => {
        const { node, offset } = placeAt(document, path);
        const block = isScalar(node) && node.type === "BLOCK_LITERAL" ? node.range : undefined;
        return block ? lineAt(block[0]) + 1 + lineInText : lineAt(offset);
      },
      keysOf: (path) => keysOf(ordered, path),
      hintAt: (path, wanted) => hintAt(placeAt(document, path), text, wanted),
    };
  } catch {
    // Each alias was looked at: together they stand for more than the library unfolds.
    problems.add(file, lineAt(text.indexOf("*")), "its aliases (*) stand for more than can be read");
    return undefined;
  }
};

/**
 * The tree's value when it fits the schema; else `undefined`, with a problem noted for each misfit.
 *
 * @param part the path of the part that is meant; left out: all of it.
 */
export const checkTree = <S extends z.ZodType>(
  tree: Tree,
  schema: S,
  problems: Problems,
  part: Path = [],
): z.output<S> | undefined => {
  const result = schema.safeParse(valueAt(tree.value, part));
  if (result.success) return result.data;
  const seen = new Set<string>();
  const issues = result.error.issues.map((issue) => ({ ...issue, path: [...part, ...issue.path] }));
  for (const { path, message } of issues.flatMap((issue) => misfits(tree, issue))) {
    const line = tree.lineOf(path);
    if (!seen.has(`${line} ${message}`)) problems.add(tree.file, line, message);
    seen.add(`${line} ${message}`);
  }
  return undefined;
};

interface Misfit {
  readonly path: Path;
  readonly message: string;
}

const misfits = (tree: Tree, issue: z.core.$ZodIssue): readonly Misfit[] => {
  const { path } = issue;
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: `${pathText([...path, key])}: ${unknownKey(key)}`,
      }));
    case "invalid_key": {
      const fault = issue.issues[0] && valueSentence(issue.issues[0], path.at(-1));
      const what = `${pathText(path.slice(0, -1))}: a name here ${fault ?? issue.message}`;
      return [{ path, message: withHint(what, tree.hintAt(path, "parts")) }];
    }
    default: {
      const value = valueAt(tree.value, path);
      if (value === undefined) return [{ path, message: `${pathText(path)} is missing`.trimStart() }];
      const what = `${pathText(path)} ${valueSentence(issue, value)}`.trimStart();
      return [{ path, message: withHint(what, tree.hintAt(path, wantedBy(issue))) }];
    }
  }
};

const wantedBy = (issue: z.core.$ZodIssue): Wanted => {
  if (issue.code !== "invalid_type") return "other";
  if (issue.expected === "string") return "text";
  return ["array", "object", "record"].includes(issue.expected) ? "parts" : "other";
};

const withHint = (message: string, hint: string | undefined): string =>
  hint === undefined ? message : `${message}; ${hint}`;

const unknownKey = (key: string): string => {
  const unseen = unseenIn(key);
  if (unseen !== undefined)
    return `there is no such key; it holds ${unseen}, which does not show: write it anew`;
  return key === "<<" ? "there is no such key, and keys are not merged here" : "there is no such key";
};

/** What stands at a path; undefined: nothing. */
export const valueAt = (value: unknown, path: Path): unknown => path.reduce<unknown>(memberOf, value);

const keysOf = (ordered: unknown, path: Path): readonly string[] => {
  let inner = ordered;
  for (const part of path) {
    if (inner instanceof Map) inner = inner.get(part);
    else inner = Array.isArray(inner) && typeof part === "number" ? inner[part] : undefined;
  }
  return inner instanceof Map ? [...inner.keys()].map(String) : [];
};
