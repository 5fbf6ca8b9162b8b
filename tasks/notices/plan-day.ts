import { readTests } from "../../adapters/course-reader.ts";
import { findJson, readJsonLines } from "../../adapters/json-store.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import { toInstant } from "../../course/ids.ts";
import { noticeIdByHand, noticeIdOf } from "../../course/notice.ts";
import { dayFrom, InstantCollector } from "../../course/notice-plan.ts";
import { type PlanDayInput, type PlanDayOutput, planDayInputSchema } from "../../course/notices-run.ts";
import { remindersOf } from "../../course/reminder-settings.ts";
import { settingsSchema } from "../../course/settings.ts";
import { keys } from "../../course/storage-keys.ts";
import { studentSchema } from "../../course/student.ts";
import { courseStore } from "../runtime/course-store.ts";
import { logger } from "../runtime/logger.ts";
import { directTask } from "../runtime/task-input.ts";

/**
 * The instants of the next 24 hours at which notices go out. None while reminders are off, or before the
 * course is published. A reminder by hand has one instant: now.
 */
export const planDay = async (
  { startedAt, request }: PlanDayInput,
  store: ObjectStore = courseStore(),
): Promise<PlanDayOutput> => {
  const { scheduledTime, from, remind } = request;
  if (remind) {
    const at = toInstant(new Date(startedAt));
    return { instants: [{ noticeId: noticeIdByHand(at), at, remind }] };
  }
  const settings = await findJson(store, keys.settings, settingsSchema);
  const reminders = settings && remindersOf(settings);
  if (!settings || !reminders) return { instants: [] };
  const { timeZone } = settings;
  const span = dayFrom(from ?? toInstant(new Date(scheduledTime ?? startedAt)), timeZone);
  const day = new InstantCollector(await readTests(store), { ...reminders, timeZone }, span);
  for await (const { extensions } of readJsonLines(store, keys.roster, studentSchema)) {
    if (extensions.length > 0) day.add(extensions);
  }
  const { instants } = day;
  logger.info("Planned a day of notices.", { instants: instants.length });
  return { instants: instants.map((at) => ({ noticeId: noticeIdOf(at), at, remind: null })) };
};

export const handler = directTask(planDayInputSchema, (input) => planDay(input));
