import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { synthesize } from "../../bin/synthesize.ts";
import { environment } from "../../course/environment.ts";

/** Synthesizes a course into a folder inside `folder`, and returns the path of the cloud assembly. */
export const assemblyIn = async (folder: string, course: string): Promise<string> => {
  const assembly = join(folder, "assembly");
  mkdirSync(assembly, { recursive: true });
  await synthesize(course, assembly);
  return assembly;
};

/** Changes an assembly so that a part of a run has at most `studentsOfPart` students: a small class is graded in parts. */
export const makePartsSmall = (assembly: string, studentsOfPart: number): void => {
  const [template = ""] = readdirSync(assembly).filter((name) => name.endsWith(".template.json"));
  const text = readFileSync(join(assembly, template), "utf8");
  const variable = new RegExp(`("${environment.studentsOfPart}": *)"\\d+"`);
  if (!variable.test(text)) throw new Error(`${template} does not set ${environment.studentsOfPart}.`);
  writeFileSync(join(assembly, template), text.replace(variable, `$1"${studentsOfPart}"`));
};
