const spreadsheetAdvice = "open it in the spreadsheet, and save it as CSV in UTF-8";
const textAdvice = "save it as plain text in UTF-8";

interface Kind {
  readonly name: string;
  readonly advice: string;
  /** The first bytes of such a file, a character a byte. */
  readonly begins: readonly string[];
  /** What tells this kind from others with the same first bytes: a text near the file's beginning or end. */
  readonly holds?: RegExp;
}

const zip = ["PK\x03\x04", "PK\x05\x06"];
const oldOffice = ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"];

/**
 * Files that are no text, by what they begin with, whatever their names end in. The first that fits counts.
 * Source: the file command's magic, en.wikipedia.org/wiki/List_of_file_signatures.
 */
const kinds: readonly Kind[] = [
  { name: "an Excel workbook (.xlsx)", advice: spreadsheetAdvice, begins: zip, holds: /\bxl\// },
  {
    name: "an OpenDocument spreadsheet (.ods)",
    advice: spreadsheetAdvice,
    begins: zip,
    holds: /opendocument\.spreadsheet/,
  },
  {
    name: "an Apple Numbers file (.numbers)",
    advice: spreadsheetAdvice,
    begins: zip,
    holds: /\bIndex\/.*\.iwa/,
  },
  { name: "a Word document (.docx)", advice: textAdvice, begins: zip, holds: /\bword\// },
  { name: "an OpenDocument text (.odt)", advice: textAdvice, begins: zip, holds: /opendocument\.text/ },
  { name: "a ZIP archive", advice: "unpack it", begins: zip },
  {
    name: "an Excel workbook of an old version (.xls)",
    advice: spreadsheetAdvice,
    begins: oldOffice,
    holds: /W\0o\0r\0k\0b\0o\0o\0k|B\0o\0o\0k/,
  },
  { name: "an Office document of an old version (.doc, .xls)", advice: textAdvice, begins: oldOffice },
  { name: "a PDF", advice: textAdvice, begins: ["%PDF-"] },
  { name: "a file packed with gzip (.gz)", advice: "unpack it with gunzip", begins: ["\x1f\x8b"] },
  { name: "a file packed with bzip2", advice: "unpack it", begins: ["BZh"] },
  { name: "a file packed with xz", advice: "unpack it", begins: ["\xfd7zXZ"] },
  { name: "a 7z archive", advice: "unpack it", begins: ["7z\xbc\xaf\x27\x1c"] },
  { name: "a RAR archive", advice: "unpack it", begins: ["Rar!\x1a"] },
  { name: "an RTF document", advice: textAdvice, begins: ["{\\rtf"] },
  { name: "a picture", advice: textAdvice, begins: ["\x89PNG", "\xff\xd8\xff", "GIF8"] },
  { name: "an XML document", advice: "export the list or the test again, as CSV or YAML", begins: ["<?xml"] },
  { name: "an SQLite database", advice: textAdvice, begins: ["SQLite format 3\0"] },
  {
    name: "a web page",
    advice: "it was perhaps saved in place of the file that its link names",
    begins: ["<!DOCTYPE", "<!doctype", "<html", "<HTML", "<table"],
  },
];

/** Names of a ZIP's parts stand before each of them, and all of them in the directory at its end. */
const lookedAtBytes = 64 * 1024;

/** `an Excel workbook (.xlsx), not text: …` for a file that is no text; undefined: it may be one. */
export const noTextSentence = (bytes: Buffer): string | undefined => {
  const start = bytes.toString("latin1", 0, 32).replace(/^\s+/, "");
  const content = (): string =>
    bytes.toString("latin1", 0, lookedAtBytes) +
    bytes.toString("latin1", Math.max(0, bytes.length - lookedAtBytes));
  const kind = kinds.find(
    ({ begins, holds }) => begins.some((mark) => start.startsWith(mark)) && (holds?.test(content()) ?? true),
  );
  return kind && `is ${kind.name}, whatever its name says: ${kind.advice}`;
};
