import type { StudentId } from "../course/ids.ts";
import type { ListedStudent } from "../course/notices-run.ts";
import { type NamedTest, refsOf } from "../course/test-names.ts";
import { listAttempts } from "./course-reader.ts";
import type { ObjectStore } from "./object-store.ts";

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

/** Removes reminders of tests that the student has submitted. Nobody can have submitted a test that only opens now. */
export const withoutSubmitted = async (store: ObjectStore, listed: ListedStudent): Promise<ListedStudent> => {
  const notices = [];
  for (const notice of listed.notices) {
    const isDone = notice.kind !== "opened" && (await hasSubmitted(store, listed.studentId, notice));
    if (!isDone) notices.push(notice);
  }
  return { ...listed, notices };
};
