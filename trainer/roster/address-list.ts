import type { CsvLine } from "../course-folder/csv-rows.ts";

/** Of an address as people write it into a list; the list's reader checks each once more. */
const address = /[^\s<>(),;:"'\\[\]]+@[^\s<>(),;:"'\\[\]]+/;
const addresses = new RegExp(address, "g");

/**
 * A list without names of columns: addresses, each on its own line or parted by commas or semicolons, with a name or
 * without (`Adam Wilk <adam@example.com>`), as mail programs copy them. Each person becomes a line of `addressHeader`.
 */
export const addressLines = (text: string): readonly CsvLine[] =>
  text.split("\n").flatMap((written, index) =>
    piecesOf(written).map((piece) => ({
      line: index + 1,
      cells: [nameIn(piece), address.exec(piece)?.[0] ?? ""],
    })),
  );

export const addressHeader: readonly string[] = ["Name", "Email"];

/** Whether most lines of a text hold an address. */
export const isAddressList = (text: string): boolean => {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.length > 0 && lines.filter((line) => address.test(line)).length > lines.length / 2;
};

/** `Wilk, Adam <adam@example.com>` is one person, `adam@example.com, beata@example.com` are two. */
const piecesOf = (line: string): readonly string[] =>
  line
    .split(";")
    .flatMap((piece) =>
      (piece.match(addresses) ?? []).length > 1 ? piece.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/) : [piece],
    )
    .filter((piece) => piece.trim() !== "");

const nameIn = (piece: string): string =>
  piece
    .replace(/<[^>]*>/, " ")
    .replace(address, " ")
    .replaceAll(/["\t]|^[\s,:*•-]+|[\s,:]+$/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
