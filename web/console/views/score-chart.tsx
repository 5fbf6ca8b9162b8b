import { testPath } from "../../../course/ids.ts";
import type { PersonRow } from "../person-rows.ts";
import { WeekBars } from "./week-bars.tsx";

const wordsOf = ({ test, cell, percent }: PersonRow): string =>
  percent === null || cell === "missing"
    ? `${test.title}: ${cell}`
    : `${test.title}: ${cell} of ${test.best}`;

/** A student's scores over the weeks. */
export const ScoreChart = ({ rows }: { readonly rows: readonly PersonRow[] }) => (
  <>
    <WeekBars
      name="Scores over the weeks"
      bars={rows.map((row) => ({
        key: testPath(row.test),
        percent: row.percent,
        isMissed: row.cell === "missing",
        words: wordsOf(row),
      }))}
    />
    {rows.some(({ cell }) => cell === "missing") && <p class="soft">A red frame is a missed test.</p>}
  </>
);
