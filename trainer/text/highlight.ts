import type { ThemedToken } from "shiki";
import { escapeHtml } from "../../course/mail/html.ts";
import { piecesOf } from "../../course/questions/blanks/text.ts";

/**
 * Code as HTML, its parts in spans whose classes the page colours.
 *
 * @param gaps ids of the marks in it that are to stay whole, outside of every span: fields take their places.
 */
export type Highlight = (code: string, language: string, gaps: readonly string[]) => string;

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

interface Run {
  /** Of its class; "": it has none. */
  readonly name: string;
  readonly text: string;
}

/** A mark and, in characters of its line, where its stand-in begins. */
interface Gap {
  readonly mark: string;
  readonly start: number;
}

/** A word that any language takes where a gap is: the code around is coloured as if it were there. */
const standIn = "gap";

/** Each line with a stand-in in the place of each gap. */
const linesWithStandIns = (code: string, ids: readonly string[]) =>
  code.split("\n").map((line) => {
    const gaps: Gap[] = [];
    let text = "";
    piecesOf(line).forEach((piece, place) => {
      const mark = place % 2 === 1 ? `[[${piece}]]` : null;
      if (mark !== null && ids.includes(piece)) {
        gaps.push({ mark, start: text.length });
        text += standIn;
      } else text += mark ?? piece;
    });
    return { text, gaps };
  });

/** The runs in characters, with the marks in the place of their stand-ins. */
const withMarks = (runs: readonly Run[], gaps: readonly Gap[]): Run[] => {
  const characters = runs.flatMap(({ name, text }) => text.split("").map((text) => ({ name, text })));
  for (const { mark, start } of gaps.toReversed()) {
    characters.splice(start, standIn.length, { name: "", text: mark });
  }
  return characters;
};

const joined = (runs: readonly Run[]): Run[] => {
  const longer: Run[] = [];
  for (const run of runs) {
    const last = longer.at(-1);
    if (last?.name === run.name) longer[longer.length - 1] = { ...last, text: last.text + run.text };
    else longer.push(run);
  }
  return longer;
};

const lineHtml = (tokens: readonly ThemedToken[], gaps: readonly Gap[]): string => {
  const runs = joined(
    withMarks(
      tokens.map((token) => ({ name: classOf(token), text: token.content })),
      gaps,
    ),
  );
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
  return (code, language, ids) => {
    const lines = linesWithStandIns(code, ids);
    return highlighter
      .codeToTokensBase(lines.map(({ text }) => text).join("\n"), {
        lang: language,
        theme: themeName,
        ...limits,
      })
      .map((tokens, index) => lineHtml(tokens, lines[index]?.gaps ?? []))
      .join("\n");
  };
};
