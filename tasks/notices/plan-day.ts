import { randomUUID } from "node:crypto";
import { readTests } from "../../adapters/course-reader.ts";
import { mailer } from "../../adapters/mail/mailer.ts";
import { findJson, readJsonLines } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { mailsScoresLate, testsJustReleased } from "../../course/grading/late-scores.ts";
import { type Instant, toInstant } from "../../course/ids.ts";
import { noticeIdOf, noticeIdOfScores, senderByHand } from "../../course/notices/notice.ts";
import { dayFrom, InstantCollector } from "../../course/notices/notice-plan.ts";
import {
  type PlanDayInput,
  type PlanDayOutput,
  planDayInputSchema,
} from "../../course/notices/notices-run.ts";
import { remindersOf } from "../../course/notices/reminder-settings.ts";
import { type Settings, settingsSchema } from "../../course/settings.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { studentSchema } from "../../course/student.ts";
import type { Test } from "../../course/test.ts";
import { courseStore } from "../runtime/course-store.ts";
import { logger } from "../runtime/logger.ts";
import { directTask } from "../runtime/task-input.ts";
import { type TellOfAppealsDeps, tellOfAppeals } from "./tell-of-appeals.ts";

const defaults = (): TellOfAppealsDeps => ({ store: courseStore(), mailer: mailer() });

type Planned = PlanDayOutput["instants"];

/** Scores that have come out since the last morning, or that earlier mornings could not mail. */
const plannedScores = (settings: Settings, tests: readonly Test[], at: Instant): Planned =>
  testsJustReleased(settings, tests, at).length === 0
    ? []
    : [{ noticeId: noticeIdOfScores(at), at, remind: null, scores: true }];

/** Reads the roster only for reminders. */
const plannedNotices = async (
  store: ObjectStore,
  settings: Settings,
  tests: readonly Test[],
  from: Instant,
): Promise<Planned> => {
  const reminders = remindersOf(settings);
  if (!reminders) return [];
  const { timeZone } = settings;
  const day = new InstantCollector(tests, { ...reminders, timeZone }, dayFrom(from, timeZone));
  for await (const { extensions } of readJsonLines(store, keys.roster, studentSchema)) {
    if (extensions.length > 0) day.add(extensions);
  }
  return day.instants.map((at) => ({ noticeId: noticeIdOf(at), at, remind: null }));
};

/**
 * The instants of the next 24 hours at which notices go out, and the morning's scores. None before the course is published,
 * nor while reminders are off and no scores are kept back. A reminder by hand has one instant: now. The trainer is told of
 * open appeals, once a day.
 */
export const planDay = async (
  { startedAt, request }: PlanDayInput,
  { store, mailer }: TellOfAppealsDeps = defaults(),
): Promise<PlanDayOutput> => {
  const { scheduledTime, from, remind } = request;
  if (remind) {
    const at = toInstant(new Date(startedAt));
    return { instants: [{ noticeId: senderByHand(at, randomUUID()), at, remind }] };
  }
  const settings = await findJson(store, keys.settings, settingsSchema);
  if (!settings || (!remindersOf(settings) && !mailsScoresLate(settings))) return { instants: [] };
  await tellOfAppeals(settings, toInstant(new Date(startedAt)), { store, mailer });
  const begin = from ?? toInstant(new Date(scheduledTime ?? startedAt));
  const tests = await readTests(store);
  const instants = [
    // A publishing starts a day for what it adds; scores are the morning's.
    ...(from === undefined ? plannedScores(settings, tests, begin) : []),
    ...(await plannedNotices(store, settings, tests, begin)),
  ];
  logger.info("Planned a day of notices.", { instants: instants.length });
  return { instants };
};

export const handler = directTask(planDayInputSchema, (input) => planDay(input));
