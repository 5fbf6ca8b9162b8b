import { cpSync } from "node:fs";
import { synthesize } from "../../bin/synthesize.ts";
import { makePartsSmall } from "../../tools/class/assembly.ts";
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

/** The same with at most `studentsOfPart` students in a part of a run, so that a small class is graded in parts. */
export const assemblyInParts = async (folder: string, studentsOfPart: number): Promise<string> => {
  const usual = await assemblyOf(folder);
  return madeOnce(JSON.stringify({ usual, studentsOfPart }), async (assembly) => {
    cpSync(usual, assembly, { recursive: true });
    makePartsSmall(assembly, studentsOfPart);
  });
};
