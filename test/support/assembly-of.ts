import { synthesize } from "../../bin/synthesize.ts";
import { readCourseSettings } from "../../trainer/course-folder/read-course.ts";
import { madeOnce } from "./made-once.ts";

/**
 * The cloud assembly of the course in `folder`, synthesized by the real app; once a test run for all courses with the same
 * settings, because nothing else of a course is in its template. Whether students get feedback is only published.
 */
export const assemblyOf = (folder: string): Promise<string> => {
  const { feedback: _, ...ofTemplate } = readCourseSettings(folder);
  return madeOnce(JSON.stringify(ofTemplate), (assembly) => synthesize(folder, assembly));
};
