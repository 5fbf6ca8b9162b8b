import type { GradebookCell, GradebookColumns, GradebookTest } from "../../course/course-gradebook.ts";
import { testPath } from "../../course/ids.ts";
import { table } from "../commands/table.ts";
import type { Terminal, Tone } from "../commands/terminal.ts";

/** Longer names are cut when the terminal is too narrow. */
const longestName = 24;

const tones: Partial<Record<GradebookCell["status"], Tone>> = {
  missing: "attention",
  failed: "bad",
  extended: "faint",
  open: "faint",
  excused: "faint",
};

type Paint = Terminal["paint"];

/** `4.5*` was set by hand; `(2)` is one of the lowest, which don't count. */
const cellText = (cell: GradebookCell | null, paint: Paint): string => {
  if (cell === null) return "";
  const text = `${cell.score ?? cell.status}${cell.override ? "*" : ""}`;
  const tone = tones[cell.status];
  return cell.dropped ? paint("faint", `(${text})`) : tone ? paint(tone, text) : text;
};

const cut = (text: string): string => {
  const letters = [...text];
  return letters.length > longestName ? `${letters.slice(0, longestName - 1).join("")}…` : text;
};

/** Places of tests that are shown side by side. */
type Block = readonly number[];

interface Layout {
  /** Heading of each test's column. */
  readonly headings: readonly string[];
  readonly hasEmail: boolean;
  readonly isCut: boolean;
}

const blockLines = (
  { tests, students }: GradebookColumns,
  block: Block,
  { headings, hasEmail, isCut }: Layout,
  paint: Paint,
): string[] => {
  // Sums stand beside the last tests.
  const isLast = block.length === 0 || block.at(-1) === tests.length - 1;
  const lead = ["studentId", "name", ...(hasEmail ? ["email"] : [])];
  const header = [
    ...lead,
    ...block.map((place) => headings[place] ?? ""),
    ...(isLast ? ["total", "out of", "average"] : []),
  ];
  const rows = students.map(({ studentId, name, email, cells, total, outOf, average }) => [
    ...[studentId, isCut ? cut(name) : name, ...(hasEmail ? [email] : [])],
    ...block.map((place) => cellText(cells[place] ?? null, paint)),
    ...(isLast ? [total, outOf, average === null ? "" : `${average}%`] : []),
  ]);
  return table([header.map((cell) => paint("strong", cell)), ...rows]);
};

const plain: Paint = (_, part) => part;

const widthOf = (lines: readonly string[]): number => Math.max(...lines.map((line) => [...line].length));

/** As many tests in each block as the terminal has room for. */
const blocksFor = (gradebook: GradebookColumns, layout: Layout, columns: number): Block[] => {
  const blocks: number[][] = [[]];
  for (const place of gradebook.tests.keys()) {
    const current = blocks.at(-1) ?? [];
    const fits = widthOf(blockLines(gradebook, [...current, place], layout, plain)) <= columns;
    if (fits || current.length === 0) current.push(place);
    else blocks.push([place]);
  }
  return blocks;
};

const legend = (tests: readonly GradebookTest[]): string[] =>
  table(tests.map((test, place) => [`${place + 1}`, testPath(test), test.title]));

const remarks = ({ students }: GradebookColumns): string[] => {
  const has = (what: (cell: GradebookCell) => boolean): boolean =>
    students.some(({ cells }) => cells.some((cell) => cell !== null && what(cell)));
  return [
    ...(has(({ override }) => override !== undefined) ? ["* set by hand; --json says by whom and why"] : []),
    ...(has(({ dropped }) => dropped === true) ? ["( ) one of the lowest, which don't count"] : []),
  ];
};

/**
 * Students and tests as lines that fit the terminal: with the tests' names if there is room, otherwise with numbers, and in
 * several blocks if necessary.
 */
export const courseTable = (gradebook: GradebookColumns, { paint, columns }: Terminal): string[] => {
  const { tests } = gradebook;
  const all = [...tests.keys()];
  const named = { headings: tests.map(testPath), hasEmail: true, isCut: false };
  const isWide = columns === undefined || widthOf(blockLines(gradebook, all, named, plain)) <= columns;
  if (isWide) return [...blockLines(gradebook, all, named, paint), ...remarks(gradebook)];
  const numbered = { headings: tests.map((_, place) => `${place + 1}`), hasEmail: false, isCut: true };
  const blocks = blocksFor(gradebook, numbered, columns).map((block) =>
    blockLines(gradebook, block, numbered, paint),
  );
  return [...blocks.flatMap((lines) => [...lines, ""]), ...legend(tests), ...remarks(gradebook)];
};
