import { readFileSync } from "node:fs";
import { join } from "node:path";
import { synthesize } from "../../bin/synthesize.ts";
import { madeOnce } from "./made-once.ts";

/**
 * The cloud assembly of the course in `folder`, synthesized by the real app; once a test run for all courses with the same
 * settings, because nothing else of a course is in its template.
 */
export const assemblyOf = (folder: string): Promise<string> =>
  madeOnce(readFileSync(join(folder, "course.yaml")), (assembly) => synthesize(folder, assembly));
