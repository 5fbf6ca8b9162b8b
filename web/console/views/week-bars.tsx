export interface WeekBar {
  readonly key: string;
  /** In percent of the best score; null: there is no score. */
  readonly percent: number | null;
  readonly isMissed: boolean;
  readonly words: string;
}

/** In the drawing's own units. */
const height = 100;
const step = 20;
const barWidth = 14;

const Bar = ({ bar, index }: { readonly bar: WeekBar; readonly index: number }) => {
  const { percent, isMissed, words } = bar;
  // Also a score of 0 can be seen.
  const drawn = Math.max(percent ?? 0, 2);
  return (
    <g>
      <title>{words}</title>
      {isMissed ? (
        <rect
          class="missing"
          x={index * step + 1.5}
          y="1.5"
          width={barWidth - 3}
          height={height - 3}
          rx="2"
        />
      ) : (
        <>
          <rect class="track" x={index * step} width={barWidth} height={height} rx="2" />
          <rect
            class={percent === null ? "none" : "fill"}
            x={index * step}
            y={height - drawn}
            width={barWidth}
            height={drawn}
            rx="2"
          />
        </>
      )}
    </g>
  );
};

/** A student's scores over the weeks, each as its share of the best one. */
export const WeekBars = ({
  name,
  bars,
  isSmall = false,
}: {
  readonly name: string;
  readonly bars: readonly WeekBar[];
  readonly isSmall?: boolean;
}) => (
  <svg
    class={isSmall ? "weeks small" : "weeks"}
    role="img"
    aria-label={`${name}. ${bars.map(({ words }) => words).join("; ")}.`}
    viewBox={`0 0 ${Math.max(bars.length * step, 12 * step)} ${height}`}
    preserveAspectRatio="xMinYMid meet"
  >
    {bars.map((bar, index) => (
      <Bar key={bar.key} bar={bar} index={index} />
    ))}
  </svg>
);
