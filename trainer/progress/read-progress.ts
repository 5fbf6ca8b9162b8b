import { readTests } from "../../adapters/course-reader.ts";
import { readWholeGradebook, type WholeGradebook } from "../../adapters/gradebook/course-gradebook.ts";
import { begunTests } from "../../course/gradebook/course-gradebook.ts";
import { type CourseProgress, progressOf } from "../../course/statistics/progress.ts";
import { type ProgressView, progressViewOf } from "../../course/statistics/progress-view.ts";
import type { CourseBucket } from "../aws/bucket.ts";
import type { Terminal } from "../commands/terminal.ts";
import { gradedIn } from "../status/test-standings.ts";
import { AskedTests, type GradedTest } from "./read-asked.ts";

export interface ReadProgress {
  readonly book: WholeGradebook;
  readonly progress: CourseProgress;
  readonly view: ProgressView;
}

/** How the course goes over the weeks, with the answers of all its tests. @throws NotFoundError @throws CorruptError */
export const readCourseProgress = async (bucket: CourseBucket, terminal: Terminal): Promise<ReadProgress> => {
  const now = await bucket.now();
  const whole = await readWholeGradebook(bucket, () => now);
  const tests = (await readTests(bucket))
    .map((test) => ({ test, graded: gradedIn(test, whole) }))
    .filter(({ graded }) => graded.length > 0);
  const book = begunTests(whole, now);
  const progress = progressOf(book);
  return { book, progress, view: progressViewOf(progress, await readAsked(bucket, tests, terminal)) };
};

const readAsked = async (bucket: CourseBucket, tests: readonly GradedTest[], terminal: Terminal) => {
  const asked = new AskedTests(bucket);
  const bar = terminal.progress("Reading", "tests");
  try {
    for (;;) {
      const state = asked.of(tests);
      bar.at(state.read, tests.length);
      if (state.read === tests.length) return { ...state, of: tests.length };
      await asked.readOn(tests, 1);
    }
  } finally {
    bar.end();
  }
};
