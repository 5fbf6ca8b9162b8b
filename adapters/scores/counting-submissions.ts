import { type Attempt, type CountingTest, countingAttempts } from "../../course/attempts.ts";
import type { StudentId } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { type Submission, submissionSchema } from "../../course/submission.ts";
import { refsOf } from "../../course/test-names.ts";
import type { ListedAttempts } from "../course-reader.ts";
import { CorruptError } from "../errors.ts";
import { mapBounded } from "../storage/bounded.ts";
import { readJson } from "../storage/json-store.ts";
import type { ObjectStore } from "../storage/object-store.ts";

/** Submissions that are read at the same time. */
const parallelReads = 8;

const readSubmission = async (store: ObjectStore, attempt: Attempt): Promise<Submission> => {
  const submission = await readJson(store, attempt.key, submissionSchema);
  const { receivedAt, submissionId } = submission;
  const ownKey = keys.submission(submission.studentId, submission, receivedAt, submissionId);
  if (ownKey !== attempt.key) throw new CorruptError(attempt.key, `it says that it is ${ownKey}.`);
  return submission;
};

/** The attempts that the test's rule looks at, the earliest first; none: none came in time. @throws CorruptError */
export const readCounting = async (
  store: ObjectStore,
  studentId: StudentId,
  test: CountingTest,
  listed: ListedAttempts,
): Promise<Submission[]> => {
  const folders = refsOf(test).map((ref) => keys.submissions(studentId, ref));
  const stray = listed.strays.find((key) => folders.some((folder) => key.startsWith(folder)));
  if (stray !== undefined) throw new CorruptError(stray, "its name is not that of a submission.");
  const attempts = countingAttempts(listed.attempts, test);
  return Array.fromAsync(mapBounded(attempts, parallelReads, (attempt) => readSubmission(store, attempt)));
};
