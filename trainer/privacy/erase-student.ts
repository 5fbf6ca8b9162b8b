import { ListExecutionsCommand, type SFNClient } from "@aws-sdk/client-sfn";
import { mapBounded } from "../../adapters/storage/bounded.ts";
import type { StudentId } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { CourseBucket, ObjectVersion } from "../aws/bucket.ts";
import { TrainerError } from "../trainer-error.ts";
import {
  listedVersions,
  ownPrefixes,
  parallelObjects,
  sharedKeys,
  sharedPrefixes,
} from "./shared-objects.ts";
import { mentions, splitObject, UnknownFormError } from "./split.ts";

/** What an erasure did. */
export interface Erasure {
  /** Versions and delete markers of the student's own objects. */
  readonly versions: number;
  /** Keys of the objects about many students that were rewritten without this one. */
  readonly rewritten: readonly string[];
  /** Old versions of such objects that named the student. */
  readonly oldVersions: number;
  /** Objects that name the student in an unknown form and were left as they are. */
  readonly notUnderstood: readonly string[];
}

export interface EraseDeps {
  readonly bucket: CourseBucket;
  readonly stepFunctions: SFNClient;
  readonly stateMachineArn: string;
}

/**
 * Deletes everything about a student, for good: first the entry in the index, so that no run begins with the student; then
 * the profile, so that nothing more is handed in; then everything else, old versions last. Each erasure looks for
 * everything again: running it once more completes one that was cut short, and finds nothing after one that was not.
 *
 * @throws TrainerError while a run is going: it would bring back what is erased, and its ledger would not close.
 */
export const eraseStudent = async (deps: EraseDeps, studentId: StudentId): Promise<Erasure> => {
  const { bucket } = deps;
  await refuseWhileRunning(deps);
  const fromIndex = await rewrite(bucket, keys.roster, studentId);
  await refuseWhileRunning(deps);
  let versions = 0;
  const removeOwn = async (...prefixes: readonly string[]): Promise<void> => {
    for (const prefix of prefixes) {
      await bucket.removeAll(prefix, (removed) => {
        versions += removed.length;
      });
    }
  };
  await removeOwn(keys.profile(studentId));
  const removeListed = async (): Promise<void> => {
    const listed = await listedVersions(bucket, studentId);
    await bucket.removeVersions(listed);
    versions += listed.length;
  };
  await removeOwn(...ownPrefixes(studentId));
  await removeListed();
  const shared = await rewriteAll(bucket, studentId);
  const oldVersions = await removeOldVersions(bucket, studentId);
  // A submission or an appeal that was accepted just before the profile was deleted is stored by now.
  await removeOwn(...ownPrefixes(studentId));
  await removeListed();
  const rewritten = [...(fromIndex === "rewritten" ? [keys.roster] : []), ...shared.rewritten];
  return { versions, rewritten, oldVersions, notUnderstood: shared.notUnderstood };
};

const refuseWhileRunning = async ({ stepFunctions, stateMachineArn }: EraseDeps): Promise<void> => {
  const { executions = [] } = await stepFunctions.send(
    new ListExecutionsCommand({ stateMachineArn, statusFilter: "RUNNING", maxResults: 1 }),
  );
  const [running] = executions;
  if (!running) return;
  throw new TrainerError(
    `A grading run is going, ${running.executionArn}: it would bring back what is erased. Run the same command again when it has ended.`,
  );
};

type Rewriting = "rewritten" | "untouched" | "not-understood";

const mostRounds = 10;

/** Writes only over the version that was read: what somebody else writes meanwhile is not lost. */
const rewrite = async (bucket: CourseBucket, key: string, studentId: StudentId): Promise<Rewriting> => {
  for (let round = 0; round < mostRounds; round += 1) {
    const stored = await bucket.get(key);
    if (stored === null) return "untouched";
    try {
      const { own, rest } = await splitObject(key, stored.text, studentId);
      if (own.length === 0) return "untouched";
      if (await bucket.replace(key, rest, stored.etag)) return "rewritten";
    } catch (error) {
      if (error instanceof UnknownFormError) return "not-understood";
      throw error;
    }
  }
  throw new TrainerError(`${key} kept changing. Run the same command again.`);
};

const rewriteAll = async (bucket: CourseBucket, studentId: StudentId) => {
  const done: Record<Rewriting, string[]> = { rewritten: [], untouched: [], "not-understood": [] };
  const each = mapBounded(sharedKeys(bucket), parallelObjects, async (key) => ({
    key,
    rewriting: await rewrite(bucket, key, studentId),
  }));
  for await (const { key, rewriting } of each) done[rewriting].push(key);
  return { rewritten: done.rewritten, notUnderstood: done["not-understood"] };
};

/** Returns how many. Other old versions stay: they protect the data of the other students. */
const removeOldVersions = async (bucket: CourseBucket, studentId: StudentId): Promise<number> => {
  const doomed: ObjectVersion[] = [];
  for (const prefix of sharedPrefixes) {
    const named = mapBounded(bucket.versions(prefix), parallelObjects, async (version) =>
      (await isOldAndNames(bucket, version, studentId)) ? version : null,
    );
    for await (const version of named) if (version) doomed.push(version);
  }
  await bucket.removeVersions(doomed);
  return doomed.length;
};

const isOldAndNames = async (
  bucket: CourseBucket,
  version: ObjectVersion,
  studentId: StudentId,
): Promise<boolean> => {
  if (version.isLatest || version.isDeleteMarker) return false;
  const content = await bucket.getVersion(version);
  return content !== null && mentions(Buffer.from(content).toString(), studentId);
};
