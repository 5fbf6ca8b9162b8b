import type { ProgressView, ShownStudent } from "../../../course/statistics/progress-view.ts";

/** In the drawing's own units. */
const height = 100;
const step = 20;
const barWidth = 14;

const wordsOf = (result: ShownStudent["results"][number], title: string): string =>
  `${title}: ${result === null ? "no score" : result === "missed" ? "missed" : `${Math.round(result)}%`}`;

/** A student's results, test by test, each as its share of the best score. */
export const WeekBars = ({
  name,
  results,
  tests,
}: {
  readonly name: string;
  readonly results: ShownStudent["results"];
  readonly tests: ProgressView["tests"];
}) => {
  const words = results.map((result, place) => wordsOf(result, tests[place]?.title ?? ""));
  return (
    <svg
      class="weeks small"
      role="img"
      aria-label={`Scores of ${name}. ${words.join("; ")}.`}
      viewBox={`0 0 ${Math.max(results.length * step, 12 * step)} ${height}`}
      preserveAspectRatio="xMinYMid meet"
    >
      {results.map((result, place) => {
        // Also a score of 0 and a missed test can be seen.
        const drawn = Math.max(typeof result === "number" ? result : 0, 4);
        const kind = result === null ? "none" : result === "missed" ? "missing" : "fill";
        return (
          <g key={words[place]}>
            <title>{words[place]}</title>
            <rect class="track" x={place * step} width={barWidth} height={height} rx="2" />
            <rect class={kind} x={place * step} y={height - drawn} width={barWidth} height={drawn} rx="2" />
          </g>
        );
      })}
    </svg>
  );
};
