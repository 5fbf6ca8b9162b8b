import type { GradebookRow } from "../../../course/console/console-views.ts";

/** How words in place of a score are coloured. */
export const tones: Readonly<Record<string, string>> = {
  missing: "warn",
  failed: "bad",
  extended: "soft",
  open: "soft",
  excused: "soft",
};

const words = (row: GradebookRow, place: number): readonly string[] => [
  ...(row.byHand?.some((one) => one.place === place) ? ["set by hand"] : []),
  ...(row.dropped?.includes(place) ? ["does not count"] : []),
  ...(row.late?.includes(place) ? ["late"] : []),
];

/** One test of one student. `4.5*` was set by hand, `(2)` is one of the lowest, which don't count. */
export const Cell = ({ row, place }: { readonly row: GradebookRow; readonly place: number }) => {
  const cell = row.cells[place];
  if (cell === null || cell === undefined) return <span class="visually-hidden">not theirs</span>;
  const isByHand = row.byHand?.some((one) => one.place === place);
  const isDropped = row.dropped?.includes(place);
  const text = `${cell}${isByHand ? "*" : ""}`;
  const more = words(row, place);
  return (
    <span class={isDropped ? "cell soft" : `cell ${tones[cell] ?? ""}`}>
      {isDropped ? `(${text})` : text}
      {more.length > 0 && <span class="visually-hidden">, {more.join(", ")}</span>}
    </span>
  );
};
