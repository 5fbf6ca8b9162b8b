import type { Instant } from "../../course/ids.ts";
import { errorNames } from "../../course/run/run.ts";

/** Nothing planned is sent now. The message is the instant at which the quiet hours end, for which the step waits. */
export class QuietHoursError extends Error {
  constructor(end: Instant) {
    super(end);
    this.name = errorNames.quietHours;
  }
}
