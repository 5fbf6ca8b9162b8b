import * as z from "zod";
import { RegionError } from "../region-error.ts";

/** SQLite's result codes. Source: https://www.sqlite.org/rescode.html */
export const sqliteBusy = 5;

const sqliteFull = 13;

/** Codes of a disk that does not take a write now and may take it later: full, or failing. */
const passing: ReadonlySet<number> = new Set([sqliteBusy, 10, sqliteFull, 14]);

const reasons: ReadonlyMap<number, string> = new Map([
  [sqliteBusy, "another program is using it"],
  [8, "it can't be written to"],
  [10, "the disk does not take it"],
  [11, "it is damaged"],
  [sqliteFull, "the disk is full"],
  [14, "it can't be opened: it, or its folder, can't be read and written"],
  [26, "it is no SQLite database"],
]);

/** Of the operating system's codes. */
const systemReasons: ReadonlyMap<string, string> = new Map([
  ["EISDIR", "it is a folder"],
  ["EACCES", "it can't be read and written"],
  ["EPERM", "it can't be read and written"],
  ["ENOSPC", "the disk is full"],
]);

/** Of an error that SQLite's binding throws; no `instanceof`, as tests run in a realm of their own. */
const thrownSchema = z.object({
  message: z.string(),
  errcode: z.int().optional(),
  code: z.string().optional(),
});

/** SQLite's result code; undefined: the error is none of SQLite's. */
export const sqliteCodeOf = (error: unknown): number | undefined => {
  const code = thrownSchema.safeParse(error).data?.errcode;
  // The upper bits tell the kind of an error within its kind.
  return code === undefined ? undefined : code & 0xff;
};

/** Whether the same write may succeed later, as on a disk that was full and has room again. */
export const mayPass = (error: unknown): boolean => passing.has(sqliteCodeOf(error) ?? 0);

/** What is wrong, in words. */
export const reasonOf = (error: unknown): string => {
  const thrown = thrownSchema.safeParse(error).data;
  return (
    reasons.get(sqliteCodeOf(error) ?? 0) ??
    systemReasons.get(thrown?.code ?? "") ??
    thrown?.message ??
    String(error)
  );
};

/** What the person at this machine is told of a file of the data folder that can't be used, and what to do about it. */
export const unusable = (file: string, error: unknown): Error => {
  const remedy =
    sqliteCodeOf(error) === sqliteFull
      ? "Make room, and start again."
      : "Give back the right file, move this one away, or choose another folder with --data.";
  return new RegionError(`${file} can't be used: ${reasonOf(error)}. ${remedy}`, { cause: error });
};
