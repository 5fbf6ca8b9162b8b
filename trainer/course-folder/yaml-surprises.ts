import { type Document, isScalar, type Scalar, visit } from "yaml";
import { unseenInWords } from "../../course/invisible.ts";
import { quote } from "../../course/problems.ts";
import { escapesIn, suspectEscapesIn } from "./yaml-escapes.ts";
import { type Fault, isPlain, resolved } from "./yaml-faults.ts";
import { foldingIn } from "./yaml-folding.ts";
import { type Path, pathOf, pathText } from "./yaml-place.ts";

/** Keys whose values people read, of course.yaml, of tests, and of the earlier system's files. */
const textKeys: readonly unknown[] = ["title", "name", "text", "feedback", "question", "answerBody"];

/** Those that may hold no invisible character: the schema refuses one, with its name. */
const lineKeys: readonly unknown[] = ["title", "name"];

/** Comments after dates and numbers are good habit; after a text they may be a part of it that YAML took away. */
const isReadByPeople = (path: Path): boolean =>
  textKeys.includes(path.at(-1)) || (path.at(-2) === "answers" && typeof path.at(-1) === "string");

/**
 * Well-formed values of a file that are read as something else than they look like, in the order of the file.
 *
 * @param isJson JSON needs escapes for line ends: only those are named that look like a backslash that was meant.
 */
export const surprisesIn = (document: Document, source: string, isJson: boolean): readonly Fault[] => {
  const found: Fault[] = [];
  const add = (offset: number | undefined, path: Path, message: string | undefined): void => {
    if (message !== undefined) found.push({ offset: offset ?? 0, message: `${pathText(path)} ${message}` });
  };
  visit(document, {
    Alias: (key, alias, around) => {
      const target = resolved(alias, document);
      if (!isScalar(target)) return;
      const what = `is read as ${quote(target.value)}, what &${alias.source} marks: *${alias.source} is an alias`;
      add(alias.range?.[0], pathOf(key, around), `${what}. ${inQuotes}`);
    },
    Scalar: (key, node, around) => {
      if (key === "key") return;
      const path = pathOf(key, around);
      for (const message of readings(node, path, source, isJson)) add(node.range?.[0], path, message);
    },
  });
  return found;
};

const inQuotes = "If it belongs to the text, put all of the text in quotes";

const readings = (
  node: Scalar,
  path: Path,
  source: string,
  isJson: boolean,
): readonly (string | undefined)[] => {
  const everywhere = [markReading(node), numberReading(node)];
  if (!isReadByPeople(path) || typeof node.value !== "string") return everywhere;
  return [
    ...everywhere,
    commentReading(node, source),
    escapeReading(written(node, source), node.type, isJson),
    foldingIn(node, source),
    // An escape was named as such already.
    lineKeys.includes(path.at(-1)) ? undefined : unseenReading(isJson ? node.value : written(node, source)),
  ];
};

/** A scalar as it stands in the file, its quotes included. */
const written = ({ range }: Scalar, source: string): string =>
  range ? source.slice(range[0], range[1]) : "";

const markReading = ({ anchor, tag, value }: Scalar): string | undefined => {
  if (value === "" || value === null) return undefined;
  if (anchor !== undefined) return `is read as ${quote(value)}: &${anchor} is an anchor. ${inQuotes}`;
  return tag === undefined
    ? undefined
    : `is read as ${quote(value)}: a word that begins with ! is a tag. ${inQuotes}`;
};

/** `012` is twelve and `0x10` is sixteen. */
const numberReading = ({ value, source }: Scalar): string | undefined =>
  typeof value === "number" && source !== undefined && !/^[-+]?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(source)
    ? `is read as the number ${value}: write it so, not ${source}`
    : undefined;

const commentReading = (node: Scalar, source: string): string | undefined => {
  const comment = isPlain(node) && node.range ? commentAfter(node.range, source) : undefined;
  if (comment === undefined) return undefined;
  const what = `is read as ${quote(node.value)}: # after a blank begins a comment, here ${quote(comment.trimEnd())}`;
  return `${what}. ${inQuotes}; if not, give it a line of its own`;
};

/** The comment on a text's last line, or below it where the text's next line would stand: further in than its key. */
const commentAfter = ([start, end]: readonly number[], source: string): string | undefined => {
  const keyColumn =
    /^[\s-]*/.exec(source.slice(source.lastIndexOf("\n", (start ?? 0) - 1) + 1))?.[0].length ?? 0;
  const [, blanks = "", indent, comment] = /^([ \t]*)(?:\n([ \t]*))?(#.*)/.exec(source.slice(end)) ?? [];
  const isInText = indent === undefined ? blanks !== "" : indent.length > keyColumn;
  return isInText ? comment : undefined;
};

const escapeReading = (text: string, type: Scalar["type"], isJson: boolean): string | undefined => {
  if (type !== "QUOTE_DOUBLE") return undefined;
  const escapes = isJson ? suspectEscapesIn(text) : escapesIn(text);
  if (escapes === undefined) return undefined;
  const otherwise = isJson
    ? ""
    : ", or put the text in single quotes; a text of several lines stands below |";
  return `is read with ${escapes}: in double quotes a backslash begins an escape. Where a backslash is meant, write \\\\${otherwise}`;
};

const unseenReading = (value: string): string | undefined => {
  const unseen = unseenInWords(value);
  return unseen && `holds ${unseen}, which does not show; delete it if it is not meant`;
};
