import { zipSync } from "fflate";
import { readSheet } from "read-excel-file/node";
import { quote } from "../../course/problems.ts";
import { messageOf } from "../../course/unknown-value.ts";
import type { CsvLine } from "../course-folder/csv-rows.ts";
import { type Package, PackageFault } from "../foreign/package.ts";

export const isWorkbook = (files: Package): boolean => files.has("xl/workbook.xml");

/**
 * The rows of a workbook's first sheet. The library gets a package that was unpacked within limits and packed anew, so that
 * it never meets what a broken or hostile one may hold.
 *
 * @throws PackageFault
 */
export const workbookLines = async (files: Package): Promise<readonly CsvLine[]> => {
  const wanted = [...files].filter(([name]) => /\.(?:xml|rels)$/.test(name));
  for (const [name, bytes] of wanted)
    if (name.startsWith("xl/worksheets/")) checkSize(bytes.toString("utf8"));
  try {
    const rows = await readSheet(Buffer.from(zipSync(Object.fromEntries(wanted), { level: 0 })));
    return rows
      .map((cells, index) => ({ line: index + 1, cells: cells.map(cellText) }))
      .filter(({ cells }) => cells.some((cell) => cell !== ""));
  } catch (error) {
    throw new PackageFault(`is a workbook that can't be read: ${messageOf(error)}`);
  }
};

/** Far above a list of all students of a university; the library makes every cell of the sheet, also of an empty one. */
const mostCells = 5_000_000;

/** @throws PackageFault for a sheet whose cells' names span more than that: two letters too many are a billion cells. */
const checkSize = (sheet: string): void => {
  let [rows, columns] = [0, 0];
  const names = sheet.matchAll(
    /<(?:\w+:)?(?:c|row|dimension)\s[^<]*?\br(?:ef)?\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  );
  for (const name of [...names].flatMap(([, one, other]) => (one ?? other ?? "").split(":"))) {
    // Of a row.
    if (/^\d{1,7}$/.test(name)) continue;
    const [, letters, digits] = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/i.exec(name.trim()) ?? [];
    if (letters === undefined) throw new PackageFault(`is a workbook with a cell of the name ${quote(name)}`);
    rows = Math.max(rows, Number(digits));
    columns = Math.max(columns, columnOf(letters));
  }
  if (rows * columns > mostCells) {
    throw new PackageFault(
      `is a workbook with ${rows} rows and ${columns} columns, which is more than is read`,
    );
  }
};

/** `AB` is 28. */
const columnOf = (letters: string): number =>
  [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

const cellText = (cell: unknown): string => {
  if (cell === null || cell === undefined) return "";
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell).trim();
};
