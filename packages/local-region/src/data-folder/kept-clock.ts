import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { Clock } from "../clock.ts";
import { RegionError } from "../region-error.ts";
import { replaceFile } from "./whole-file.ts";

/** How often the kept instant is renewed, and how far ahead of the clock it is. Milliseconds. */
const renewalMs = 1_000;
const aheadMs = 2 * renewalMs;

const fileSchema = z.object({ reached: z.string().pipe(z.coerce.date()) });

const fileIn = (data: string): string => join(data, "clock.json");

/** The data folder's clock was later than the clock of this start. */
export class ClockBehindError extends RegionError {
  override readonly name = "ClockBehindError";

  constructor(data: string, reachedMs: number, nowMs: number) {
    const [reached, now] = [reachedMs, nowMs].map((ms) => new Date(ms).toISOString());
    super(
      `The clock of ${data} stood at ${reached}, and this start would put it back to ${now}. What happened in between would lie in its future, and schedules that were due would not run again, so it only goes forward. Go on from where it stood with "--now last", or later with "--now +1d" or an instant; or choose another folder with --data.`,
    );
  }
}

/** An instant that the data folder's clock has not passed, in milliseconds since 1970; undefined: none is kept yet. */
export const reachedBy = (data: string): number | undefined => {
  const file = fileIn(data);
  if (!existsSync(file)) return undefined;
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, "utf8"))).reached.getTime();
  } catch {
    throw new RegionError(
      `${file} is damaged. It says how far the region's clock has come: {"reached": "2026-11-23T22:00:00.000Z"}. Write an instant there that is no earlier than the last that the app stored or mailed.`,
    );
  }
};

/** @throws {ClockBehindError} when the folder's clock was later than `nowMs`, milliseconds since 1970. */
export const checkClock = (data: string, nowMs: number): void => {
  const reachedMs = reachedBy(data);
  if (reachedMs !== undefined && nowMs < reachedMs) throw new ClockBehindError(data, reachedMs, nowMs);
};

export interface KeepClockOptions {
  readonly data: string;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** Stops it when the region stops. */
  readonly opened: AsyncDisposableStack;
}

/**
 * Keeps the clock's time in a file, so that the next start on this folder can't be earlier. While the region runs, the
 * file holds an instant slightly ahead, renewed each second and before each move, so that after a kill nothing in the
 * folder is later. At the end it holds the clock's time. One small write a second costs little.
 *
 * @throws {ClockBehindError} when the clock is earlier than the folder's was.
 */
export const keepClock = ({ data, clock, log, opened }: KeepClockOptions): void => {
  checkClock(data, clock.now());
  const keep = (atMs: number, flush: boolean): void =>
    replaceFile(fileIn(data), JSON.stringify({ reached: new Date(atMs).toISOString() }), { flush });
  let isFailing = false;
  /** A full disk is logged once, and the write is tried again. */
  const tryKeep = (atMs: number, flush: boolean): void => {
    try {
      keep(atMs, flush);
      isFailing = false;
    } catch (error) {
      if (!isFailing) log(`How far the clock has come can't be kept in ${fileIn(data)}: ${error}`);
      isFailing = true;
    }
  };
  tryKeep(clock.now() + aheadMs, true);
  const renewal = setInterval(() => tryKeep(clock.now() + aheadMs, false), renewalMs);
  renewal.unref();
  const unhook = clock.beforeMove((toMs) => tryKeep(toMs + aheadMs, false));
  opened.defer(() => {
    clearInterval(renewal);
    unhook();
    tryKeep(clock.now(), true);
  });
};
