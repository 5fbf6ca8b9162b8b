import { type CsvLine, csvLines } from "../course-folder/csv-rows.ts";
import { withoutEmptyEnd } from "../course-folder/csv-table.ts";
import type { Problems } from "../course-folder/problems.ts";
import { textOf } from "../course-folder/text-file.ts";
import { type ColumnChoice, chosenColumns, isRosterHeader } from "./roster-columns.ts";
import { type RosterEntry, rosterEntries } from "./roster-entries.ts";

/** Some systems write a title above the names of the columns. */
const mostLinesAbove = 5;

/** The people in another system's list; `undefined`, with the problem noted, when it is none. */
export const readRoster = (
  bytes: Buffer,
  file: string,
  choice: ColumnChoice,
  problems: Problems,
): readonly RosterEntry[] | undefined => {
  const text = textOf(bytes, file, problems);
  if (text === undefined) return undefined;
  const { lines } = csvLines(file, text, problems);
  const place = headerPlace(lines, choice);
  const header = lines[place];
  if (header === undefined) return undefined;
  const names = withoutEmptyEnd(header.cells, 0);
  const columns = chosenColumns(names, choice);
  if (typeof columns === "string") {
    problems.add(file, header.line, columns);
    return undefined;
  }
  if (columns.studentId.length + columns.email.length === 0) {
    const found = names.map((name) => `"${name}"`).join(", ");
    const advice = "say which columns hold them: --columns studentId=…,email=…,name=…";
    problems.add(file, header.line, `no column here (${found}) is known to hold ids or addresses; ${advice}`);
    return undefined;
  }
  return rosterEntries(names, lines.slice(place + 1), columns);
};

const headerPlace = (lines: readonly CsvLine[], choice: ColumnChoice): number => {
  const chosen = Object.values(choice);
  const isHeader = ({ cells }: CsvLine): boolean =>
    chosen.length > 0 ? chosen.every((name) => cells.includes(name)) : isRosterHeader(cells);
  return Math.max(0, lines.slice(0, mostLinesAbove).findIndex(isHeader));
};
