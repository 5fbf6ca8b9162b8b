import { entryOf, scoreListSchema } from "../../course/grading/score-list.ts";
import type { StudentId } from "../../course/ids.ts";
import type { ListedStudent } from "../../course/notices/notices-run.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { type NamedTest, refsOf } from "../../course/test-names.ts";
import { listAttempts } from "../course-reader.ts";
import { findJson } from "../storage/json-store.ts";
import type { ObjectStore } from "../storage/object-store.ts";

/** Whether the student has submitted the test, under any of its names; it lists keys only. */
export const hasSubmitted = async (
  store: ObjectStore,
  studentId: StudentId,
  test: NamedTest,
): Promise<boolean> => {
  for (const ref of refsOf(test)) {
    const { attempts } = await listAttempts(store, studentId, ref);
    if (attempts.length > 0) return true;
  }
  return false;
};

/** Whether the trainer has set something by hand for a test of the student: a score, or that the test does not count. */
export const setByHand = async (
  store: ObjectStore,
  studentId: StudentId,
): Promise<(test: NamedTest) => boolean> => {
  const list = await findJson(store, keys.scores(studentId), scoreListSchema);
  return (test) => (list ? entryOf(list.tests, test)?.override : undefined) !== undefined;
};

/**
 * Removes notices of tests for which something was set by hand, and reminders of tests that the student has submitted.
 * Nobody can have submitted a test that only opens now.
 */
export const withoutDone = async (store: ObjectStore, listed: ListedStudent): Promise<ListedStudent> => {
  const isSet = await setByHand(store, listed.studentId);
  const notices = [];
  for (const notice of listed.notices) {
    const isSubmitted = async () =>
      notice.kind !== "opened" && (await hasSubmitted(store, listed.studentId, notice));
    if (!isSet(notice) && !(await isSubmitted())) notices.push(notice);
  }
  return { ...listed, notices };
};
