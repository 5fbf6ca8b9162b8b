import { counted } from "../../../course/counted.ts";
import type { MapRun } from "../states.ts";
import { Facts } from "./parts.tsx";

/** Length of the drawing, in its own units. */
const length = 1000;

/** The progress of the map over the students: one bar in parts, and the numbers below. */
export const MapProgress = ({ counts }: { readonly counts: MapRun["executionCounts"] }) => {
  const failed = counts.failed + counts.timedOut + counts.aborted;
  const ended = counts.succeeded + failed;
  const scale = counts.total === 0 ? 0 : length / counts.total;
  const [good, bad] = [counts.succeeded * scale, failed * scale];
  return (
    <>
      <div
        role="progressbar"
        aria-label="Students done"
        aria-valuemin={0}
        aria-valuemax={counts.total}
        aria-valuenow={ended}
        aria-valuetext={`${ended} of ${counted(counts.total, "student")} done, ${failed} failed`}
        tabIndex={-1}
      >
        <svg class="progress" viewBox={`0 0 ${length} 14`} preserveAspectRatio="none" aria-hidden="true">
          <rect class="track" width={length} height="14" />
          <rect class="good" width={good} height="14" />
          <rect class="bad" x={good} width={bad} height="14" />
          <rect class="running" x={good + bad} width={counts.running * scale} height="14" />
        </svg>
      </div>
      <Facts
        facts={[
          ["Total", counts.total],
          ["Waiting", counts.pending],
          ["Running", counts.running],
          ["Succeeded", counts.succeeded],
          ["Failed", failed],
        ]}
      />
    </>
  );
};
