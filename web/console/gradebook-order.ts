import type { GradebookRow } from "../../course/console/console-views.ts";

/** What the rows are sorted by: the name, a sum, or a test by its place. */
export type SortKey = "name" | "total" | "outOf" | "average" | number;

export interface Order {
  readonly by: SortKey;
  readonly isDescending: boolean;
}

/** Below all scores, so that among the last ones those come first that need something. */
const ranks: Readonly<Record<string, number>> = {
  missing: -1,
  failed: -2,
  excused: -3,
  extended: -4,
  open: -5,
};
const lowestRank = -6;

/** For the order only; nothing is added up. */
const rankOf = (cell: string | null | undefined): number =>
  cell === null || cell === undefined ? lowestRank : (ranks[cell] ?? Number(cell));

const cellFor = (row: GradebookRow, by: Exclude<SortKey, "name">): string | null | undefined =>
  typeof by === "number" ? row.cells[by] : row[by];

const names = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

const byName = (a: GradebookRow, b: GradebookRow): number =>
  names.compare(a.name, b.name) || names.compare(a.studentId, b.studentId);

/** The rows in order; equal ones by name. */
export const inOrder = (rows: readonly GradebookRow[], { by, isDescending }: Order): GradebookRow[] => {
  const sign = isDescending ? -1 : 1;
  if (by === "name") return [...rows].sort((a, b) => sign * byName(a, b));
  return [...rows].sort((a, b) => sign * (rankOf(cellFor(a, by)) - rankOf(cellFor(b, by))) || byName(a, b));
};

/** The order after a click on a column: names from A, numbers from the best; a second click turns it round. */
export const orderAfterClick = (order: Order, by: SortKey): Order =>
  order.by === by ? { by, isDescending: !order.isDescending } : { by, isDescending: by !== "name" };

/** Rows that are drawn, of many that are scrolled through. */
export interface RowWindow {
  readonly first: number;
  /** The one after the last. */
  readonly end: number;
}

/** Drawn beyond what is visible, so that a short movement shows no gap. */
const spareRows = 8;

/** All in pixels. */
export const windowOf = (
  {
    scrollTop,
    height,
    rowHeight,
  }: { readonly scrollTop: number; readonly height: number; readonly rowHeight: number },
  rows: number,
): RowWindow => {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - spareRows);
  const end = Math.min(rows, Math.ceil((scrollTop + height) / rowHeight) + spareRows);
  return { first: Math.min(first, Math.max(0, rows - 1)), end: Math.max(end, Math.min(rows, first + 1)) };
};
