import { quote } from "../../course/problems.ts";
import { bareName, columnNames } from "./column-names.ts";

/** What a column of another system's list can hold for us. */
export const rosterRoles = ["studentId", "email", "name", "firstName", "lastName", "groups"] as const;

export type RosterRole = (typeof rosterRoles)[number];

/** Which columns of a list, by their places from 0, hold what. Of several ids the first that is filled counts. */
export interface RosterColumns {
  readonly studentId: readonly number[];
  readonly email: readonly number[];
  readonly name: readonly number[];
  readonly firstName: readonly number[];
  readonly lastName: readonly number[];
  /** Addresses are made of these rather than of an id. */
  readonly login: readonly number[];
  /** Whether somebody is a student, a teacher, an observer. */
  readonly membership: readonly number[];
  /** Sections, cohorts and the like. */
  readonly groups: readonly number[];
}

/** The columns by their headers alone. */
export const columnsByHeader = (header: readonly string[]): RosterColumns => {
  const bareHeader = header.map(bareName);
  const places = (names: readonly string[]): number[] =>
    [...new Set(names)].flatMap((name) => {
      const place = bareHeader.indexOf(name);
      return place === -1 ? [] : [place];
    });
  return {
    studentId: places(columnNames.studentId),
    email: places(columnNames.email),
    name: places(columnNames.name),
    firstName: places(columnNames.firstName),
    lastName: places(columnNames.lastName),
    login: places(columnNames.login),
    membership: places(columnNames.membership),
    groups: places(columnNames.groups),
  };
};

/** Whether a row of cells names columns of a list of people: an address or an id, and whose it is. */
export const isRosterHeader = (cells: readonly string[]): boolean => {
  const { studentId, email, name, firstName, lastName } = columnsByHeader(cells);
  const isNamed = name.length > 0 || firstName.length > 0 || lastName.length > 0;
  return email.length > 0 || (studentId.length > 0 && (isNamed || studentId.length > 1));
};

export type ColumnChoice = Readonly<Partial<Record<RosterRole, string>>>;

/** Names that are shorter to type. */
const shortRoles: Readonly<Record<string, RosterRole>> = { id: "studentId", group: "groups" };

const rolePattern = [...rosterRoles, ...Object.keys(shortRoles)].join("|");

/** `id=ID,email=Mail` as given on the command line; a text: what is wrong with it, as a sentence. */
export const parseColumnChoice = (given: string): ColumnChoice | string => {
  const choice: Partial<Record<RosterRole, string>> = {};
  for (const part of given.split(new RegExp(`,(?=\\s*(?:${rolePattern})\\s*=)`))) {
    const [, written, header] = /^\s*(\w+)\s*=\s*(.+?)\s*$/.exec(part) ?? [];
    const role = rosterRoles.find((known) => known === written) ?? shortRoles[written ?? ""];
    if (role === undefined || header === undefined) {
      return `${quote(part)} names no column: write it as in id=ID,email=Mail, with id, ${rosterRoles.slice(1).join(", ")}`;
    }
    choice[role] = header;
  }
  return choice;
};

/** The chosen columns, then those known by their headers; a text: a sentence about a chosen one that is missing. */
export const chosenColumns = (header: readonly string[], choice: ColumnChoice): RosterColumns | string => {
  const known = columnsByHeader(header);
  const chosen: Partial<Record<RosterRole, readonly number[]>> = {};
  for (const role of rosterRoles) {
    const wanted = choice[role];
    if (wanted === undefined) continue;
    const exact = header.indexOf(wanted);
    const place = exact === -1 ? header.findIndex((name) => bareName(name) === bareName(wanted)) : exact;
    if (place === -1) return `there is no column ${quote(wanted)}; there are ${header.map(quote).join(", ")}`;
    chosen[role] = [place];
  }
  // A chosen full name replaces its parts, and chosen parts replace a full name that was not chosen.
  if (chosen.name) return { ...known, firstName: [], lastName: [], ...chosen };
  return chosen.firstName || chosen.lastName ? { ...known, ...chosen, name: [] } : { ...known, ...chosen };
};
