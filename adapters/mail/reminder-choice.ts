import { randomBytes } from "node:crypto";
import type { StudentId } from "../../course/ids.ts";
import { type ReminderChoice, reminderChoiceSchema } from "../../course/notices/reminder-choice.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { findJson, readJson } from "../storage/json-store.ts";
import type { ObjectStore } from "../storage/object-store.ts";

/** null: the student has had no notice yet. */
export const findReminderChoice = (
  store: ObjectStore,
  studentId: StudentId,
): Promise<ReminderChoice | null> => findJson(store, keys.reminderChoice(studentId), reminderChoiceSchema);

/** The student's choice; made, with reminders on, when there is none. */
export const reminderChoiceOf = async (store: ObjectStore, studentId: StudentId): Promise<ReminderChoice> => {
  const found = await findReminderChoice(store, studentId);
  if (found) return found;
  const made: ReminderChoice = { token: randomBytes(32).toString("base64url"), reminders: "on" };
  const key = keys.reminderChoice(studentId);
  return (await store.create(key, JSON.stringify(made))) ? made : readJson(store, key, reminderChoiceSchema);
};
