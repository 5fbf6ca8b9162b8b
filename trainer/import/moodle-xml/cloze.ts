import { elementAt, textIn, type XmlElement } from "../../foreign/xml.ts";
import { acceptOf, blankOf, numberAmong, numberWithin } from "../bodies.ts";
import { type Body, weighedOf } from "../choices.ts";
import { parseHtml, textOfHtml } from "../html/html-tree.ts";
import type { Blank } from "../model.ts";
import type { MoodleTexts } from "./moodle-texts.ts";

/** `{1:SHORTANSWER:=a~%50%b#feedback}`; a brace inside has a backslash. */
const gap = /(?<!\\)\{(\d*):(\w+):((?:\\[\s\S]|[^{}\\])*)\}/g;

type Read = string | { readonly text: string; readonly body: Exclude<Body, string> };

/**
 * Answers embedded in a text ("Cloze"). Its blanks are marked before the text becomes Markdown, so that no sign of an answer
 * is taken for markup.
 */
export const clozeOf = (question: XmlElement, texts: MoodleTexts): Read => {
  const blanks = new Map<string, Blank>();
  const faults: string[] = [];
  const written = textIn(elementAt(question, "questiontext", "text"));
  const weights = new Set<string>();
  const marked = written.replaceAll(gap, (_, weight: string, kind: string, answers: string) => {
    const mark = String(blanks.size + faults.length + 1);
    weights.add(weight || "1");
    const blank = clozeBlank(kind.toUpperCase(), answers, texts);
    if (typeof blank === "string") faults.push(`has a blank (${mark}) that ${blank}`);
    else blanks.set(mark, blank);
    return `[[${mark}]]`;
  });
  if (faults[0] !== undefined) return faults[0];
  if (blanks.size === 0) return "has no blank that can be read";
  if (weights.size > 1) texts.lose("loses the weights of its blanks: each counts the same");
  const format = elementAt(question, "questiontext")?.attributes.format ?? "html";
  return {
    text: texts.question(texts.formatted(marked, format)),
    body: { type: "blanks", blanks, isShared: true },
  };
};

interface Part {
  readonly percent: string;
  readonly text: string;
}

const clozeBlank = (kind: string, written: string, texts: MoodleTexts): Blank | string => {
  const parts = written
    .split(/(?<!\\)~/)
    .filter((part) => part.trim() !== "")
    .map((part) => partOf(part, texts));
  if (/^(?:MULTICHOICE|MC)/.test(kind)) {
    const options = parts.map(({ percent, text }) => ({ percent, text: texts.texts.html(text) }));
    return blankOf(weighedOf(options, true, texts.lose));
  }
  if (/^(?:MULTIRESPONSE|MR)/.test(kind)) return "asks for several answers at once";
  if (/^(?:NUMERICAL|NM)/.test(kind)) return numberBlank(parts, texts);
  if (/^(?:SHORTANSWER|SA|MW)/.test(kind)) {
    const full = parts.filter(({ percent }) => Number(percent) >= 99.999);
    if (parts.some(({ percent }) => Number(percent) > 0 && Number(percent) < 99.999)) texts.lose(partly);
    // The text is HTML, and Moodle reads what is typed without it.
    const plain = full.map(({ text }) => textOfHtml(parseHtml(text)).trim());
    return blankOf(acceptOf(plain, /_?C$/.test(kind)));
  }
  return `is of the kind ${kind}, which is not known`;
};

const partly = "loses the points for answers that are right in part: they count as wrong";

const numberBlank = (parts: readonly Part[], texts: MoodleTexts): Blank | string => {
  const numbers = parts.map(({ percent, text }) => {
    const [value = "", within = ""] = text.split(":");
    return { percent, number: numberWithin(value.trim(), within.trim()) };
  });
  return blankOf(numberAmong(numbers, texts.lose));
};

const partOf = (written: string, texts: MoodleTexts): Part => {
  const [, equals, weight] = /^\s*(?:(=)|%(-?[\d.]+)%)?/.exec(written) ?? [];
  const rest = written.replace(/^\s*(?:=|%-?[\d.]+%)?/, "");
  const [text = "", ...feedback] = rest.split(/(?<!\\|&)#/);
  const plain = text.replaceAll(/\\([#~{}"\\/])/g, "$1").trim();
  const said = feedback
    .join("#")
    .replaceAll(/\\([#~{}"\\/])/g, "$1")
    .trim();
  if (said !== "") texts.feedback.push({ answer: texts.texts.html(plain), feedback: texts.texts.html(said) });
  return { percent: equals ? "100" : (weight ?? "0"), text: plain };
};
