import { isDeepStrictEqual } from "node:util";
import { forEachBounded } from "../../adapters/storage/bounded.ts";
import { updateJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { calendarSchema } from "../../course/deadlines/calendar.ts";
import type { StudentId } from "../../course/ids.ts";
import { reminderChoiceSchema } from "../../course/notices/reminder-choice.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { type Profile, profileSchema, type Student } from "../../course/student.ts";

/** Writes at the same time. S3 takes 3,500 a second for one prefix, a trainer's connection far fewer. */
export const parallelWrites = 32;

/** Compare-and-swap: a key that is made at the same moment is kept. */
export const writeProfile = (store: ObjectStore, student: Student): Promise<void> =>
  updateJson(store, keys.profile(student.studentId), profileSchema, (current) => onList(student, current));

/** Like `writeProfile`, but writes only where the profile differs. */
export const mendProfile = (store: ObjectStore, student: Student): Promise<void> =>
  updateJson(store, keys.profile(student.studentId), profileSchema, (current) => {
    const profile = onList(student, current);
    return isDeepStrictEqual(current, profile) ? null : profile;
  });

const onList = (student: Student, current: Profile | null): Profile => ({
  ...student,
  onList: true,
  apiKey: current?.apiKey ?? null,
});

export const takeOffList = (store: ObjectStore, id: StudentId): Promise<void> =>
  updateJson(store, keys.profile(id), profileSchema, (current) =>
    current?.onList ? { ...current, onList: false } : null,
  );

/** A store that knows how long an object has been as it is. */
export interface AgingStore extends ObjectStore {
  getAged(key: string): Promise<{ readonly ageMs: number } | null>;
}

/** Far below the shortest time that data may be kept for (`keepMonths`), and seldom enough for a large course. */
const renewedAgainAfterMs = 30 * 86_400_000;

/** Writes the stored profile again, which may be newer than this publishing; `student` is used only where there is none. */
const renewProfile = (store: ObjectStore, student: Student): Promise<void> =>
  updateJson(
    store,
    keys.profile(student.studentId),
    profileSchema,
    (current) => current ?? onList(student, null),
  );

/** A student who turned reminders off must not get them again because that was long ago. */
const renewChoice = (store: ObjectStore, { studentId }: Student): Promise<void> =>
  updateJson(store, keys.reminderChoice(studentId), reminderChoiceSchema, (current) => current);

/** A calendar program goes on to read the address that it was given once. */
const renewCalendar = (store: ObjectStore, { studentId }: Student): Promise<void> =>
  updateJson(store, keys.calendar(studentId), calendarSchema, (current) => current);

/**
 * Writes the profiles of listed students, their choices about reminders and the secrets of their calendars again, at most
 * once in 30 days. With `keepMonths`, S3 counts from an object's last write, so it would delete what never changes while its
 * student is still in the course.
 */
export const renewProfiles = async (store: AgingStore, students: readonly Student[]): Promise<void> => {
  const last = await store.getAged(keys.profilesRenewed);
  if (last !== null && last.ageMs < renewedAgainAfterMs) return;
  await forEachBounded(students, parallelWrites, async (student) => {
    await renewProfile(store, student);
    await renewChoice(store, student);
    await renewCalendar(store, student);
  });
  await store.put(keys.profilesRenewed, "{}");
};
