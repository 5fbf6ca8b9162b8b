import { statSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";
import { type LogMark, logOf, markLog } from "./write-ahead-log.ts";

/** The thread's reports: that a log can't be kept short for now, or how far a file's log has come. */
export type CheckpointNews = { readonly trouble: string } | { readonly file: string; readonly mark: LogMark };

interface Work {
  readonly files: readonly string[];
  readonly everyMs: number;
}

interface Watched {
  readonly file: string;
  readonly database: DatabaseSync;
  readonly move: StatementSync;
  changedMs: number;
  isFailing: boolean;
}

const post = (news: CheckpointNews): void => parentPort?.postMessage(news);

/** PASSIVE waits for nobody and blocks nobody: pages that others still need stay in the log. */
const checkpoint = (watched: Watched): void => {
  const { file, move } = watched;
  const log = statSync(logOf(file), { throwIfNoEntry: false });
  if (!log || log.mtimeMs === watched.changedMs) return;
  const mark = markLog(file, () => Number(move.get()?.log ?? 0));
  if (mark) post({ file, mark });
  watched.changedMs = log.mtimeMs;
};

/** A full disk may accept it the next time; the failure is reported only once until then. */
const tryCheckpoint = (watched: Watched): void => {
  try {
    checkpoint(watched);
    watched.isFailing = false;
  } catch (error) {
    if (!watched.isFailing) post({ trouble: `${watched.file}: ${error}` });
    watched.isFailing = true;
  }
};

const { files, everyMs }: Work = workerData;
const watch = (file: string): Watched => {
  const database = new DatabaseSync(file);
  const move = database.prepare("PRAGMA wal_checkpoint(PASSIVE)");
  return { file, database, move, changedMs: 0, isFailing: false };
};
const all = files.map(watch);

const timer = setInterval(() => all.forEach(tryCheckpoint), everyMs);

parentPort?.once("message", () => {
  clearInterval(timer);
  for (const { database } of all) database.close();
});
