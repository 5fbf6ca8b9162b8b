import type { Bar } from "../test-charts.ts";

/** Length of the drawing, in its own units. */
const length = 200;

/** A bar chart as a table: label, bar, value; it needs no colours to be read. @param most what a full bar stands for. */
export const Bars = ({
  caption,
  heads,
  bars,
  most,
  areLabelsShort = false,
}: {
  readonly caption: string;
  readonly heads: readonly [label: string, value: string];
  readonly bars: readonly Bar[];
  readonly most: number;
  readonly areLabelsShort?: boolean;
}) => (
  <table class={areLabelsShort ? "bars short" : "bars"}>
    <caption class="visually-hidden">{caption}</caption>
    <thead class="visually-hidden">
      <tr>
        <th scope="col">{heads[0]}</th>
        <td />
        <th scope="col">{heads[1]}</th>
      </tr>
    </thead>
    <tbody>
      {bars.map(({ label, value, words }) => (
        <tr key={label}>
          <th scope="row">{label}</th>
          {value === null ? (
            <td colSpan={2} class="why soft">
              {words}
            </td>
          ) : (
            <>
              <td class="drawn">
                <svg viewBox={`0 0 ${length} 14`} preserveAspectRatio="none" aria-hidden="true">
                  <rect class="track" width={length} height="14" rx="2" />
                  <rect class="fill" width={most === 0 ? 0 : (length * value) / most} height="14" rx="2" />
                </svg>
              </td>
              <td class="number">{words}</td>
            </>
          )}
        </tr>
      ))}
    </tbody>
  </table>
);
