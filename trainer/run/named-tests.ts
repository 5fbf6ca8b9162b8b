import { testPath } from "../../course/ids.ts";
import type { Test } from "../../course/test.ts";
import { TrainerError } from "../trainer-error.ts";

/** The published tests of these paths, such as `linux/boot`. @throws TrainerError naming those that are not published. */
export const namedTests = (paths: readonly string[], published: readonly Test[]): Test[] => {
  const known = published.map(testPath);
  const unknown = paths.filter((path) => !known.includes(path));
  if (unknown.length === 0) return published.filter((test) => paths.includes(testPath(test)));
  throw new TrainerError(
    `There is no test ${unknown.map((path) => `"${path}"`).join(", ")}. There are: ${known.join(", ")}.`,
  );
};
