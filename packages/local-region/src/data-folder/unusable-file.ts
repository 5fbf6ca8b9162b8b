import * as z from "zod";
import { RegionError } from "../region-error.ts";

/** SQLite's result codes. Source: https://www.sqlite.org/rescode.html */
export const sqliteBusy = 5;

const sqliteFull = 13;

/** Codes of a disk that refuses a write now and may accept it later: full, or failing. */
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

/** The same, by codes of the operating system. */
const systemReasons: ReadonlyMap<string, string> = new Map([
  ["EISDIR", "it is a folder"],
  ["EACCES", "it can't be read and written"],
  ["EPERM", "it can't be read and written"],
  ["ENOSPC", "the disk is full"],
]);

/** The shape of an error of SQLite's binding; `instanceof` fails in tests, which run in a realm of their own. */
const thrownSchema = z.object({
  message: z.string(),
  errcode: z.int().optional(),
  code: z.string().optional(),
});

/** SQLite's result code; undefined: the error is not SQLite's. */
export const sqliteCodeOf = (error: unknown): number | undefined => {
  const code = thrownSchema.safeParse(error).data?.errcode;
  // The upper bits hold the extended code.
  return code === undefined ? undefined : code & 0xff;
};

/** Whether the same write may succeed later, as on a disk that was full and has room again. */
export const mayPass = (error: unknown): boolean => passing.has(sqliteCodeOf(error) ?? 0);

/** What is wrong, as the rest of a sentence. */
export const reasonOf = (error: unknown): string => {
  const thrown = thrownSchema.safeParse(error).data;
  return (
    reasons.get(sqliteCodeOf(error) ?? 0) ??
    systemReasons.get(thrown?.code ?? "") ??
    thrown?.message ??
    String(error)
  );
};

/** The error for a file of the data folder that can't be used: what is wrong, and what to do. */
export const unusable = (file: string, error: unknown): Error => {
  const remedy =
    sqliteCodeOf(error) === sqliteFull
      ? "Make room, and start again."
      : "Give back the right file, move this one away, or choose another folder with --data.";
  return new RegionError(`${file} can't be used: ${reasonOf(error)}. ${remedy}`, { cause: error });
};
