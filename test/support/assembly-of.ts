import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { synthesize } from "../../bin/synthesize.ts";
import { assembliesVariable } from "./assemblies-variable.ts";

/** How long to wait for a synthesis by another process of this test run, which takes some seconds. */
const lockTimeoutMs = 180_000;

/**
 * The cloud assembly of the course in `folder`, synthesized by the real app; once a test run for all courses with the same
 * settings, because nothing else of a course is in its template.
 */
export const assemblyOf = async (folder: string): Promise<string> => {
  const assemblies = process.env[assembliesVariable];
  if (!assemblies) throw new Error(`${assembliesVariable} is not set: jest's global setup did not run.`);
  const settings = readFileSync(join(folder, "course.yaml"));
  const assembly = join(assemblies, createHash("sha256").update(settings).digest("hex").slice(0, 16));
  const lock = new DatabaseSync(`${assembly}.lock`, { timeout: lockTimeoutMs });
  try {
    lock.exec("BEGIN EXCLUSIVE");
    if (existsSync(assembly)) return assembly;
    mkdirSync(`${assembly}.new`);
    await synthesize(folder, `${assembly}.new`);
    renameSync(`${assembly}.new`, assembly);
    return assembly;
  } finally {
    lock.close();
  }
};
