import type { Instant } from "../../course/ids.ts";
import type { RunRecord } from "../../course/run/run-record.ts";

/** A mail of which nobody knows whether it went out; or the trainer's own, also when it surely did not. */
export interface UnsureMail {
  readonly id: string;
  readonly state: "unknown" | "not-sent";
  /** Left out of an invitation, which belongs to no run. */
  readonly runId?: RunRecord["runId"];
  readonly reason: string;
}

/** A mail to a student that SES refused. */
export interface RefusedMail extends Omit<UnsureMail, "state"> {
  readonly state: "refused";
}

/** A mail that somebody may be sending at this moment. */
export interface YoungMail {
  readonly id: string;
  readonly state: "under-way";
  /** By S3's clock. */
  readonly judgeableAt: Instant;
}
