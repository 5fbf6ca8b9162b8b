import { Worker } from "node:worker_threads";
import { threadFile } from "../thread-file.ts";
import type { CheckpointNews } from "./checkpoint-thread.ts";
import type { LogMark } from "./write-ahead-log.ts";

/** Memory for the thread, in MiB. */
const resourceLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 32 };

/** Rare enough that a page which is written often is moved once, and often enough that a log stays at a few MiB. */
const defaultEveryMs = 2_000;

export interface CheckpointOptions {
  readonly files: readonly string[];
  /**
   * Called when a log can't be kept short for now, as on a full disk, and when the thread fails. The region continues: the
   * writers then move their own logs once these are long.
   */
  readonly log: (line: string) => void;
  /** Called with how far a file's log has come. */
  readonly onLogged?: (file: string, mark: LogMark) => void;
  /** @default 2 000 */
  readonly everyMs?: number;
}

/**
 * Keeps the write-ahead logs of these SQLite files short, in a thread of its own: moving committed pages into the database
 * file waits for the disk, and would hold up every answer meanwhile.
 *
 * @returns a function that stops it; to be called before the files are closed.
 */
export const keepCheckpoints = ({
  files,
  log,
  onLogged,
  everyMs = defaultEveryMs,
}: CheckpointOptions): (() => Promise<void>) => {
  const worker = new Worker(threadFile("./checkpoint-thread", import.meta.url), {
    workerData: { files, everyMs },
    execArgv: ["--disable-warning=ExperimentalWarning"],
    resourceLimits,
    name: "checkpoints",
  });
  worker.unref();
  worker.on("message", (news: CheckpointNews) => {
    if ("trouble" in news) log(`A write-ahead log can't be kept short for now: ${news.trouble}`);
    else onLogged?.(news.file, news.mark);
  });
  worker.on("error", (error) => log(`The write-ahead logs are no longer kept short: ${error}`));
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  return async () => {
    worker.postMessage("end");
    await ended;
  };
};
