import { readSettings, readTests } from "../../adapters/course-reader.ts";
import { forEachBounded } from "../../adapters/storage/bounded.ts";
import { readJsonLines } from "../../adapters/storage/json-store.ts";
import type { Instant } from "../../course/ids.ts";
import { noticeIdOf } from "../../course/notices/notice.ts";
import { type FindWhomInput, listedStudentSchema } from "../../course/notices/notices-run.ts";
import { tellStudent } from "../../tasks/mail/tell-student.ts";
import { closeNotices } from "../../tasks/notices/close-notices.ts";
import { findWhomToTell } from "../../tasks/notices/find-whom-to-tell.ts";
import { noticeInstants } from "./notice-instants.ts";
import { lanes, silentMail, type WrittenWeek, writeResults } from "./written-week.ts";

const weekMs = 7 * 24 * 60 * 60 * 1000;

/** Tells one part of the class. */
const writePart = async (week: WrittenWeek, input: FindWhomInput) => {
  const { store } = week;
  const { planned } = input;
  const found = await findWhomToTell(input, store);
  if (found.status !== "found") return { ...found, manifests: [] };
  const listed = await Array.fromAsync(readJsonLines(store, found.list.key, listedStudentSchema));
  const results: unknown[] = [];
  await forEachBounded(listed, lanes, async (student) => {
    const message = { noticeId: planned.noticeId, course: found.course, student, sentAt: planned.at };
    const told = await tellStudent(message, planned.at, silentMail(store));
    results.push({ studentId: student.studentId, ...told });
  });
  return { ...found, manifests: [await writeResults(week, found.resultsPrefix, results)] };
};

const writeInstant = async (week: WrittenWeek, at: Instant): Promise<void> => {
  const { store, executionArn } = week;
  const planned = { noticeId: noticeIdOf(at), at, remind: null };
  let listed = 0;
  const manifests: string[] = [];
  let skip: number | null = 0;
  for (let part = 0; skip !== null; part += 1) {
    const written = await writePart(week, { executionArn, planned, part, skip });
    listed += written.list.notices;
    manifests.push(...written.manifests);
    skip = written.next;
  }
  await closeNotices({ noticeId: planned.noticeId, at, listed, manifests }, store);
};

/** What the class is told in the week before its deadline, by the tasks of the notices. */
export const writeNotices = async (week: WrittenWeek): Promise<void> => {
  const { store, deadlineMs } = week;
  const course = { settings: await readSettings(store), tests: await readTests(store) };
  const span = { fromMs: deadlineMs - weekMs, untilMs: deadlineMs };
  for (const at of noticeInstants(course, span)) await writeInstant(week, at);
};
