import { deadlineFor, showInstant } from "../../course/deadline.ts";
import { type Instant, type TestRef, testPath } from "../../course/ids.ts";
import { accessTo } from "../../course/open-tests.ts";
import { settingsSchema } from "../../course/settings.ts";
import { keys } from "../../course/storage-keys.ts";
import type { Profile } from "../../course/student.ts";
import type { Test } from "../../course/test.ts";
import { ApiError } from "./api.ts";
import { findJson } from "./json-store.ts";
import type { ObjectStore } from "./object-store.ts";

const deadlinePassed = async (store: ObjectStore, ref: TestRef, deadline: Instant): Promise<ApiError> => {
  const settings = await findJson(store, keys.settings, settingsSchema);
  const when = showInstant(deadline, settings?.timeZone ?? "UTC");
  return new ApiError(410, `The deadline of ${testPath(ref)} has passed. It was ${when}.`);
};

/**
 * A test that the student can take at `now`, with the student's own deadline.
 *
 * @throws ApiError 404 when there is none or it has not opened yet, 410 when its deadline has passed.
 */
export const openTest = async (
  store: ObjectStore,
  tests: readonly Test[],
  ref: TestRef,
  profile: Profile,
  now: Instant,
): Promise<Test> => {
  const test = tests.find((candidate) => testPath(candidate) === testPath(ref));
  const access = test && accessTo(test, profile.extensions, now);
  if (!test || access === "not-yet-open") {
    throw new ApiError(404, `There is no test ${ref.testId} in the subject ${ref.subject}.`);
  }
  const deadline = deadlineFor(test, profile.extensions);
  if (access === "closed") throw await deadlinePassed(store, ref, deadline);
  return { ...test, deadline };
};
