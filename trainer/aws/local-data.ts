import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { TrainerError } from "../trainer-error.ts";

/** Where `npm start` keeps its data by default. */
export const usualData = resolve(import.meta.dirname, "..", "..", ".region");

/** A region that is ready has such a file in its data folder. */
const isRunning = (folder: string): boolean => existsSync(join(folder, "ready.json"));

const foldersIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [join(folder, entry.name)] : [],
  );

/**
 * The data folder of the local region, where none is named: that of `TEST_TIME_DATA`; the current folder, or the one in it,
 * on which a region runs; otherwise the usual one.
 *
 * @throws TrainerError when several regions run in the current folder.
 */
export const findLocalData = (
  current: string = process.cwd(),
  env: NodeJS.ProcessEnv = process.env,
): string => {
  if (env.TEST_TIME_DATA) return resolve(current, env.TEST_TIME_DATA);
  const running = [current, ...foldersIn(current)].filter(isRunning);
  const [only, another] = running;
  if (another !== undefined) {
    throw new TrainerError(
      `Several local regions run in this folder: ${running.join(", ")}. Name one with --data, or in the variable TEST_TIME_DATA.`,
    );
  }
  return only ?? usualData;
};
