import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type StudentId, testPath } from "../../course/ids.ts";
import { type NamedTest, refsOf } from "../../course/test-names.ts";
import { csvLines } from "../course-folder/csv-rows.ts";
import { decode } from "../course-folder/decode.ts";
import { extensionColumns } from "../course-folder/extensions.ts";
import { Problems } from "../course-folder/problems.ts";
import { writeWhole } from "../course-folder/write-whole.ts";

const fileName = "extensions.csv";

/** One line of the file. */
export interface NewExtension {
  readonly studentId: StudentId;
  readonly test: NamedTest;
  /** Wall time in the course's zone. */
  readonly until: string;
}

/** The file's bytes with these lines added or replaced; every other byte stays. The course was checked before. */
export const extendedFile = (folder: string, extensions: readonly NewExtension[]): Buffer => {
  const path = join(folder, fileName);
  if (!existsSync(path)) return Buffer.from(`${[extensionColumns, ...extensions.map(cellsOf)].join("\n")}\n`);
  const { text, encode } = originalText(readFileSync(path));
  return encode(extendedText(text, extensions));
};

/** false: it was like that already. */
export const writeExtensionsFile = (folder: string, bytes: Buffer): boolean => {
  const path = join(folder, fileName);
  if (existsSync(path) && readFileSync(path).equals(bytes)) return false;
  writeWhole(path, bytes);
  return true;
};

const cellsOf = ({ studentId, test: { subject, testId }, until }: NewExtension): string[] => [
  studentId,
  subject,
  testId,
  until,
];

/** The text as it is, with its byte order mark and its own line ends, and the way back. */
const originalText = (bytes: Buffer): { readonly text: string; encode(text: string): Buffer } => {
  const isBigEndian = bytes[0] === 0xfe && bytes[1] === 0xff;
  if (!isBigEndian && !(bytes[0] === 0xff && bytes[1] === 0xfe)) {
    return { text: bytes.toString("utf8"), encode: (text) => Buffer.from(text, "utf8") };
  }
  const swapped = (original: Buffer): Buffer => (isBigEndian ? Buffer.from(original).swap16() : original);
  return {
    text: swapped(bytes).toString("utf16le"),
    encode: (text) => swapped(Buffer.from(text, "utf16le")),
  };
};

const lineEnd = /\r\n|\n|\r/;

const extendedText = (text: string, extensions: readonly NewExtension[]): string => {
  const decoded = decode(Buffer.from(text));
  const { delimiter, lines } = csvLines(fileName, "text" in decoded ? decoded.text : "", new Problems());
  const [header = { line: 1, cells: extensionColumns }, ...rows] = lines;
  const cellIn = (cells: readonly string[], column: string): string =>
    cells[header.cells.indexOf(column)] ?? "";
  /** Each with its end. */
  const raw = text.split(/(?<=\n|\r(?!\n))/);
  const added: string[] = [];
  for (const extension of extensions) {
    const paths = refsOf(extension.test).map(testPath);
    const row = rows.find(
      ({ cells }) =>
        cellIn(cells, "studentId") === extension.studentId &&
        paths.includes(`${cellIn(cells, "subject")}/${cellIn(cells, "testId")}`),
    );
    if (row) {
      const place = header.cells.indexOf("until");
      raw[row.line - 1] = withCell(raw[row.line - 1] ?? "", delimiter, place, extension.until);
      continue;
    }
    const cells = cellsOf(extension);
    const columns: readonly string[] = extensionColumns;
    added.push(header.cells.map((name) => cells[columns.indexOf(name)] ?? "").join(delimiter));
  }
  return appended(raw.join(""), added, lineEnd.exec(text)?.[0] ?? "\n");
};

/** A line with another cell at this place. No cell of such a file holds a line end. */
const withCell = (line: string, delimiter: string, place: number, cell: string): string => {
  const end = lineEnd.exec(line)?.[0] ?? "";
  const cells = [""];
  let isQuoted = false;
  for (const character of line.slice(0, line.length - end.length)) {
    if (character === '"') isQuoted = !isQuoted;
    if (character === delimiter && !isQuoted) cells.push("");
    else cells.push(`${cells.pop()}${character}`);
  }
  return cells.with(place, cell).join(delimiter) + end;
};

/** A text that ends without a line end goes on to do so. */
const appended = (text: string, lines: readonly string[], end: string): string => {
  if (lines.length === 0) return text;
  const isEnded = /[\r\n]$/.test(text);
  return `${text}${isEnded ? "" : end}${lines.join(end)}${isEnded ? end : ""}`;
};
