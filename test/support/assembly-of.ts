import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { synthesize } from "../../bin/synthesize.ts";
import { environment } from "../../course/environment.ts";
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
    const [template = ""] = readdirSync(assembly).filter((name) => name.endsWith(".template.json"));
    const text = readFileSync(join(assembly, template), "utf8");
    const variable = new RegExp(`("${environment.studentsOfPart}": *)"\\d+"`);
    if (!variable.test(text)) throw new Error(`${template} does not set ${environment.studentsOfPart}.`);
    writeFileSync(join(assembly, template), text.replace(variable, `$1"${studentsOfPart}"`));
  });
};
