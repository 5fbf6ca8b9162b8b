import { elementAt, elementsBelow, type XmlElement } from "../../foreign/xml.ts";
import { acceptOf, blankOf } from "../bodies.ts";
import { dropdownOf } from "../choices.ts";
import type { Blank } from "../model.ts";
import { type ItemBody, type ItemParts, labelsOf, rightsOf, typedBody } from "./item-parts.ts";
import { htmlOf } from "./materials.ts";
import { numberByRules } from "./numbers.ts";

/** Canvas marks a blank in the text by its name: `The [color] sky`. */
export const markedBlanks = (
  item: ItemParts,
  responses: readonly XmlElement[],
  isDropdown: boolean,
): ItemBody | string => {
  let html = item.parts.flatMap((part) => ("html" in part ? [part.html] : [])).join("<br>");
  const blanks = new Map<string, Blank>();
  for (const response of responses) {
    const name = (response.attributes.ident ?? "").replace(/^response_/, "");
    const label =
      htmlOf(elementAt(response, "material"))
        .replaceAll(/<[^>]*>/g, "")
        .trim() || name;
    if (!html.includes(`[${label}]`))
      return `has a blank, ${JSON.stringify(label)}, that its text does not show`;
    const blank = isDropdown ? choiceOf(item, response) : listedOf(item, response);
    if (typeof blank === "string") return `has a blank, ${JSON.stringify(label)}, that ${blank}`;
    const mark = String(blanks.size + 1);
    html = html.replace(`[${label}]`, () => `[[${mark}]]`);
    blanks.set(mark, blank);
  }
  return {
    text: item.texts.html(html),
    body: { type: "blanks", blanks, isShared: true },
    answerTexts: new Map(),
  };
};

const choiceOf = ({ rules, texts }: ItemParts, response: XmlElement): Blank | string => {
  const choices = labelsOf(response, texts);
  const right = rightsOf(response.attributes.ident ?? "", rules);
  const place = choices.findIndex(({ ident }) => right.includes(ident));
  return dropdownOf(choices, right.length === 1 ? place : -1);
};

/** All answers that Canvas lists for a blank to be typed are right; its rules name the first only. */
const listedOf = ({ texts }: ItemParts, response: XmlElement): Blank | string => {
  const labels = elementsBelow(response, "response_label").map(htmlOf);
  const listed = labels.map(plainOf);
  if (labels.some((html) => /<\/?[a-z]/i.test(html))) texts.lose("loses markup in an answer that is typed");
  return blankOf(acceptOf(listed.map((text) => text.replaceAll("*", "\\*"))));
};

const plainOf = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")
    .trim();

/** Blanks stand between the parts of the text. */
export const typedBlanks = (item: ItemParts, responses: readonly XmlElement[]): ItemBody | string => {
  const blanks = new Map<string, Blank>();
  for (const [index, response] of responses.entries()) {
    const ident = response.attributes.ident ?? "";
    const rules = item.rules.map((rule) => ({
      ...rule,
      asked: rule.asked.filter((each) => each.response === ident),
    }));
    const own = rules.filter(({ asked }) => asked.length > 0);
    const isNumber = /^(?:decimal|integer)$/i.test(
      elementsBelow(response, "render_fib")[0]?.attributes.fibtype ?? "",
    );
    const blank = blankOf(isNumber ? numberByRules(own, item.texts) : typedBody(own, ident));
    if (typeof blank === "string") return `has a blank (${index + 1}) that ${blank}`;
    blanks.set(String(index + 1), blank);
  }
  let next = 0;
  const html = item.parts.map((part) => ("html" in part ? part.html : `[[${++next}]]`)).join(" ");
  return {
    text: item.texts.html(html),
    body: { type: "blanks", blanks, isShared: item.rules.length > 1 },
    answerTexts: new Map(),
  };
};
