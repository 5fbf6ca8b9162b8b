import {
  acceptOf,
  isOrderShared,
  matchOfPairs,
  numberAmong,
  numberWithin,
  orderOfTexts,
  typedAnswer,
} from "../bodies.ts";
import { type Body, feedbackOf, type Option, singleOf, weighedOf } from "../choices.ts";
import { middleOf } from "../decimals.ts";
import type { Format } from "../format.ts";
import { formatTitles } from "../format-titles.ts";
import { nameOf, type ReadItem, type RightNumber } from "../model.ts";
import type { Source } from "../source.ts";
import type { Texts } from "../texts.ts";
import { isLegalId } from "../write/names.ts";
import { type GiftBlock, giftBlocks } from "./blocks.ts";
import { hideEscapes, showEscapes } from "./escapes.ts";

/**
 * Moodle's GIFT, read by Moodle's own rules: colons need no backslash, comments may stand inside braces, and one bad question
 * spoils no other. Source: moodle, question/format/gift/format.php.
 */
export const gift: Format = {
  name: "gift",
  title: formatTitles.gift,
  recognises: ({ text }) =>
    /^\s*(?:::|\$CATEGORY:)/m.test(text) || /\{(?:[^{}]*[=~#>][^{}]*|\s*(?:T|F|TRUE|FALSE)?\s*)\}/.test(text),
  read: (source) => giftBlocks(source.text).map((block) => itemOf(block, source)),
};

const itemOf = (block: GiftBlock, source: Source): ReadItem => {
  const place = { file: source.file, line: block.line };
  const [, name = "", rest = ""] = /^(?:::([\s\S]*?)::)?([\s\S]*)$/.exec(hideEscapes(block.text)) ?? [];
  const title = showEscapes(name).trim();
  const open = rest.indexOf("{");
  const close = rest.lastIndexOf("}");
  const before = open === -1 ? rest : rest.slice(0, open);
  const skip = (why: string): ReadItem => ({ place, what: nameOf(title, plainOf(before)), why });
  if (open === -1) return skip("is a description, which asks nothing");
  if (close < open) return skip("has a brace that is not closed");
  const texts = source.texts();
  const [format, stem] = formatOf(before + gapFor(rest.slice(close + 1)), "moodle");
  const answers = rest.slice(open + 1, close).trim();
  const general = answers.lastIndexOf("####");
  const said = general === -1 ? "" : answers.slice(general + 4);
  const reader: AnswerReader = { texts, format, feedback: [] };
  const body = bodyOf(general === -1 ? answers : answers.slice(0, general).trim(), reader);
  if (typeof body === "string") return skip(body);
  const text = inFormat(stem, format, texts);
  if (text === "") return skip("has no text");
  const feedback = feedbackOf(textOf(said, format, texts), reader.feedback);
  if (block.tags.length > 0) texts.lose(`loses its tags: ${block.tags.join(", ")}`);
  const { pictures, losses } = texts;
  const id = block.id !== undefined && isLegalId(block.id) ? block.id : undefined;
  return { place, id, title, text, feedback, category: block.category, pictures, losses, ...body };
};

const plainOf = (text: string): string => showEscapes(text).replaceAll(/^\[\w+\]|<[^>]*>/g, "");

/** Text behind the answers: the answer belongs between. A stray `";` of the format's manual doesn't count. */
const gapFor = (after: string): string => (/^[\s";]*$/.test(after) ? "" : `_____${after}`);

type TextFormat = "html" | "moodle" | "plain" | "markdown";

const formatOf = (written: string, otherwise: TextFormat): readonly [TextFormat, string] => {
  const [tag = "", name] = /^\s*\[(html|moodle|plain|markdown)\]/.exec(written) ?? [];
  const format = (["html", "moodle", "plain", "markdown"] as const).find((known) => known === name);
  return [format ?? otherwise, written.slice(tag.length)];
};

const textOf = (written: string, otherwise: TextFormat, texts: Texts): string => {
  const [format, rest] = formatOf(written, otherwise);
  return inFormat(rest, format, texts);
};

const inFormat = (written: string, format: TextFormat, texts: Texts): string => {
  const text = showEscapes(written).trim();
  if (text === "") return "";
  if (format === "html") return texts.html(text);
  if (format === "markdown") return texts.markdown(text);
  return format === "plain" ? texts.plain(text) : texts.maybeHtml(text);
};

interface AnswerReader {
  readonly texts: Texts;
  /** Of the question, and so of answers that name none. */
  readonly format: TextFormat;
  readonly feedback: { readonly answer: string; readonly feedback: string }[];
}

const bodyOf = (answers: string, reader: AnswerReader): Body => {
  if (answers === "") return "is an essay, which no rule can grade";
  if (answers.startsWith("#")) return numberOf(answers.slice(1), reader);
  if (answers.startsWith(">")) return orderOf(answers.slice(1), reader);
  if (answers.includes("~")) return choiceOf(answers, reader);
  if (answers.includes("=") && answers.includes("->")) return matchOf(answers, reader);
  const [word = "", ...said] = answers.split("#");
  if (/^(?:T|TRUE|F|FALSE)$/i.test(word.trim())) return truthOf(/^t/i.test(word.trim()), said, reader);
  return shortOf(answers, reader);
};

/** `%50%text#feedback`. */
interface Part {
  readonly percent: string;
  readonly text: string;
  readonly feedback: string;
}

const partOf = (written: string, percent: string): Part => {
  const [, weight] = /^%(-?\d{1,3}(?:\.\d*)?)%/.exec(written.trim()) ?? [];
  const rest = weight === undefined ? written.trim() : written.trim().slice(weight.length + 2);
  const hash = rest.indexOf("#");
  return {
    percent: weight ?? percent,
    text: (hash === -1 ? rest : rest.slice(0, hash)).trim(),
    feedback: hash === -1 ? "" : rest.slice(hash + 1).trim(),
  };
};

const hear = (
  { feedback, text }: Part,
  shown: string,
  { texts, format, feedback: all }: AnswerReader,
): void => {
  if (feedback !== "") all.push({ answer: shown || text, feedback: textOf(feedback, format, texts) });
};

const choiceOf = (answers: string, reader: AnswerReader): Body => {
  const isSingle = answers.includes("=");
  const parts = answers
    .replaceAll("=", "~=")
    .split("~")
    .slice(answers.startsWith("=") || answers.startsWith("~") ? 1 : 0)
    .filter((written) => written.trim() !== "")
    .map((written) => (written.startsWith("=") ? partOf(written.slice(1), "100") : partOf(written, "0")));
  const options = parts.map((part): Option => {
    const text = textOf(part.text, reader.format, reader.texts);
    hear(part, text, reader);
    return { text, percent: part.percent };
  });
  return weighedOf(options, isSingle, (what) => reader.texts.lose(what));
};

const truthOf = (
  isTrue: boolean,
  [ifWrong = "", ifRight = ""]: readonly string[],
  reader: AnswerReader,
): Body => {
  const { texts, format } = reader;
  const [right, wrong] = isTrue ? ["True", "False"] : ["False", "True"];
  reader.feedback.push({ answer: right, feedback: textOf(ifRight, format, texts) });
  reader.feedback.push({ answer: wrong, feedback: textOf(ifWrong, format, texts) });
  return singleOf(["True", "False"], isTrue ? 0 : 1);
};

const partsOf = (answers: string): readonly Part[] =>
  answers
    .split("=")
    .filter((written) => written.trim() !== "")
    .map((written) => partOf(written, "100"));

const shortOf = (answers: string, reader: AnswerReader): Body => {
  const parts = partsOf(answers);
  for (const part of parts) hear(part, typedAnswer(showEscapes(part.text)), reader);
  const full = parts.filter(({ percent }) => Number(percent) >= 99.999);
  if (parts.some(({ percent }) => Number(percent) > 0 && Number(percent) < 99.999)) {
    reader.texts.lose("loses the points for answers that are right in part: they count as wrong");
  }
  const accept = full.map(({ text }) => showEscapes(formatOf(text, "plain")[1]).trim());
  return acceptOf(accept);
};

const numberOf = (written: string, reader: AnswerReader): Body => {
  const tilde = written.indexOf("~");
  const parts = partsOf(tilde === -1 ? written : written.slice(0, tilde));
  for (const part of parts) hear(part, typedAnswer(showEscapes(part.text)), reader);
  if (tilde !== -1) hear(partOf(written.slice(tilde + 1), "0"), "anything else", reader);
  return numberAmong(
    parts.map(({ percent, text }) => ({ percent, number: rightNumber(showEscapes(text)) })),
    (what) => reader.texts.lose(what),
  );
};

/** `3.14:0.01`, `1..5`. */
const rightNumber = (written: string): RightNumber | undefined => {
  const [low, high] = written.split("..");
  if (high !== undefined) return middleOf(low ?? "", high);
  const [value, within = "0"] = written.split(":");
  return numberWithin(value ?? "", within);
};

const matchOf = (answers: string, { texts, format }: AnswerReader): Body => {
  const pairs = answers
    .split("=")
    .filter((written) => written.trim() !== "")
    .map((written) => written.split("->"))
    .map(([left = "", ...right]) => ({
      left: textOf(left, format, texts),
      right: inFormat(right.join("->"), "plain", texts),
    }));
  if (pairs.some(({ right }) => right === "")) return "has a pair without its right side";
  return matchOfPairs(pairs, true);
};

/** Of the plugin "ordering": `>2 ALL HORIZONTAL … none`, then a line each. */
const orderOf = (written: string, { texts, format }: AnswerReader): Body => {
  const [rules = "", ...lines] = written.split("\n");
  const order = lines.map((line) => textOf(line, format, texts)).filter((line) => line !== "");
  const [rule = ""] = /\b(?:ALL_OR_NOTHING|ABSOLUTE|RELATIVE|LONGEST)\w*/.exec(rules) ?? [];
  return orderOfTexts(
    order,
    isOrderShared(rule, (what) => texts.lose(what)),
  );
};
