import { listAttempts } from "../../adapters/course-reader.ts";
import { NotFoundError } from "../../adapters/errors.ts";
import { forEachBounded } from "../../adapters/storage/bounded.ts";
import { findJson, readJsonLines } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import type { Attempt } from "../../course/attempts.ts";
import { type StudentId, testPath } from "../../course/ids.ts";
import { type RemovedLine, removedLineSchema } from "../../course/run/run-people.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { profileSchema } from "../../course/student.ts";

const parallelListings = 16;

/**
 * Writes down who left the list after handing in, so that the runs can name them. Students who came back are left out.
 * Called when the removed students can send in nothing any more.
 *
 * @param removed who went off the list since the last time.
 */
export const recordRemoved = async (
  store: ObjectStore,
  removed: readonly StudentId[],
  listed: ReadonlySet<StudentId>,
): Promise<void> => {
  const before = await readLines(store);
  const lines = new Map(
    before.filter((line) => !listed.has(line.studentId)).map((line) => [line.studentId, line]),
  );
  await forEachBounded(removed, parallelListings, async (studentId) => {
    const { attempts } = await listAttempts(store, studentId);
    if (attempts.length === 0) return;
    const profile = await findJson(store, keys.profile(studentId), profileSchema);
    lines.set(studentId, { studentId, name: profile?.name ?? studentId, handedIn: latestOfEach(attempts) });
  });
  if (lines.size === 0 && before.length === 0) return;
  // Not empty: the SDK takes an empty body for one of unknown length. Readers of lines skip blank ones.
  const text = [...lines.values()].map((line) => `${JSON.stringify(line)}\n`).join("") || "\n";
  await store.put(keys.removed, text);
};

const readLines = async (store: ObjectStore): Promise<RemovedLine[]> => {
  try {
    return await Array.fromAsync(readJsonLines(store, keys.removed, removedLineSchema));
  } catch (error) {
    if (error instanceof NotFoundError) return [];
    throw error;
  }
};

const latestOfEach = (attempts: readonly Attempt[]): RemovedLine["handedIn"] => {
  const latest = new Map<string, RemovedLine["handedIn"][number]>();
  for (const { subject, testId, receivedAt } of attempts) {
    const known = latest.get(testPath({ subject, testId }));
    if (!known || known.receivedAt < receivedAt)
      latest.set(testPath({ subject, testId }), { subject, testId, receivedAt });
  }
  return [...latest.values()];
};
