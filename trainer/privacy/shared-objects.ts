import { keys } from "../../course/storage-keys.ts";
import type { CourseBucket } from "../aws/bucket.ts";

/** Objects read at the same time; of a course of 400,000 some have 100 MB. */
export const parallelObjects = 4;

/** Prefixes of the objects that tell of many students: the index of students, who went off it, and all that the runs wrote. */
export const sharedPrefixes = [keys.roster, keys.removed, "runs/"] as const;

/** The keys of those objects. */
export async function* sharedKeys(bucket: CourseBucket): AsyncIterable<string> {
  for (const prefix of sharedPrefixes) yield* bucket.list(prefix);
}
