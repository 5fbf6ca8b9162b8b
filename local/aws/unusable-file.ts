import { z } from "zod";

/** SQLite's result codes. Source: https://www.sqlite.org/rescode.html */
export const sqliteBusy = 5;

const reasons: ReadonlyMap<number, string> = new Map([
  [sqliteBusy, "another program is using it"],
  [8, "it can't be written to"],
  [10, "the disk does not take it"],
  [11, "it is damaged"],
  [13, "the disk is full"],
  [14, "it can't be opened: it, or its folder, can't be read and written"],
  [26, "it is no SQLite database"],
]);

/** Of an error that SQLite's binding throws; no `instanceof`, as tests run in a realm of their own. */
const thrownSchema = z.object({ message: z.string(), errcode: z.int().optional() });

/** SQLite's result code; undefined: the error is none of SQLite's. */
export const sqliteCodeOf = (error: unknown): number | undefined => {
  const code = thrownSchema.safeParse(error).data?.errcode;
  // The upper bits tell the kind of an error within its kind.
  return code === undefined ? undefined : code & 0xff;
};

/** What a trainer is told of a file of the data folder that can't be used, and what to do about it. */
export const unusable = (file: string, error: unknown): Error => {
  const reason = reasons.get(sqliteCodeOf(error) ?? 0);
  const message = thrownSchema.safeParse(error).data?.message ?? String(error);
  return new Error(
    `${file} can't be used: ${reason ?? message}. Give back the right file, move this one away, or choose another folder with --data.`,
    { cause: error },
  );
};
