import { afterEach, beforeEach } from "@jest/globals";
import { type CourseCloud, type Outcome, startCourseCloud } from "./course-cloud.ts";
import { type CourseFiles, courseFolders } from "./course-files.ts";

/** For the tests of one file: each has a cloud of its own, and course folders that are removed after it. */
export const publishing = () => {
  const folders = courseFolders();
  let started: CourseCloud | undefined;
  beforeEach(async () => {
    started = await startCourseCloud();
  });
  afterEach(async () => {
    folders.removeAll();
    await started?.stop();
    started = undefined;
  });
  const cloud = (): CourseCloud => {
    if (started) return started;
    throw new Error("Only a running test has a cloud.");
  };
  return {
    cloud,
    folders,
    /** Publishes the good course with these changes. */
    publish: (changes: CourseFiles = {}, ...options: string[]): Promise<Outcome> =>
      cloud().trainer("publish", folders.make(changes), ...options),
  };
};
