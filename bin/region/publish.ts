import { execFile } from "node:child_process";
import { resolve } from "node:path";

const trainer = resolve(import.meta.dirname, "..", "trainer");

/** Thousands of students are checked and uploaded in it on a slow machine. */
const timeoutMs = 15 * 60_000;

/** Room for what is said about each changed object. */
const longestOutputBytes = 64 * 1024 * 1024;

const wayOn =
  "The region stops, as its course could not be published. With --no-publish it starts with what is published already.";

/**
 * Publishes the course in `folder` with the trainer's own command, to a region that has not said yet that it is ready.
 *
 * @param aws URL of the region's AWS endpoint.
 * @param signal ends the command early.
 * @param options of the command. Without `--yes` it refuses to drop people or what they handed in: nobody is there to ask.
 * @returns what the command said, warnings first.
 * @throws Error with what it said, when it failed.
 */
export const publish = (
  folder: string,
  aws: string,
  signal: AbortSignal,
  ...options: readonly string[]
): Promise<string> =>
  new Promise((done, failed) => {
    const settings = {
      env: { ...process.env, AWS_ENDPOINT_URL: aws },
      timeout: timeoutMs,
      maxBuffer: longestOutputBytes,
      signal,
    };
    execFile(trainer, ["publish", resolve(folder), "--local", ...options], settings, (error, out, err) => {
      if (error) failed(new Error(`${err.trim() || out.trim() || error.message}\n${wayOn}`));
      else done(`${err}${out}`.trim());
    });
  });
