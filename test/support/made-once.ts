import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { assembliesVariable } from "./assemblies-variable.ts";

/** How long to wait for another process of this test run that makes the same; it takes some seconds. */
const lockTimeoutMs = 180_000;

/**
 * A folder filled by `make`, once a test run for all test files that ask with the same `source`.
 *
 * @param source everything that the content depends on.
 */
export const madeOnce = async (
  source: string | Uint8Array,
  make: (folder: string) => Promise<void>,
): Promise<string> => {
  const assemblies = process.env[assembliesVariable];
  if (!assemblies) throw new Error(`${assembliesVariable} is not set: jest's global setup did not run.`);
  const folder = join(assemblies, createHash("sha256").update(source).digest("hex").slice(0, 16));
  const lock = new DatabaseSync(`${folder}.lock`, { timeout: lockTimeoutMs });
  try {
    lock.exec("BEGIN EXCLUSIVE");
    if (existsSync(folder)) return folder;
    mkdirSync(`${folder}.new`);
    await make(`${folder}.new`);
    renameSync(`${folder}.new`, folder);
    return folder;
  } finally {
    lock.close();
  }
};
