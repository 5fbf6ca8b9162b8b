import { statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";

interface Work {
  readonly files: readonly string[];
  readonly everyMs: number;
}

interface Watched {
  readonly file: string;
  readonly database: DatabaseSync;
  changedMs: number;
  isFailing: boolean;
}

/** PASSIVE waits for nobody and makes nobody wait: what others still need stays in the log. */
const checkpoint = (watched: Watched): void => {
  const log = statSync(`${watched.file}-wal`, { throwIfNoEntry: false });
  if (!log || log.mtimeMs === watched.changedMs) return;
  watched.database.exec("PRAGMA wal_checkpoint(PASSIVE)");
  watched.changedMs = log.mtimeMs;
};

/** A disk that does not take it now, as a full one, may take it the next time; that is told once until it does. */
const tryCheckpoint = (watched: Watched): void => {
  try {
    checkpoint(watched);
    watched.isFailing = false;
  } catch (error) {
    if (!watched.isFailing) parentPort?.postMessage(`${watched.file}: ${error}`);
    watched.isFailing = true;
  }
};

const { files, everyMs }: Work = workerData;
const all = files.map(
  (file): Watched => ({ file, database: new DatabaseSync(file), changedMs: 0, isFailing: false }),
);

const timer = setInterval(() => all.forEach(tryCheckpoint), everyMs);

parentPort?.once("message", () => {
  clearInterval(timer);
  for (const { database } of all) database.close();
});
