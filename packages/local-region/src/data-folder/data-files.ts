import { existsSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import * as z from "zod";
import { RegionError } from "../region-error.ts";
import { queueFileIn } from "../services/sqs/queue-file.ts";
import { areOfOneLog, type LoggedPages, type LogMark, logOf, readLogOf } from "../sqlite/write-ahead-log.ts";
import { replaceFile } from "./whole-file.ts";

const logSchema: z.ZodType<LogMark> = z.object({ salt: z.string(), frames: z.int(), bytes: z.int() });

/** `files.json`. Names are relative to the data folder. */
const contentSchema = z.object({
  /** Files that the region keeps data in. */
  files: z.array(z.string()),
  logs: z.record(z.string(), logSchema),
});

type Content = z.infer<typeof contentSchema>;

/** The SQLite files of a data folder, and the folder of the queues' file. */
export const dataFiles = (data: string) => ({
  objects: join(data, "objects.db"),
  queues: join(data, "queues"),
  inbox: join(data, "inbox.db"),
  executions: join(data, "executions.db"),
});

export const databasesIn = (data: string): string[] => {
  const { objects, queues, inbox, executions } = dataFiles(data);
  return [objects, queueFileIn(queues), inbox, executions];
};

const listIn = (data: string): string => join(data, "files.json");

/** Written at the end of a folder's first start, also by versions before `files.json`. */
const marksIn = (data: string): string => join(data, "schedules.json");

const smallFilesIn = (data: string): string[] => [
  marksIn(data),
  join(data, "clock.json"),
  join(data, "stack.json"),
];

/** The list is only derived from the data: when it can't be read, it is made again. */
const readContent = (data: string): Content | undefined => {
  try {
    return contentSchema.parse(JSON.parse(readFileSync(listIn(data), "utf8")));
  } catch {
    return undefined;
  }
};

const sizeOf = (file: string): number | undefined => statSync(file, { throwIfNoEntry: false })?.size;

/** Without `files.json`, only an empty database is known to be lost, and only after a completed start. */
const lossOf = (data: string, file: string, content: Content | undefined): string | undefined => {
  const size = sizeOf(file);
  if (size !== undefined && size > 0) return undefined;
  const wasThere = content ? content.files.includes(relative(data, file)) : existsSync(marksIn(data));
  if (!wasThere || (size === undefined && !content)) return undefined;
  const what = size === 0 ? "is empty (0 bytes)" : "is missing";
  return `${file} ${what}, and the region had kept data in it. Give back the whole folder ${data} from a backup. To go on without what the file held, delete it and ${listIn(data)}.`;
};

const logTrouble = (log: LoggedPages, mark: LogMark | undefined): string | undefined => {
  if (log.salt === undefined) return "its beginning is damaged";
  if (log.commitsBehindDamage > 1) return `${log.frames} pages are followed by a damaged one`;
  if (!mark || !areOfOneLog(mark.salt, log.salt)) return undefined;
  if (log.bytes < mark.bytes) return `of at least ${mark.bytes} bytes ${log.bytes} are left`;
  return mark.salt === log.salt && log.frames < mark.frames
    ? `of ${mark.frames} pages ${log.frames} are whole`
    : undefined;
};

/** SQLite uses a torn log up to the damage, without an error, and so goes back to an earlier state. */
const tornLogOf = (file: string, mark: LogMark | undefined): string | undefined => {
  const log = readLogOf(file);
  const trouble = log && logTrouble(log, mark);
  if (trouble === undefined) return undefined;
  return `${logOf(file)} is torn: ${trouble}. It holds what was stored last in ${file}. Give back both from a backup of the same moment. To go on without what was stored last, delete ${logOf(file)}.`;
};

/**
 * Checks, before anything is opened, that a data folder still has its files: SQLite makes a new, empty database where a
 * file is missing or empty, and all of its data would seem gone. A new folder, and one of an earlier version, has no list
 * of its files yet. What a kill or a power cut leaves is not damage.
 *
 * @throws {RegionError} naming each damaged file, what is wrong with it and what to do.
 */
export const checkDataFiles = (data: string): void => {
  const content = readContent(data);
  const databases = databasesIn(data);
  const listed = content?.files.map((name) => join(data, name)) ?? [];
  const troubles = [
    ...[...new Set([...databases, ...listed])].map((file) => lossOf(data, file, content)),
    ...databases.map((file) => tornLogOf(file, content?.logs[relative(data, file)])),
  ].filter((trouble) => trouble !== undefined);
  if (troubles.length > 0) throw new RegionError(troubles.join("\n"));
};

/** Keeps the list of the files that the folder holds, for `checkDataFiles` at the next start. */
export class DataFileList {
  readonly #data: string;
  readonly #logs: Record<string, LogMark> = {};

  /** To be made once all of the region's files are open. */
  constructor(data: string) {
    this.#data = data;
    this.#write(true);
  }

  /** @param file whose log has reached the mark. */
  noteLog(file: string, mark: LogMark): void {
    const name = relative(this.#data, file);
    const before = this.#logs[name];
    const isOneLog = before !== undefined && areOfOneLog(before.salt, mark.salt);
    this.#logs[name] = isOneLog ? { ...mark, bytes: Math.max(before.bytes, mark.bytes) } : mark;
    this.#write(false);
  }

  /** On a full disk the old list stays, which is still true. */
  #write(flush: boolean): void {
    const files = [...databasesIn(this.#data), ...smallFilesIn(this.#data)].filter((file) => sizeOf(file));
    const content: Content = { files: files.map((file) => relative(this.#data, file)), logs: this.#logs };
    try {
      replaceFile(listIn(this.#data), JSON.stringify(content), { flush });
    } catch {
      return;
    }
  }
}
