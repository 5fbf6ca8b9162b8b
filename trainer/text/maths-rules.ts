import type { MarkdownIt, StateBlock, StateInline } from "markdown-it";

/** Types of the tokens whose content is TeX. */
export const mathsTypes = { inline: "maths_inline", display: "maths_display", block: "maths_block" } as const;

const isLetterOrDigit = (character: string): boolean => /[\p{L}\p{N}]/u.test(character);
const isBlank = (character: string): boolean => character === "" || /\s/.test(character);

/**
 * Where the formula that begins behind `start` ends; -1: it is none. Dollars of a shell (`$HOME/$USER`, `$A$B`, `5$ or 10$`)
 * are not taken for formulas: there is no blank inside at the ends, and no letter or digit outside.
 */
const endOfFormula = (source: string, start: number, dollars: string): number => {
  if (isBlank(source.charAt(start)) || source.charAt(start) === "$") return -1;
  for (let at = start; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (character === "\n" || character === "`") return -1;
    if (character === "\\") at += 1;
    else if (character === "$") {
      const after = source.charAt(at + dollars.length);
      const isClosed = source.startsWith(dollars, at) && !isBlank(source.charAt(at - 1));
      return isClosed && !isLetterOrDigit(after) && !["$", "{", "("].includes(after) ? at : -1;
    }
  }
  return -1;
};

const inlineMaths = (state: StateInline, isSilent: boolean): boolean => {
  const { src, pos } = state;
  const before = src.charAt(pos - 1);
  if (src.charAt(pos) !== "$" || before === "$" || isLetterOrDigit(before)) return false;
  const dollars = src.startsWith("$$", pos) ? "$$" : "$";
  const start = pos + dollars.length;
  const end = endOfFormula(src.slice(0, state.posMax), start, dollars);
  if (end === -1) return false;
  if (!isSilent) {
    const token = state.push(dollars === "$" ? mathsTypes.inline : mathsTypes.display, "math", 0);
    token.content = src.slice(start, end);
    token.markup = dollars;
  }
  state.pos = end + dollars.length;
  return true;
};

const lineOf = (state: StateBlock, line: number): string =>
  state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line] ?? 0).trimEnd();

/** Lines from one that begins with `$$` to one that ends with it, without an empty one between. */
const mathsBlock = (state: StateBlock, first: number, end: number, isSilent: boolean): boolean => {
  if ((state.sCount[first] ?? 0) - state.blkIndent >= 4 || !lineOf(state, first).startsWith("$$"))
    return false;
  const lines: string[] = [];
  let last = first;
  for (; ; last += 1) {
    if (last >= end || state.isEmpty(last) || (state.sCount[last] ?? 0) < state.blkIndent) return false;
    lines.push(lineOf(state, last));
    if (lines.at(-1)?.endsWith("$$") && (last > first || lineOf(state, first).length > 4)) break;
  }
  const content = lines.join("\n").slice(2, -2).trim();
  // `$$ and $$`, each the id of a shell's process.
  if (content === "" || content.includes("$")) return false;
  if (isSilent) return true;
  const token = state.push(mathsTypes.block, "math", 0);
  token.block = true;
  token.content = content;
  token.markup = "$$";
  token.map = [first, last + 1];
  state.line = last + 1;
  return true;
};

/** `$inline$` and `$$display$$`. */
export const mathsRules = (parser: MarkdownIt): void => {
  parser.inline.ruler.after("escape", mathsTypes.inline, inlineMaths);
  parser.block.ruler.before("fence", mathsTypes.block, mathsBlock, {
    alt: ["paragraph", "reference", "blockquote", "list"],
  });
};
