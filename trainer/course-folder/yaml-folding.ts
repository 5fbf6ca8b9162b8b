import type { Scalar } from "yaml";

/** Prose that is broken where lines are full has lines longer than this; code, lists and poems have shorter lines. */
const fullLineColumns = 60;

/**
 * YAML joins the lines of a text (YAML 1.2.2, section 6.5). Says so when the text looks as if its lines should stay apart;
 * undefined: they are not joined, or it is prose that was broken where lines are full.
 */
export const foldingIn = (node: Scalar, source: string): string | undefined => {
  const { range, type } = node;
  if (!range || type === "BLOCK_LITERAL" || type === undefined) return undefined;
  const start = source.lastIndexOf("\n", range[0] - 1) + 1;
  const lines = source.slice(start, range[1]).trimEnd().split("\n");
  // The first line of a text below > holds that sign only.
  const texts = type === "BLOCK_FOLDED" ? lines.slice(1) : lines;
  if (!isJoined(texts) || looksLikeProse(texts, type === "BLOCK_FOLDED")) return undefined;
  const sign =
    type === "BLOCK_FOLDED"
      ? "with | in place of >"
      : "with | after the colon and all of the text below, indented";
  return `is read as one line: its ${texts.length} lines are joined. To keep them apart, write it ${sign}`;
};

/** Two lines of text that follow each other, but for those that a backslash joins in double quotes. */
const isJoined = (lines: readonly string[]): boolean =>
  lines.some((line, index) => {
    const next = lines[index + 1]?.trim() ?? "";
    return line.trim() !== "" && next !== "" && !line.endsWith("\\");
  });

const looksLikeProse = (lines: readonly string[], isBlock: boolean): boolean => {
  const below = isBlock ? lines : lines.slice(1);
  const indents = new Set(below.filter((line) => line.trim() !== "").map((line) => line.search(/\S/)));
  const broken = lines.filter((line, index) => line.trim() !== "" && (lines[index + 1]?.trim() ?? "") !== "");
  return (
    indents.size <= 1 && broken.every((line) => line.length >= fullLineColumns && !/[;{}\\]$/.test(line))
  );
};
