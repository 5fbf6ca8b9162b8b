import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { accessVariables, type OwnerAccess } from "local-region";

const trainer = resolve(import.meta.dirname, "..", "trainer");

/** Enough to check and upload thousands of students on a slow machine. */
const timeoutMs = 15 * 60_000;

/** Room for a line about each changed object. */
const longestOutputBytes = 64 * 1024 * 1024;

const wayOn =
  "The region stops, because its course could not be published. With --no-publish it starts with what is published already.";

export interface PublishOptions {
  /** Folder of the course. */
  readonly course: string;
  /** Data folder of the region. */
  readonly data: string;
  readonly region: OwnerAccess;
  /** Ends the command early. */
  readonly signal: AbortSignal;
  /**
   * Further options of the command. Without `--yes` it refuses to drop people or their work, as there is no terminal to
   * ask at.
   * @default - none
   */
  readonly more?: readonly string[];
}

/**
 * Publishes a course with the trainer's own command, to a region that is not ready yet.
 *
 * @returns the command's output, warnings first.
 * @throws Error with its output, when it failed.
 */
export const publish = ({ course, data, region, signal, more = [] }: PublishOptions): Promise<string> =>
  new Promise((done, failed) => {
    const args = ["publish", resolve(course), "--local", "--data", data, ...more];
    const settings = {
      env: { ...process.env, ...accessVariables(region) },
      timeout: timeoutMs,
      maxBuffer: longestOutputBytes,
      signal,
    };
    execFile(trainer, args, settings, (error, out, err) => {
      if (error) failed(new Error(`${err.trim() || out.trim() || error.message}\n${wayOn}`));
      else done(`${err}${out}`.trim());
    });
  });
