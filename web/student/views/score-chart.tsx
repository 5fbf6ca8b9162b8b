import type { Bar } from "../past-tests.ts";
import { list as words } from "../words.ts";

/** In units of the drawing, which is scaled to the width of the page. */
const slot = 10;
const height = 100;

/** With few bars, they stay narrow at the beginning instead of filling the page. */
const fewestSlots = 12;

/** A missed test is a small frame at the bottom. */
const missedHeight = 8;

/** A score of nothing is a line: a test that was sent in is never a gap. */
const leastHeight = 3;

/** Fewer bars would show nothing that the scores themselves don't. */
const fewestBars = 3;

/** Scores over the weeks, in percent of the best ones. Its text says the same. */
export const ScoreChart = ({ bars }: { readonly bars: readonly Bar[] }) => {
  if (bars.length < fewestBars) return null;
  const width = slot * Math.max(bars.length, fewestSlots);
  return (
    <figure class="chart card">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words.chart(bars.map(({ percent }) => words.percent(percent)).join(", "))}
      >
        <path class="grid" d={`M0 .5H${width}M0 50H${width}M0 ${height - 0.5}H${width}`} />
        {bars.map(({ path, title, percent }, index) => {
          const tall = percent === null ? missedHeight : Math.max(percent, leastHeight);
          return (
            <rect
              key={path}
              class={percent === null ? "missed" : ""}
              x={slot * (index + 0.15)}
              y={height - tall}
              width={0.7 * slot}
              height={tall}
            >
              <title>
                {title}: {words.percent(percent)}
              </title>
            </rect>
          );
        })}
      </svg>
      <figcaption class="soft">
        {words.chartCaption}
        {bars.some(({ percent }) => percent === null) && ` ${words.chartMissed}`}
      </figcaption>
    </figure>
  );
};
