import { once } from "node:events";
import { Clock } from "../clock.ts";
import { lockDataFolder } from "../data-folder/data-lock.ts";
import { checkClock } from "../data-folder/kept-clock.ts";
import { makeDataFolder } from "../data-folder/private-files.ts";
import { readFaultPlan } from "../faults/fault-plan.ts";
import { messageOf } from "../message-of.ts";
import { type Region, type RegionOptions, startRegion } from "../region.ts";
import { clockStartMs } from "./clock-start.ts";
import type { ServeOptions } from "./options.ts";
import { removeReadyFile, writeReadyFile } from "./ready-file.ts";

export interface RegionCommand {
  /** What the region runs. Called once the data folder is locked and its clock is checked. */
  readonly prepare: () => Promise<Pick<RegionOptions, "assembly" | "onEvent">>;
  /**
   * Work to do before the region counts as ready.
   * @returns what `ready.json` says beside the region's own addresses.
   */
  readonly beforeReady?: (region: Region) => Promise<Readonly<Record<string, string>>>;
  /** Says that it is ready. */
  readonly onReady: (region: Region) => void;
}

/** Settings that a region has only when they are asked for. */
const extrasOf = ({
  faults,
  configurationSet,
  environments,
}: ServeOptions): Pick<RegionOptions, "faults" | "configurationSet" | "environmentsPerFunction"> => ({
  ...(faults === undefined ? {} : { faults: readFaultPlan(faults) }),
  ...(configurationSet === undefined ? {} : { configurationSet }),
  ...(environments === undefined ? {} : { environmentsPerFunction: environments }),
});

/**
 * Runs a region on a data folder until `signal` aborts. While it is ready, `ready.json` in the folder says where it is.
 *
 * @throws {RegionError} what `startRegion` throws.
 */
export const serveRegion = async (
  options: ServeOptions,
  { prepare, beforeReady, onReady }: RegionCommand,
  signal: AbortSignal,
): Promise<void> => {
  const { data, port, host, name: names, now } = options;
  const extras = extrasOf(options);
  makeDataFolder(data);
  const lock = lockDataFolder(data);
  const removeReady = (): void => removeReadyFile(data);
  // Also when the process ends by an error.
  process.on("exit", removeReady);
  try {
    removeReady();
    // Checked before the preparation, which may take a while.
    checkClock(data, clockStartMs(data, now));
    const prepared = await prepare();
    const clock = new Clock(new Date(clockStartMs(data, now)));
    const region = await startRegion({ ...prepared, data, lock, port, host, names, clock, ...extras });
    try {
      const more = await beforeReady?.(region);
      signal.throwIfAborted();
      writeReadyFile(data, region, more);
      onReady(region);
      if (!signal.aborted) await once(signal, "abort");
    } finally {
      removeReady();
      await region.stop();
      clock.stop();
    }
  } finally {
    process.off("exit", removeReady);
    lock.release();
  }
};

/**
 * Runs until SIGINT, SIGTERM or `ending`, which end it with code 0; or until an error, which is printed to standard error
 * and ends it with code 1.
 */
export const runUntilEnded = async (
  run: (signal: AbortSignal) => Promise<void>,
  { ending = new AbortController(), sayError = messageOf } = {},
): Promise<void> => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => ending.abort());
  try {
    await run(ending.signal);
  } catch (error) {
    if (ending.signal.aborted) return;
    console.error(sayError(error));
    process.exitCode = 1;
  }
};
