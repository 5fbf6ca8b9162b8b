import { zipSync } from "fflate";
import { readSheet } from "read-excel-file/node";
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
  try {
    const rows = await readSheet(Buffer.from(zipSync(Object.fromEntries(wanted), { level: 0 })));
    return rows
      .map((cells, index) => ({ line: index + 1, cells: cells.map(cellText) }))
      .filter(({ cells }) => cells.some((cell) => cell !== ""));
  } catch (error) {
    throw new PackageFault(`is a workbook that can't be read: ${messageOf(error)}`);
  }
};

const cellText = (cell: unknown): string => {
  if (cell === null || cell === undefined) return "";
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell).trim();
};
