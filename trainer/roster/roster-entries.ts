import * as z from "zod";
import { originalCell } from "../../course/gradebook/gradebook.ts";
import { groupSchema } from "../../course/student.ts";
import type { CsvLine } from "../course-folder/csv-rows.ts";
import type { RosterColumns } from "./roster-columns.ts";

/** A person as another system's list describes them. */
export interface RosterEntry {
  readonly line: number;
  /** Empty: the list has none. */
  readonly id: string;
  /** The column that the id stands in. */
  readonly idColumn: string;
  /** Empty: the list has none. */
  readonly email: string;
  readonly name: string;
  /** What an address can be made of; empty: nothing. */
  readonly login: string;
  /** `Instructor`; empty: it is not said. */
  readonly membership: string;
  /** Labels made of sections, cohorts and the like; those that all people of the list have are left out. */
  readonly groups: readonly string[];
}

const isAddress = (text: string): boolean => z.email().safeParse(text).success;

/**
 * A cell as it was meant: an apostrophe keeps a spreadsheet from running a formula, Brightspace writes # before user
 * names.
 */
const meant = (cell: string): string =>
  originalCell(cell)
    .replace(/^#(?=\w)/, "")
    .trim();

export const rosterEntries = (
  header: readonly string[],
  rows: readonly CsvLine[],
  columns: RosterColumns,
): readonly RosterEntry[] => {
  const cells = rows.map((row) => row.cells.map(meant));
  const idColumns = filledFirst(columns.studentId, cells);
  const emailColumns = [...columns.email, ...columns.studentId];
  const isTurned = (place: number): boolean => isMostlyTurned(cells.map((row) => row[place] ?? ""));
  const turned = new Set(columns.name.filter(isTurned));
  const groups = telling(cells.map((row) => labelsIn(columns.groups.map((place) => row[place] ?? ""))));
  return rows.map(({ line }, index) => {
    const row = cells[index] ?? [];
    const cell = (place: number | undefined): string => (place === undefined ? "" : (row[place] ?? ""));
    const idColumn = idColumns.find((place) => cell(place) !== "");
    const email =
      emailColumns.map(cell).find(isAddress) ?? columns.email.map(cell).find((text) => text !== "") ?? "";
    const whole = columns.name.find((place) => cell(place) !== "");
    const parts = [columns.firstName, columns.lastName]
      .map(([place]) => cell(place))
      .filter(Boolean)
      .join(" ");
    const name = whole === undefined ? "" : turned.has(whole) ? turnedName(cell(whole)) : cell(whole);
    return {
      line,
      id: cell(idColumn),
      idColumn: idColumn === undefined ? "" : (header[idColumn] ?? ""),
      email,
      name: parts || name,
      login: columns.login.map(cell).find((text) => text !== "") ?? cell(idColumn),
      membership: cell(columns.membership[0]),
      groups: groups[index] ?? [],
    };
  });
};

/** Section names hold blanks and brackets, which a label can't: `DSC 10 - A01 [13805]` becomes `DSC-10-A01-13805`. */
const labelsIn = (cells: readonly string[]): readonly string[] => [
  ...new Set(
    cells
      .flatMap((cell) => cell.split(/[;,]/))
      .map((written) =>
        written
          .normalize("NFC")
          .replaceAll(/[^\p{L}\p{N}._]+/gu, "-")
          .replace(/^[._-]+/, "")
          .slice(0, longestLabel)
          .replace(/[._-]+$/, ""),
      )
      .filter((label) => groupSchema.safeParse(label).success),
  ),
];

const longestLabel = 40;

/** A section that everybody is in says nothing. */
const telling = (groups: readonly (readonly string[])[]): readonly (readonly string[])[] => {
  const people = groups.filter((labels) => labels.length > 0);
  const isOfAll = (label: string): boolean => people.every((labels) => labels.includes(label));
  return groups.map((labels) => labels.filter((label) => !isOfAll(label)));
};

/** Columns of ids that are filled for more people come first. Rows that name nobody don't count. */
const filledFirst = (places: readonly number[], rows: readonly (readonly string[])[]): readonly number[] => {
  const people = rows.filter((row) => places.some((place) => (row[place] ?? "") !== ""));
  const isFilled = (place: number): boolean =>
    people.filter((row) => (row[place] ?? "") !== "").length >= people.length / 2;
  return [...places.filter(isFilled), ...places.filter((place) => !isFilled(place))];
};

/** `Wilk, Adam`, but not `Adam Wilk, Jr.` */
const turnedPattern = /^([^,]+),\s*(?!(?:jr|sr|i{2,3}|iv|ph\.?d|m\.?d)\.?$)([^,]+)$/i;

const isMostlyTurned = (names: readonly string[]): boolean => {
  const people = names.filter((name) => name !== "" && name !== "Points Possible");
  return people.filter((name) => turnedPattern.test(name)).length > people.length / 2;
};

const turnedName = (name: string): string => name.replace(turnedPattern, "$2 $1");
