import { stripVTControlCharacters } from "node:util";
import type {
  GradebookCell,
  GradebookColumns,
  GradebookStudent,
  GradebookTest,
} from "../../course/gradebook/course-gradebook.ts";
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

/** A column of the table, its heading first. */
type Column = readonly string[];

const columnOf = (
  heading: string,
  { students }: GradebookColumns,
  cell: (student: GradebookStudent) => string,
): Column => [heading, ...students.map(cell)];

const sumColumns = (gradebook: GradebookColumns): Column[] => [
  columnOf("total", gradebook, ({ total }) => total),
  columnOf("out of", gradebook, ({ outOf }) => outOf),
  columnOf("average", gradebook, ({ average }) => (average === null ? "" : `${average}%`)),
];

const testColumns = (gradebook: GradebookColumns, headings: readonly string[], paint: Paint): Column[] =>
  headings.map((heading, place) =>
    columnOf(heading, gradebook, ({ cells }) => cellText(cells[place] ?? null, paint)),
  );

const linesOf = (columns: readonly Column[], paint: Paint): string[] => {
  const [first = []] = columns;
  return table(
    first.map((_, row) =>
      columns.map((column) => (row === 0 ? paint("strong", column[row] ?? "") : (column[row] ?? ""))),
    ),
  );
};

const widthOf = (columns: readonly Column[]): number =>
  Math.max(...linesOf(columns, (_, part) => part).map((line) => [...stripVTControlCharacters(line)].length));

/** As many columns side by side as there is room for beside those that name the student; at least one. */
const blocksOf = (lead: readonly Column[], columns: readonly Column[], room: number): Column[][] => {
  const blocks: Column[][] = [];
  for (const column of columns) {
    const block = blocks.at(-1);
    if (block && widthOf([...lead, ...block, column]) <= room) block.push(column);
    else blocks.push([column]);
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
export const courseTable = (
  gradebook: GradebookColumns,
  { paint, columns: room }: Pick<Terminal, "paint" | "columns">,
): string[] => {
  const { tests } = gradebook;
  const named = [
    columnOf("studentId", gradebook, ({ studentId }) => studentId),
    columnOf("name", gradebook, ({ name }) => name),
    columnOf("email", gradebook, ({ email }) => email),
    ...testColumns(gradebook, tests.map(testPath), paint),
    ...sumColumns(gradebook),
  ];
  if (room === undefined || widthOf(named) <= room) return [...linesOf(named, paint), ...remarks(gradebook)];
  const lead = [
    columnOf("studentId", gradebook, ({ studentId }) => studentId),
    columnOf("name", gradebook, ({ name }) => cut(name)),
  ];
  const numbers = tests.map((_, place) => `${place + 1}`);
  const blocks = blocksOf(lead, testColumns(gradebook, numbers, paint), room);
  const sums = sumColumns(gradebook);
  const last = [...(blocks.at(-1) ?? []), ...sums];
  // Sums stay together where there is room for them.
  const all =
    widthOf([...lead, ...last]) <= room
      ? [...blocks.slice(0, -1), last]
      : [...blocks, ...blocksOf(lead, sums, room)];
  const lines = all.flatMap((block) => [...linesOf([...lead, ...block], paint), ""]);
  return [...lines, ...legend(tests), ...remarks(gradebook)];
};
