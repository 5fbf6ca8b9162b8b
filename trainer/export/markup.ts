import { escapeHtml } from "../../course/mail/html.ts";
import { plainOfHtml } from "../../course/text/plain-of-html.ts";
import { plainToMarkdown } from "../import/html/escape.ts";
import { allTokens, attribute, parseMarkdown, rendererOf } from "../text/markdown.ts";
import { mathsTypes } from "../text/maths-rules.ts";

/** The address under which a system finds a picture; undefined: its words stand in its place. */
export type PictureAddress = (address: string) => string | undefined;

export const noPictures: PictureAddress = () => undefined;

/**
 * A text in Markdown as plain HTML that is well-formed XML too. Formulas stand as TeX in `\(…\)`, which the pages of other
 * systems typeset. A text of one paragraph has no element around it.
 */
export const htmlOf = (markdown: string, pictureAddress: PictureAddress): string => {
  const tokens = parseMarkdown(markdown);
  for (const { token } of allTokens(tokens)) {
    if (token.type !== "image") continue;
    const address = pictureAddress(attribute(token, "src"));
    if (address === undefined) token.type = "text";
    else token.attrSet("src", address);
  }
  const isInLine = tokens.length === 3 && tokens[0]?.type === "paragraph_open";
  return render(isInLine ? tokens.slice(1, 2) : tokens).trim();
};

const render = rendererOf({
  heading_open: () => "<p><strong>",
  heading_close: () => "</strong></p>\n",
  image: (tokens, index) => {
    const token = tokens[index];
    if (token === undefined) return "";
    return `<img src="${escapeHtml(attribute(token, "src"))}" alt="${escapeHtml(token.content)}" />`;
  },
  [mathsTypes.inline]: (tokens, index) => `\\(${tex(tokens[index])}\\)`,
  [mathsTypes.display]: (tokens, index) => `\\[${tex(tokens[index])}\\]`,
  [mathsTypes.block]: (tokens, index) => `<p>\\[${tex(tokens[index])}\\]</p>\n`,
});

const tex = (token: { readonly content: string } | undefined): string => escapeHtml(token?.content ?? "");

/** Addresses of the pictures that a text shows. */
export const picturesIn = (markdown: string): readonly string[] =>
  allTokens(parseMarkdown(markdown)).flatMap(({ token }) =>
    token.type === "image" ? [attribute(token, "src")] : [],
  );

/** What other systems take for a formula, although it stands in the text as it is. */
export const looksLikeFormula = (markdown: string): boolean =>
  allTokens(parseMarkdown(markdown)).some(
    ({ token }) =>
      token.type === "text" && /\\\([^\n]*\\\)|\\\[[\s\S]*\\\]|\$\$[^$]+\$\$/.test(token.content),
  );

/** A text without markup, as it is shown; undefined: it has some. */
export const plainOf = (markdown: string): string | undefined => {
  const paragraphs: string[] = [];
  for (const { type, children } of parseMarkdown(markdown)) {
    if (type === "inline" && children?.every((child) => ["text", "softbreak"].includes(child.type))) {
      paragraphs.push(children.map((child) => (child.type === "text" ? child.content : "\n")).join(""));
    } else if (!type.startsWith("paragraph_")) return undefined;
  }
  const plain = paragraphs.join("\n\n");
  return isSame(plainToMarkdown(plain), markdown) ? plain : undefined;
};

/** The words of a text, for places that hold no markup. */
export const wordsOf = (markdown: string): string => {
  const words = plainOf(markdown) ?? plainOfHtml(htmlOf(markdown, noPictures));
  return words.replaceAll(/\s+/g, " ").trim();
};

/** Whether two texts are shown alike. */
export const isSame = (a: string, b: string): boolean => a === b || shownAs(a) === shownAs(b);

/** A text as it is shown, to be compared: HTML in which blanks count once. */
export const shownAs = (markdown: string): string =>
  htmlOf(markdown, (address) => address).replaceAll(/\s+/g, " ");
