import type { ThemedToken } from "shiki";
import { escapeHtml } from "../../course/mail/html.ts";

/** Code as HTML, its parts in spans whose classes the page colours. */
export type Highlight = (code: string, language: string) => string;

/** In place of a colour, the theme gives each part the name of what it is. */
const themeName = "parts";
const partPattern = /^var\(--token-([a-z]+)/;

/** Classes that the pages' style has a colour for. */
export const codeParts = [
  "comment",
  "constant",
  "function",
  "keyword",
  "link",
  "parameter",
  "string",
] as const;

const isPart = (name: string | undefined): boolean => codeParts.some((part) => part === name);

const classOf = ({ color = "", content }: ThemedToken): string => {
  const [, name] = partPattern.exec(color) ?? [];
  return isPart(name) && content.trim() !== "" ? `code-${name}` : "";
};

const lineHtml = (tokens: readonly ThemedToken[]): string => {
  const runs: { name: string; text: string }[] = [];
  for (const token of tokens) {
    const name = classOf(token);
    const last = runs.at(-1);
    if (last && last.name === name) last.text += token.content;
    else runs.push({ name, text: token.content });
  }
  return runs
    .map(({ name, text }) =>
      name === "" ? escapeHtml(text) : `<span class="${name}">${escapeHtml(text)}</span>`,
    )
    .join("");
};

/** By length and never by time: on a busy machine, too, the same text must be published as the same HTML. */
const limits = { tokenizeMaxLineLength: 2_000, tokenizeTimeLimit: 0 };

/** Loads only the languages that are there to be coloured, and nothing when there are none. */
export const highlighterFor = async (languages: ReadonlySet<string>): Promise<Highlight> => {
  if (languages.size === 0) return escapeHtml;
  const [core, { createOnigurumaEngine }, { bundledLanguages }] = await Promise.all([
    import("shiki/core"),
    import("shiki/engine/oniguruma"),
    import("shiki/langs"),
  ]);
  const theme = core.createCssVariablesTheme({ name: themeName, variablePrefix: "--", fontStyle: false });
  const highlighter = await core.createHighlighterCore({
    themes: [theme],
    langs: Object.entries(bundledLanguages).flatMap(([name, language]) =>
      languages.has(name) ? [language] : [],
    ),
    engine: createOnigurumaEngine(import("shiki/wasm")),
  });
  return (code, language) =>
    highlighter
      .codeToTokensBase(code, { lang: language, theme: themeName, ...limits })
      .map(lineHtml)
      .join("\n");
};
