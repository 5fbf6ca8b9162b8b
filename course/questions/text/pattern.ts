import { RE2JS } from "re2js";
import { messageOf } from "../../unknown-value.ts";

/**
 * Patterns are matched by RE2's method, in a time that grows with the text alone: no pattern of a trainer and no answer of a
 * student can keep a worker busy. What needs backtracking (back references, looking around) is refused.
 *
 * @see https://github.com/google/re2/wiki/Syntax
 */
const compiled = (pattern: string, isExact: boolean): RE2JS =>
  RE2JS.compile(pattern, isExact ? 0 : RE2JS.CASE_INSENSITIVE);

/** The longest pattern, in characters; what it repeats is unfolded, so a short one may already be large. */
export const longestPattern = 500;

/** Why a pattern can't be used, as the rest of a sentence; null: it can. */
export const patternProblem = (pattern: string): string | null => {
  if (pattern.length > longestPattern) return `is longer than ${longestPattern} characters`;
  try {
    compiled(pattern, true);
    return null;
  } catch (error) {
    return `is no pattern that can be matched in a bounded time (${messageOf(error)})`;
  }
};

/** Unfolding a pattern takes ten times as long as matching an answer, and a run has the same few patterns for everybody. */
const kept = new Map<string, RE2JS>();
const mostKept = 500;

const keptPattern = (pattern: string, isExact: boolean): RE2JS => {
  const name = `${isExact} ${pattern}`;
  const known = kept.get(name);
  if (known) return known;
  if (kept.size >= mostKept) kept.clear();
  const made = compiled(pattern, isExact);
  kept.set(name, made);
  return made;
};

/** Whether the whole text matches. @throws where the pattern can't be used; publishing has refused it. */
export const matches = (pattern: string, typed: string, isExact: boolean): boolean =>
  keptPattern(pattern, isExact).matches(typed);
