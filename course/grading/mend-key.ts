import { type TestRef, testPath } from "../ids.ts";

/** What a trainer does to grade a test by a right key, as the rest of a sentence; the test's file is the trainer's to mend. */
export const mendKey = (test: TestRef, questionIds: readonly string[]): string =>
  mendKeyIn(testPath(test), questionIds);

/** @param path such as `linux/boot`. */
export const mendKeyIn = (path: string, questionIds: readonly string[]): string =>
  `mend ${questionIds.join(", ")} in ${path}.yaml, then bin/trainer publish, then bin/trainer grade --again ${path}`;
