import { isObject, memberOf } from "../../course/unknown-value.ts";
import type { Picture, Pictures } from "../text/pictures.ts";
import { textFaults } from "../text/text-faults.ts";
import type { Problems } from "./problems.ts";
import { writtenQuestions } from "./question-groups.ts";
import type { Tree } from "./tree.ts";
import { type Path, pathText } from "./yaml-place.ts";

/** Where a text in Markdown stands in a file. */
interface Place {
  readonly path: Path;
  readonly text: string;
  /** Names of the marks in it that fields take the places of. */
  readonly gaps?: readonly string[];
}

/** Keys of questions of all types that hold texts, or groups and lists of them. What is compared with answers is none. */
const textKeys = ["text", "answers", "match", "order", "feedback"];

/** The texts of a test's file, as far as they are texts. */
export const questionTexts = (tree: Tree): Place[] => {
  return writtenQuestions(tree.value).flatMap(({ path, question }) =>
    textKeys
      .flatMap((key) => textsIn(memberOf(question, key), [...path, key]))
      .map((place) => (place.path.at(-1) === "text" ? { ...place, gaps: gapsOf(question) } : place)),
  );
};

const gapsOf = (question: unknown): string[] => {
  const blanks = memberOf(question, "blanks");
  return isObject(blanks) ? Object.keys(blanks) : [];
};

/** The texts of the earlier system's `questions.json`. */
export const earlierTexts = (tree: Tree): Place[] =>
  textsIn(tree.value, []).filter(({ path }) => ["question", "answerBody"].includes(String(path.at(-1))));

const textsIn = (value: unknown, path: Path): Place[] => {
  if (typeof value === "string") return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((inner: unknown, index) => textsIn(inner, [...path, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, [...path, key]));
};

/**
 * Notes what is wrong with the texts.
 *
 * @returns the pictures that they show, by the address in the text.
 */
export const checkTexts = (
  tree: Tree,
  texts: readonly Place[],
  pictures: Pictures,
  problems: Problems,
): ReadonlyMap<string, Picture> => {
  const shown = new Map<string, Picture>();
  const find = (address: string) => {
    const found = pictures.find(tree.file, address);
    if ("picture" in found) shown.set(address, found.picture);
    return found;
  };
  for (const { path, text, gaps } of texts) {
    for (const { kind, line, message } of textFaults(text, find, gaps)) {
      const sentence = `${pathText(path)} ${message}`;
      const place = tree.textLineOf(path, line);
      if (kind === "error") problems.add(tree.file, place, sentence);
      else problems.warn(tree.file, place, sentence);
    }
  }
  return shown;
};
