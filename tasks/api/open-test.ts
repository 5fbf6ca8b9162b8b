import { NotFoundError } from "../../adapters/errors.ts";
import { findJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { refused } from "../../course/api/refused.ts";
import { deadlineFor } from "../../course/deadlines/deadline.ts";
import { showInstant } from "../../course/deadlines/shown-instant.ts";
import type { Instant, TestRef } from "../../course/ids.ts";
import { accessTo } from "../../course/open-tests.ts";
import { settingsSchema } from "../../course/settings.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { Profile } from "../../course/student.ts";
import type { Question, Test } from "../../course/test.ts";
import { ApiError } from "./api.ts";
import type { PublishedTest } from "./published-test.ts";

const deadlinePassed = async (store: ObjectStore, ref: TestRef, deadline: Instant): Promise<ApiError> => {
  const settings = await findJson(store, keys.settings, settingsSchema);
  const when = () => showInstant(deadline, settings?.timeZone ?? "UTC");
  return new ApiError(410, refused("deadline-passed", { ...ref, deadline }, when));
};

/** A test that a student can take now. */
export interface OpenTest {
  /** With the student's own deadline. */
  readonly test: Test;
  readonly questions: readonly Question[];
  /** Identifies the questions by their content. */
  readonly version: string;
  readonly course: PublishedTest["course"];
}

/**
 * The test, with the student's own deadline, when the student can take it at `now`.
 *
 * @throws ApiError 404 when there is none or it has not opened yet, 410 when its deadline has passed.
 */
export const openTest = async (
  store: ObjectStore,
  published: PublishedTest | null,
  ref: TestRef,
  profile: Profile,
  now: Instant,
): Promise<OpenTest> => {
  const test = published?.test;
  const access = test && accessTo(test, profile.extensions, now);
  if (!published || !test || access === "not-yet-open") {
    throw new ApiError(404, refused("no-test", ref));
  }
  const deadline = deadlineFor(test, profile.extensions);
  if (access === "closed") throw await deadlinePassed(store, ref, deadline);
  if (published.questions === null) throw new NotFoundError(keys.questions(ref));
  const { questions, version, course } = published;
  return { test: { ...test, deadline }, questions, version, course };
};
