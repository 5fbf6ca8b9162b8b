import { Worker } from "node:worker_threads";

/** All that the thread needs, in MiB. */
const resourceLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 32 };

/**
 * Keeps the write-ahead logs of these SQLite files short, in a thread of its own: moving what was committed into the database
 * itself waits for the disk, and would hold up every answer meanwhile. Nothing is lost when it stops; logs only grow.
 *
 * @returns stops it; to be called before the files are closed.
 */
export const keepCheckpoints = (files: readonly string[]): (() => Promise<void>) => {
  const worker = new Worker(new URL("./checkpoint-thread.ts", import.meta.url), {
    workerData: files,
    execArgv: ["--disable-warning=ExperimentalWarning"],
    resourceLimits,
    name: "checkpoints",
  });
  worker.unref();
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  return async () => {
    worker.postMessage("end");
    await ended;
  };
};
