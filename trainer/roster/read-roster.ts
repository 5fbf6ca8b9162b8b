import { quote } from "../../course/problems.ts";
import { type CsvLine, csvLines } from "../course-folder/csv-rows.ts";
import { withoutEmptyEnd } from "../course-folder/csv-table.ts";
import { Problems } from "../course-folder/problems.ts";
import { isPackage, PackageFault, readPackage } from "../foreign/package.ts";
import { foreignText } from "../foreign/text.ts";
import { XmlFault } from "../foreign/xml.ts";
import { addressHeader, addressLines, isAddressList } from "./address-list.ts";
import { imsEnterpriseLines } from "./ims-enterprise.ts";
import { isOneRoster, oneRosterLines } from "./one-roster.ts";
import { type ColumnChoice, chosenColumns, isRosterHeader } from "./roster-columns.ts";
import { type RosterEntry, rosterEntries } from "./roster-entries.ts";
import { isWorkbook, workbookLines } from "./workbook.ts";

/** Some systems write a title above the names of the columns. */
const mostLinesAbove = 5;

export interface RosterOptions {
  readonly columns: ColumnChoice;
  /** Left out: it is found out. */
  readonly encoding?: string | undefined;
}

/** What was read of a list: its people; or only which lines it has, when its columns are not known. */
export interface ReadRoster {
  readonly entries: readonly RosterEntry[];
  readonly unread: readonly CsvLine[];
}

/** The people in another system's list; without any, and with the problem noted, when it is none. */
export const readRoster = async (
  bytes: Buffer,
  file: string,
  options: RosterOptions,
  problems: Problems,
): Promise<ReadRoster> => {
  try {
    const lines = isPackage(bytes)
      ? await packageLines(bytes, file, problems)
      : textLines(bytes, file, options, problems);
    return entriesOf(lines, file, options.columns, problems);
  } catch (error) {
    if (!(error instanceof PackageFault || error instanceof XmlFault)) throw error;
    problems.add(file, error instanceof XmlFault ? error.line : 1, error.message);
    return { entries: [], unread: [] };
  }
};

const packageLines = async (bytes: Buffer, file: string, problems: Problems): Promise<readonly CsvLine[]> => {
  const files = await readPackage(bytes);
  if (isWorkbook(files)) return await workbookLines(files);
  if (isOneRoster(files)) return oneRosterLines(files, file, problems);
  problems.add(file, 1, "is a ZIP package, but neither an Excel workbook nor a OneRoster package: unpack it");
  return [];
};

const textLines = (
  bytes: Buffer,
  file: string,
  { columns, encoding }: RosterOptions,
  problems: Problems,
): readonly CsvLine[] => {
  const text = foreignText(bytes, file, problems, encoding);
  if (text === undefined) return [];
  if (/^\s*<\?xml|^\s*<enterprise\b/i.test(text)) {
    const lines = imsEnterpriseLines(text);
    if (lines.length < 2) problems.add(file, 1, "is an XML document, but no list of IMS Enterprise");
    return lines;
  }
  const trial = new Problems();
  const { lines } = csvLines(file, text, trial);
  const hasHeader = lines.slice(0, mostLinesAbove).some(({ cells }) => isHeader(cells, columns));
  if (hasHeader || !isAddressList(text)) {
    problems.errors.push(...trial.errors);
    return lines;
  }
  return isAutolab(lines)
    ? [{ line: 0, cells: autolabHeaderFor(lines[0]?.cells.length ?? 0) }, ...lines]
    : [{ line: 0, cells: addressHeader }, ...addressLines(text)];
};

/** Autolab's roster has no names of columns. Source: Autolab, docs/instructors.md, "Roster". */
const autolabHeader: readonly string[] =
  "semester,email,last name,first name,school,major,year,grading policy,course number,lecture,section".split(
    ",",
  );

/** Older ones have no number of the course. */
const autolabHeaderFor = (width: number): readonly string[] =>
  width < autolabHeader.length ? autolabHeader.filter((name) => name !== "course number") : autolabHeader;

const isAutolab = (lines: readonly CsvLine[]): boolean =>
  lines.length > 0 &&
  lines.every(({ cells }) => cells.length >= autolabHeader.length - 1 && cells[1]?.includes("@"));

const isHeader = (cells: readonly string[], choice: ColumnChoice): boolean => {
  const chosen = Object.values(choice);
  return chosen.length > 0 ? chosen.every((name) => cells.includes(name)) : isRosterHeader(cells);
};

const entriesOf = (
  lines: readonly CsvLine[],
  file: string,
  choice: ColumnChoice,
  problems: Problems,
): ReadRoster => {
  const place = Math.max(
    0,
    lines.slice(0, mostLinesAbove).findIndex(({ cells }) => isHeader(cells, choice)),
  );
  const header = lines[place];
  const rows = lines.slice(place + 1);
  if (header === undefined) return { entries: [], unread: [] };
  const names = withoutEmptyEnd(header.cells, 0);
  const columns = chosenColumns(names, choice);
  if (typeof columns === "string") {
    problems.add(file, header.line, columns);
    return { entries: [], unread: rows };
  }
  if (columns.studentId.length + columns.email.length === 0) {
    const found = names.map(quote).join(", ");
    const advice = "say which columns hold them: --columns id=…,email=…,name=…";
    problems.add(file, header.line, `no column here (${found}) is known to hold ids or addresses; ${advice}`);
    return { entries: [], unread: rows };
  }
  return { entries: rosterEntries(names, rows, columns), unread: [] };
};
