import { type CsvLine, csvLines } from "../course-folder/csv-rows.ts";
import type { Problems } from "../course-folder/problems.ts";
import type { Package } from "../foreign/package.ts";
import { foreignText } from "../foreign/text.ts";

/** A table of the package, by the names of its columns. */
type Rows = readonly Readonly<Record<string, string>>[];

const usersFile = "users.csv";

export const isOneRoster = (files: Package): boolean => find(files, usersFile) !== undefined;

const find = (files: Package, name: string): Buffer | undefined =>
  [...files].find(([path]) => path === name || path.endsWith(`/${name}`))?.[1];

/**
 * The people of a OneRoster package (1.1 or 1.2, CSV): the lines of users.csv, with the role, which 1.2 keeps in roles.csv,
 * and the titles of the classes. Source: imsglobal.org/spec/oneroster/v1p2
 */
export const oneRosterLines = (files: Package, file: string, problems: Problems): readonly CsvLine[] => {
  const lines = linesOf(files, usersFile, file, problems);
  const [header, ...people] = lines;
  if (!header) return [];
  const roles = firstBy(rowsOf(files, "roles.csv", file, problems), "userSourcedId");
  const titles = firstBy(rowsOf(files, "classes.csv", file, problems), "sourcedId");
  const enrollments = rowsOf(files, "enrollments.csv", file, problems);
  const place = (name: string): number => header.cells.indexOf(name);
  return [
    {
      line: header.line,
      cells: [...header.cells.map((name) => (name === "role" ? "old role" : name)), "role", "groups"],
    },
    ...people.map(({ line, cells }) => {
      const cell = (name: string): string => cells[place(name)] ?? "";
      const id = cell("sourcedId");
      const role = cell("status") === "tobedeleted" ? "deleted" : cell("role") || (roles.get(id)?.role ?? "");
      const classes = enrollments
        .filter(({ userSourcedId, status }) => userSourcedId === id && status !== "tobedeleted")
        .map(({ classSourcedId }) => titles.get(classSourcedId ?? "")?.title ?? "");
      return {
        line,
        cells: [...header.cells.map((_, index) => cells[index] ?? ""), role, classes.join(";")],
      };
    }),
  ];
};

const linesOf = (files: Package, name: string, file: string, problems: Problems): readonly CsvLine[] => {
  const bytes = find(files, name);
  if (bytes === undefined || bytes.toString("latin1").trim() === "") return [];
  const text = foreignText(bytes, `${file}/${name}`, problems);
  return text === undefined ? [] : csvLines(`${file}/${name}`, text, problems).lines;
};

const rowsOf = (files: Package, name: string, file: string, problems: Problems): Rows => {
  const [header, ...rows] = linesOf(files, name, file, problems);
  return rows.map(({ cells }) =>
    Object.fromEntries((header?.cells ?? []).map((column, index) => [column, cells[index] ?? ""])),
  );
};

const firstBy = (rows: Rows, column: string): ReadonlyMap<string, Rows[number]> =>
  new Map(rows.toReversed().map((row) => [row[column] ?? "", row]));
