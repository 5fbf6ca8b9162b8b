import { elementAt, elementsOf, textIn, type XmlElement } from "../../foreign/xml.ts";
import { acceptOf, blankOf } from "../bodies.ts";
import { type Body, choicesOf } from "../choices.ts";
import type { Blank } from "../model.ts";
import type { MoodleTexts } from "./moodle-texts.ts";

type Read = string | { readonly text: string; readonly body: Exclude<Body, string> };

/** Missing words: `[[1]]` with words to choose from (gapselect, ddwtos), or the word itself between signs (gapfill). */
export const gapsOf = (question: XmlElement, type: string, texts: MoodleTexts): Read =>
  type === "gapfill" ? gapfillOf(question, texts) : chosenGapsOf(question, texts);

interface Word {
  readonly text: string;
  readonly group: string;
}

const wordsOf = (question: XmlElement, texts: MoodleTexts): readonly Word[] =>
  [...elementsOf(question, "selectoption"), ...elementsOf(question, "dragbox")].map((word) => ({
    text: texts.formatted(textIn(elementAt(word, "text")), "html"),
    group: textIn(elementAt(word, "group")).trim() || "1",
  }));

const chosenGapsOf = (question: XmlElement, texts: MoodleTexts): Read => {
  const words = wordsOf(question, texts);
  const blanks = new Map<string, Blank>();
  const faults: string[] = [];
  const text = texts.question().replaceAll(/\[\[(\d+)\]\]/g, (_, place: string) => {
    const right = words[Number(place) - 1];
    const mark = String(blanks.size + 1);
    if (!right) faults.push(`has a gap [[${place}]] without a word`);
    else {
      const offered = words.filter(({ group }) => group === right.group);
      const answers = choicesOf(offered.map((word) => word.text));
      blanks.set(mark, { answers, right: answers[offered.indexOf(right)]?.id ?? "" });
    }
    return `[[${mark}]]`;
  });
  if (faults[0] !== undefined) return faults[0];
  if ([...blanks.values()].some((blank) => "answers" in blank && blank.answers.length < 2)) {
    return "has a gap with only one word to choose from";
  }
  return blanks.size === 0 ? "has no gap" : { text, body: { type: "blanks", blanks, isShared: true } };
};

/** `The [cat] sat`; the signs around may be others, and `|` parts words that are right. */
const gapfillOf = (question: XmlElement, texts: MoodleTexts): Read => {
  const signs = textIn(elementAt(question, "delimitchars")).trim() || "[]";
  const [open = "[", close = "]"] = [...signs];
  const isExact = textIn(elementAt(question, "casesensitive")).trim() === "1";
  const blanks = new Map<string, Blank>();
  const faults: string[] = [];
  const written = textIn(elementAt(question, "questiontext", "text"));
  const inner = new RegExp(`\\${open}([^\\${open}\\${close}]*)\\${close}`, "g");
  const marked = written.replaceAll(inner, (_, answer: string) => {
    const mark = String(blanks.size + faults.length + 1);
    const plain = answer.replaceAll(/<[^>]*>/g, "").trim();
    const words = plain.split("|").map((word) => word.trim());
    const blank = isPattern(plain) ? "accepts a pattern" : blankOf(acceptOf(words, isExact));
    if (typeof blank === "string") faults.push(`has a gap (${mark}) that ${blank}`);
    else blanks.set(mark, blank);
    return `[[${mark}]]`;
  });
  if (faults[0] !== undefined) return faults[0];
  if (blanks.size === 0) return "has no gap";
  const format = elementAt(question, "questiontext")?.attributes.format ?? "html";
  return {
    text: texts.question(texts.formatted(marked, format)),
    body: { type: "blanks", blanks, isShared: true },
  };
};

const isPattern = (answer: string): boolean => /[\\^$*+?()[\]{}]|\.\*|!/.test(answer);
