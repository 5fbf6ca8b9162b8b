import * as z from "zod";
import { NotFoundError } from "../../adapters/errors.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { type Instant, toInstant } from "../../course/ids.ts";
import { overdueAfterHours } from "../../course/run/run-metrics.ts";
import { courseStore } from "../runtime/course-store.ts";
import { logger } from "../runtime/logger.ts";
import { countInMetrics } from "../runtime/metrics.ts";
import { directTask } from "../runtime/task-input.ts";
import { dueLines } from "./run-roster.ts";

export interface WatchDeadlineDeps {
  readonly store: ObjectStore;
  readonly countInMetrics: typeof countInMetrics;
}

const defaults = (): WatchDeadlineDeps => ({ store: courseStore(), countInMetrics });

const inputSchema = z.object({ scheduledTime: z.iso.datetime() });

/** The schedule follows wall time: if the clock was set forward in between, one hour less has passed. */
const clockChangeHours = 1;

const countOverdue = async (store: ObjectStore, moment: Instant): Promise<number> => {
  let overdue = 0;
  try {
    for await (const _ of dueLines(store, moment)) overdue += 1;
  } catch (error) {
    // In a course that was never published, nobody waits for a grade.
    if (!(error instanceof NotFoundError)) throw error;
  }
  return overdue;
};

/**
 * Checks, hours after the weekly deadline, whether a closed run covers it: counts the students for whom a test is still due.
 * This reveals a schedule that never fired, and a run that was stopped or is stuck.
 */
export const watchDeadline = async (
  { scheduledTime }: z.infer<typeof inputSchema>,
  { store, countInMetrics }: WatchDeadlineDeps = defaults(),
): Promise<{ readonly studentsOverdue: number }> => {
  const agoMs = (overdueAfterHours - clockChangeHours) * 3_600_000;
  const moment = toInstant(new Date(Date.parse(scheduledTime) - agoMs));
  const studentsOverdue = await countOverdue(store, moment);
  countInMetrics({ studentsOverdue });
  if (studentsOverdue > 0) logger.error("Students wait for their grades.", { studentsOverdue, moment });
  return { studentsOverdue };
};

export const handler = directTask(inputSchema, (input) => watchDeadline(input));
