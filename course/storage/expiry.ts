import type { BookLine } from "../gradebook/book.ts";
import type { Override } from "../gradebook/override.ts";
import type { ScoreEntry } from "../grading/score-list.ts";
import { type Instant, type RunId, toInstant } from "../ids.ts";
import { cutoffIn } from "../run/run-id.ts";

/** The days of `keepMonths`: S3's rules count in days, so a month is a twelfth of a year. */
export const keptDays = (keepMonths: number): number => Math.round((keepMonths * 365) / 12);

const dayMs = 24 * 60 * 60 * 1000;

/**
 * The earliest moment of which a run still keeps scores in the students' lists and in the course's book. Both are written
 * again by each run, so S3's rules, which count from an object's last write, would keep a score there for longer than its
 * grade. null: the course deletes nothing.
 */
export const keptSince = (keepMonths: number | undefined, run: RunId): Instant | null => {
  if (keepMonths === undefined) return null;
  return toInstant(new Date(Date.parse(cutoffIn(run)) - keptDays(keepMonths) * dayMs));
};

/** @param run that graded it: its deadline counts. @param override set by hand since. */
const isKept = (since: Instant, run: RunId | undefined, override: Override | undefined): boolean =>
  (run !== undefined && cutoffIn(run) >= since) || (override !== undefined && override.at >= since);

/** The entries of a list of scores that are kept. */
export const keptEntries = (entries: readonly ScoreEntry[], since: Instant | null): readonly ScoreEntry[] => {
  if (since === null) return entries;
  return entries.filter((entry) =>
    isKept(since, entry.status === "open" ? undefined : entry.runId, entry.override),
  );
};

/** A line of the book with the cells that are kept; the same line when all are. */
export const keptLine = (line: BookLine, since: Instant | null): BookLine => {
  if (since === null) return line;
  const cells = Object.entries(line.cells);
  const kept = cells.filter(([, { outcome, override }]) => isKept(since, outcome?.run, override));
  return kept.length === cells.length ? line : { ...line, cells: Object.fromEntries(kept) };
};
