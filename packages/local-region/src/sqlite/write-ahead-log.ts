import { closeSync, openSync, readFileSync, readSync } from "node:fs";

/** Source of the format: https://www.sqlite.org/fileformat2.html#the_write_ahead_log */
const headerBytes = 32;
const frameHeaderBytes = 24;
/** The last bit says in which byte order checksums are computed. */
const magic = 0x377f0682;

/** The write-ahead log of a SQLite file, which is beside it. */
export const logOf = (file: string): string => `${file}-wal`;

/** The content of a write-ahead log, as SQLite would use it. */
export interface LoggedPages {
  /** Differs each time that the log begins again; undefined: the header is damaged, and SQLite ignores the log. */
  readonly salt: string | undefined;
  /** Pages of whole commits. */
  readonly frames: number;
  /**
   * Commits after a damaged page. One may be the last before a power cut, which was never acknowledged. SQLite waits for
   * the disk at each commit, so when two follow, the page was stored and was damaged later.
   */
  readonly commitsBehindDamage: number;
  /** Size of the log's file. */
  readonly bytes: number;
}

type Sums = readonly [number, number];

/** SQLite's checksum, continued over 8 bytes at a time. */
const checksum = (bytes: DataView, isBig: boolean, [first, second]: Sums): Sums => {
  let [a, b] = [first, second];
  for (let at = 0; at < bytes.byteLength; at += 8) {
    a = (a + bytes.getUint32(at, !isBig) + b) >>> 0;
    b = (b + bytes.getUint32(at + 4, !isBig) + a) >>> 0;
  }
  return [a, b];
};

const viewOf = (bytes: Buffer, from: number, length: number): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset + from, length);

const sumsAt = (bytes: Buffer, at: number): Sums => [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)];

const areSame = (a: Sums, b: Sums): boolean => a[0] === b[0] && a[1] === b[1];

const saltIn = (bytes: Buffer, at: number): string => bytes.toString("hex", at, at + 8);

/** Reads a whole log. @param log its content. */
export const readLog = (log: Buffer): LoggedPages => {
  const isBig = log.length >= headerBytes && log.readUInt32BE(0) === magic + 1;
  const isKnown = isBig || (log.length >= headerBytes && log.readUInt32BE(0) === magic);
  let sums = isKnown ? checksum(viewOf(log, 0, headerBytes - 8), isBig, [0, 0]) : undefined;
  if (!sums || !areSame(sums, sumsAt(log, headerBytes - 8)))
    return { salt: undefined, frames: 0, commitsBehindDamage: 0, bytes: log.length };
  const salt = saltIn(log, 16);
  const frameBytes = frameHeaderBytes + log.readUInt32BE(8);
  let [frames, commitsBehindDamage] = [0, 0];
  for (let number = 1; headerBytes + number * frameBytes <= log.length; number += 1) {
    const at = headerBytes + (number - 1) * frameBytes;
    // The rest is left from before the log began again.
    if (saltIn(log, at + 8) !== salt) break;
    const isCommit = log.readUInt32BE(at + 4) > 0;
    sums &&= checksum(viewOf(log, at, 8), isBig, sums);
    sums &&= checksum(viewOf(log, at + frameHeaderBytes, frameBytes - frameHeaderBytes), isBig, sums);
    if (sums && !areSame(sums, sumsAt(log, at + 16))) sums = undefined;
    if (isCommit && sums) frames = number;
    else if (isCommit) commitsBehindDamage += 1;
  }
  return { salt, frames, commitsBehindDamage, bytes: log.length };
};

/** The log of a SQLite file; undefined: it has none, or an empty one. */
export const readLogOf = (file: string): LoggedPages | undefined => {
  let log: Buffer;
  try {
    log = readFileSync(logOf(file));
  } catch {
    return undefined;
  }
  return log.length > headerBytes ? readLog(log) : undefined;
};

/** How far a log had come at some moment: the commits that were on the disk by then. */
export interface LogMark {
  readonly salt: string;
  readonly frames: number;
  /** Size that the log's file had at least. It never gets shorter while the database is open. */
  readonly bytes: number;
}

/** `[salt, bytes of a frame]` of a file's log at this moment; undefined: there is none. */
const headerNow = (file: string): readonly [string, number] | undefined => {
  try {
    const log = openSync(logOf(file), "r");
    try {
      const header = Buffer.alloc(headerBytes);
      if (readSync(log, header) < headerBytes) return undefined;
      return [saltIn(header, 16), frameHeaderBytes + header.readUInt32BE(8)];
    } finally {
      closeSync(log);
    }
  } catch {
    return undefined;
  }
};

/**
 * Marks how far a file's log has come. @param committedFrames returns how many pages of commits SQLite counts in it.
 *
 * @returns undefined: there are none, or the log began again meanwhile, so that the number may be of either.
 */
export const markLog = (file: string, committedFrames: () => number): LogMark | undefined => {
  const before = headerNow(file);
  const frames = committedFrames();
  const after = headerNow(file);
  if (!before || !after || frames === 0 || before[0] !== after[0]) return undefined;
  const [salt, frameBytes] = after;
  return { salt, frames, bytes: headerBytes + frames * frameBytes };
};

/** A log hardly begins again more often than this between two looks at it. */
const mostFillings = 100_000;

/** Whether two salts are of one file: each new beginning adds one to the first half, and a new file has a random one. */
export const areOfOneLog = (earlier: string, later: string): boolean => {
  const [from, to] = [earlier, later].map((salt) => Number.parseInt(salt.slice(0, 8), 16));
  if (from === undefined || to === undefined) return false;
  return (to - from + 2 ** 32) % 2 ** 32 <= mostFillings;
};
