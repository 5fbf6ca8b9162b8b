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
}

/** PASSIVE waits for nobody and makes nobody wait: what others still need stays in the log. */
const checkpoint = (watched: Watched): void => {
  const log = statSync(`${watched.file}-wal`, { throwIfNoEntry: false });
  if (!log || log.mtimeMs === watched.changedMs) return;
  watched.changedMs = log.mtimeMs;
  watched.database.exec("PRAGMA wal_checkpoint(PASSIVE)");
};

const { files, everyMs }: Work = workerData;
const all = files.map((file): Watched => ({ file, database: new DatabaseSync(file), changedMs: 0 }));

const timer = setInterval(() => all.forEach(checkpoint), everyMs);

parentPort?.once("message", () => {
  clearInterval(timer);
  for (const { database } of all) database.close();
});
