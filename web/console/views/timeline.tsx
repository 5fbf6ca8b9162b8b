import { duration } from "../format.ts";
import { statusWords } from "../run-progress.ts";
import { withState } from "../shown-state.ts";
import type { StateExecution } from "../state-executions.ts";

/** Length of the drawing, in its own units. */
const length = 200;

/** More rows are no picture that one reads. */
const mostRows = 200;

/** When each state was entered and left, one under the other. @param nowMs the end of those that are under way. */
export const Timeline = ({
  executions,
  nowMs,
  hash,
}: {
  readonly executions: readonly StateExecution[];
  readonly nowMs: number;
  readonly hash: string;
}) => {
  const shown = executions.slice(0, mostRows);
  const from = shown[0]?.startedAt ?? 0;
  const until = shown.reduce((latest, { endedAt }) => Math.max(latest, endedAt ?? nowMs), from + 1);
  const scale = length / (until - from);
  return (
    <>
      <table class="bars timeline">
        <caption class="visually-hidden">Timeline: when each state began, and how long it took</caption>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">State</th>
            <td />
            <th scope="col">Took</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ name, status, startedAt, endedAt }, index) => (
            <tr key={`${name} ${index}`}>
              <th scope="row">
                <a href={withState(hash, name)}>{name}</a>
              </th>
              <td class="drawn">
                <svg viewBox={`0 0 ${length} 14`} preserveAspectRatio="none" aria-hidden="true">
                  <rect class="track" width={length} height="14" rx="2" />
                  <rect
                    class={status}
                    x={Math.min((startedAt - from) * scale, length - 1)}
                    width={Math.max(((endedAt ?? nowMs) - startedAt) * scale, 1)}
                    height="14"
                  />
                </svg>
              </td>
              <td class="number">
                {endedAt === undefined ? "under way" : duration(endedAt - startedAt)}
                <span class="visually-hidden">
                  , {statusWords[status]}, begun after {duration(startedAt - from)}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {executions.length > shown.length && (
        <p class="soft">and {executions.length - shown.length} more, in the events</p>
      )}
    </>
  );
};
