import { forEachBounded } from "../../adapters/storage/bounded.ts";
import { findJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import type { Instant, StudentId } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { profileSchema, type Student } from "../../course/student.ts";
import type { Published } from "./published.ts";

/**
 * When students came on the list of a course that was published already; students who are not in it were there from the
 * start.
 */
export type Joined = ReadonlyMap<StudentId, Instant>;

const parallelReads = 16;

/**
 * Students who are new on the list join now. Students who come back, or whose publishing was cut short, have a profile that
 * says when they came; tests from before they left are theirs.
 */
export const readJoined = async (
  store: ObjectStore,
  students: readonly Student[],
  published: Pick<Published, "students" | "rosterEtag">,
  now: Instant,
): Promise<Joined> => {
  const joined = new Map<StudentId, Instant>();
  if (published.rosterEtag === null) return joined;
  const added = students.filter(({ studentId }) => !published.students.has(studentId));
  await forEachBounded(added, parallelReads, async ({ studentId }) => {
    const profile = await findJson(store, keys.profile(studentId), profileSchema);
    const since = profile === null ? now : profile.since;
    if (since !== undefined) joined.set(studentId, since);
  });
  return joined;
};
