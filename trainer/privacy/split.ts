import { parse } from "csv-parse/sync";
import { gradebookCsv } from "../../adapters/gradebook/gradebook-csv.ts";
import { neutraliseFormula, originalCell } from "../../course/gradebook/gradebook.ts";
import type { StudentId } from "../../course/ids.ts";
import { nobodysTally } from "../../course/statistics/stored-tally.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { isObject, jsonOrUndefined, memberOf } from "../../course/unknown-value.ts";
import { TrainerError } from "../trainer-error.ts";

/** What an object about many students says of one of them. */
export interface Split {
  /** What is said of the student, as JSON values; empty: nothing. */
  readonly own: readonly unknown[];
  /** The object's text without that; unchanged when nothing is said. */
  readonly rest: string;
}

/** The object names the student, in a form that this code can't take apart. */
export class UnknownFormError extends TrainerError {
  override readonly name = "UnknownFormError";

  constructor(key: string) {
    super(`${key} names the student, but is in none of the known forms.`);
  }
}

/**
 * Takes one student out of a roster, a run's record, report, gradebook or result files: each list loses its entries about
 * the student; counts stay. An object that never names the student is not even parsed.
 *
 * @throws UnknownFormError
 */
export const splitObject = async (key: string, text: string, studentId: StudentId): Promise<Split> => {
  if (!text.includes(studentId)) return { own: [], rest: text };
  if (key.startsWith(keys.tallies)) return splitTally(text, studentId);
  const split = key.endsWith(".csv")
    ? await splitCsv(text, studentId)
    : (splitJson(text, studentId) ?? splitLines(text, studentId));
  if (split) return split;
  if (mentions(text, studentId)) throw new UnknownFormError(key);
  return { own: [], rest: text };
};

/** Whether the id stands in the text as a name of its own, not as a part of another. */
export const mentions = (text: string, studentId: StudentId): boolean => namePattern(studentId).test(text);

const namePattern = (studentId: StudentId): RegExp =>
  new RegExp(`(?<![A-Za-z0-9._-])${studentId.replaceAll(".", "\\.")}(?![A-Za-z0-9_-]|\\.[A-Za-z0-9])`, "g");

/** Replaces the name in a sentence that is kept. */
const erasedName = "(an erased student)";

/** Not empty: the SDK takes an empty body for one of unknown length. Readers of lines skip blank ones. */
const noLines = "\n";

/**
 * Whether a list's entry is about the student; for a child of the map that failed, only its input says so. An entry of a
 * part's ledger is inside of what names its list.
 */
const isAbout = (value: unknown, studentId: StudentId): boolean => {
  const input = memberOf(value, "Input");
  const child = typeof input === "string" ? jsonOrUndefined(input) : undefined;
  return (
    memberOf(value, "studentId") === studentId ||
    memberOf(memberOf(value, "value"), "studentId") === studentId ||
    memberOf(memberOf(child, "student"), "studentId") === studentId
  );
};

/**
 * What the student typed can't be told from what others did, so nothing of the tally stays: the others' grades are read again
 * one by one.
 */
const splitTally = (text: string, studentId: StudentId): Split => {
  const students = memberOf(jsonOrUndefined(text), "students");
  const isIn = Array.isArray(students) ? students.includes(studentId) : mentions(text, studentId);
  return isIn ? { own: [{ studentId }], rest: nobodysTally } : { own: [], rest: text };
};

/** null: not JSON. */
const splitJson = (text: string, studentId: StudentId): Split | null => {
  const value = jsonOrUndefined(text);
  if (value === undefined) return null;
  if (isAbout(value, studentId)) return { own: [value], rest: noLines };
  const own: unknown[] = [];
  const rest = without(value, studentId, [], own);
  return own.length === 0 ? { own, rest: text } : { own, rest: JSON.stringify(rest) };
};

/** The value without the student; what is taken out, or rewritten, is added to `own` with the path to where it was. */
const without = (value: unknown, studentId: StudentId, path: readonly string[], own: unknown[]): unknown => {
  if (Array.isArray(value)) {
    const entries: readonly unknown[] = value;
    const about = entries.filter((entry) => isAbout(entry, studentId));
    if (about.length > 0) own.push({ in: path.join("."), entries: about });
    return entries
      .filter((entry) => !about.includes(entry))
      .map((entry, index) => without(entry, studentId, [...path, String(index)], own));
  }
  if (isObject(value)) {
    const members = Object.entries(value);
    return Object.fromEntries(
      members.map(([name, inner]) => [name, without(inner, studentId, [...path, name], own)]),
    );
  }
  if (typeof value !== "string" || path.at(-1) !== "cause" || !mentions(value, studentId)) return value;
  // The sentence may name others too.
  own.push({ in: path.join("."), entries: ["The student is named here."] });
  return value.replace(namePattern(studentId), erasedName);
};

/** null: not lines of JSON. */
const splitLines = (text: string, studentId: StudentId): Split | null => {
  const own: unknown[] = [];
  const kept: string[] = [];
  for (const line of text.split("\n")) {
    const value = line.includes(studentId) ? jsonOrUndefined(line) : null;
    if (value === undefined) return null;
    if (isAbout(value, studentId)) own.push(value);
    else kept.push(line);
  }
  return { own, rest: own.length === 0 ? text : kept.join("\n") || noLines };
};

/** null: no column names the student. */
const splitCsv = async (text: string, studentId: StudentId): Promise<Split | null> => {
  const [header = [], ...rows]: string[][] = parse(text, { relax_column_count: true });
  const column = header.indexOf("studentId");
  if (column === -1) return null;
  const isOwn = (row: readonly string[]): boolean => row[column] === neutraliseFormula(studentId);
  const own = rows
    .filter(isOwn)
    .map((row) => Object.fromEntries(header.map((name, i) => [name, originalCell(row[i] ?? "")])));
  if (own.length === 0) return { own, rest: text };
  const kept = [header, ...rows.filter((row) => !isOwn(row))];
  const csv = await gradebookCsv(kept);
  return { own, rest: Buffer.from(csv).toString() };
};
