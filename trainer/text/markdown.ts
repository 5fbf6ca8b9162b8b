import MarkdownIt, { type Token } from "markdown-it";
import { mathsRules } from "./maths-rules.ts";

/**
 * Reads Markdown: CommonMark with tables and maths. HTML in it is text like any other, so that `<pod-name>` shows as it is
 * typed. A line ends where it ends in the file, as CommonMark leaves open
 * (https://spec.commonmark.org/0.31.2/#soft-line-breaks): questions have always been shown so.
 */
const parser = new MarkdownIt("commonmark", { html: false, breaks: true }).enable("table").use(mathsRules);

// All targets come through to be named when they are not allowed; the renderer lets through those that are.
parser.validateLink = () => true;

/** The next rule joins the parts of a text: what was written with a backslash or as an entity would be lost in it. */
parser.core.ruler.before("text_join", "keep_written", ({ tokens }) => {
  for (const token of tokens) {
    const special =
      token.children?.filter(({ type, markup, content }) => type === "text_special" && markup !== content) ??
      [];
    if (special.length > 0) token.meta = { written: special.map(({ markup }) => markup) };
  }
});

/** What the text of an inline token has with a backslash (`\.`) or as an entity (`&lt;`). */
export const writtenSpecially = ({ meta }: Token): readonly string[] => {
  const written = meta?.written;
  return Array.isArray(written) ? written.filter((each) => typeof each === "string") : [];
};

export const parseMarkdown = (text: string): Token[] => parser.parse(text, {});

/** Renders tokens by `rules`, and all others as CommonMark says. */
export const rendererOf = (
  rules: InstanceType<typeof MarkdownIt>["renderer"]["rules"],
): ((tokens: Token[]) => string) => {
  const { renderer } = new MarkdownIt("commonmark", { html: false, breaks: true });
  Object.assign(renderer.rules, rules);
  return (tokens) => renderer.render(tokens, { ...parser.options }, {});
};

/** All tokens, those inside others too, each with its line in the text, from 0. */
export const allTokens = (tokens: readonly Token[], first = 0): LocatedToken[] => {
  let line = first;
  return tokens.flatMap((token) => {
    line = token.map?.[0] ?? line;
    const located = { token, line };
    if (token.type === "softbreak" || token.type === "hardbreak") line += 1;
    return [located, ...(token.children ? allTokens(token.children, line) : [])];
  });
};

interface LocatedToken {
  readonly token: Token;
  readonly line: number;
}

export const attribute = (token: Token, name: string): string =>
  String(token.attrs?.find(([key]) => key === name)?.[1] ?? "");
