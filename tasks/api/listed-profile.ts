import { findProfile } from "../../adapters/course-reader.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { refused } from "../../course/api/refused.ts";
import type { StudentId } from "../../course/ids.ts";
import type { Profile } from "../../course/student.ts";
import { ApiError } from "./api.ts";

/**
 * The profile of a student who is on the list. It is read again although the authorizer read it, because the gateway caches
 * the authorizer's answer.
 *
 * @throws ApiError 403
 */
export const listedProfile = async (store: ObjectStore, studentId: StudentId): Promise<Profile> => {
  const profile = await findProfile(store, studentId);
  if (profile?.onList) return profile;
  throw new ApiError(403, refused("not-on-list", { studentId }));
};
