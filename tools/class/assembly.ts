import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { synthesize } from "../../bin/synthesize.ts";

/** Synthesizes a course into a folder inside `folder`, and returns the path of the cloud assembly. */
export const assemblyIn = async (folder: string, course: string): Promise<string> => {
  const assembly = join(folder, "assembly");
  mkdirSync(assembly, { recursive: true });
  await synthesize(course, assembly);
  return assembly;
};
