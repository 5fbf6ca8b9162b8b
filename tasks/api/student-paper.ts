import { CorruptError } from "../../adapters/errors.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { handedInPaper, type OwnPaper, ownPaper } from "../../adapters/tests/own-paper.ts";
import type { Attempt } from "../../course/attempts.ts";
import type { StudentId } from "../../course/ids.ts";
import { logger } from "../runtime/logger.ts";
import type { OpenTest } from "./open-test.ts";

/** A submission that nobody can read fails in grading; it need not keep the test shut. */
const readHandedIn = async (store: ObjectStore, attempts: readonly Attempt[]) => {
  try {
    return await handedInPaper(store, attempts);
  } catch (error) {
    if (!(error instanceof CorruptError)) throw error;
    logger.error("A submission is corrupt.", { reason: error.message });
    return undefined;
  }
};

/**
 * What one student is asked in a test; `paper` is null where everybody is asked the same in the same order.
 *
 * @param attempts the student's, at the test under any of its names; asked for only where papers differ.
 */
export const studentPaper = async (
  store: ObjectStore,
  { test, questions, course: readCourse }: OpenTest,
  studentId: StudentId,
  attempts: () => Promise<readonly Attempt[]>,
): Promise<Pick<OwnPaper, "questions"> & { readonly paper: OwnPaper["paper"] | null }> => {
  if (readCourse === null) return { questions, paper: null };
  const [course, handedIn] = await Promise.all([
    readCourse(),
    attempts().then((found) => readHandedIn(store, found)),
  ]);
  return ownPaper({ test, questions, course }, studentId, handedIn);
};
