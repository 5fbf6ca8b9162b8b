import type { PersonRow } from "../person-rows.ts";

/** In the drawing's own units. */
const height = 100;
const step = 20;
const barWidth = 14;

const wordsOf = ({ test, cell, percent }: PersonRow): string =>
  percent === null || cell === "missing"
    ? `${test.title}: ${cell}`
    : `${test.title}: ${cell} of ${test.best}`;

const Bar = ({ row, index }: { readonly row: PersonRow; readonly index: number }) => {
  const { percent, cell } = row;
  // Also a score of 0 and a missing test can be seen.
  const drawn = Math.max(percent ?? 0, 2);
  const kind = percent === null ? "none" : cell === "missing" ? "missing" : "fill";
  return (
    <g>
      <title>{wordsOf(row)}</title>
      <rect class="track" x={index * step} width={barWidth} height={height} rx="2" />
      <rect class={kind} x={index * step} y={height - drawn} width={barWidth} height={drawn} rx="2" />
    </g>
  );
};

/** The scores over the weeks, each as its share of the best one. */
export const ScoreChart = ({ rows }: { readonly rows: readonly PersonRow[] }) => (
  <svg
    class="weeks"
    role="img"
    aria-label={`Scores over the weeks. ${rows.map(wordsOf).join("; ")}.`}
    viewBox={`0 0 ${Math.max(rows.length * step, 12 * step)} ${height}`}
    preserveAspectRatio="xMinYMid meet"
  >
    {rows.map((row, index) => (
      <Bar key={`${row.test.subject}/${row.test.testId}`} row={row} index={index} />
    ))}
  </svg>
);
