import { showInstant } from "../../course/deadlines/shown-instant.ts";
import { toInstant } from "../../course/ids.ts";

/** Prints what happens, as it happens. */
export class Story {
  readonly #timeZone: string;
  readonly #print: (line: string) => void;

  constructor(timeZone: string, print: (line: string) => void = console.log) {
    this.#timeZone = timeZone;
    this.#print = print;
  }

  /** A new moment of the week, by the region's clock (milliseconds since 1970). */
  scene(atMs: number, title: string): void {
    this.#print(`\n${showInstant(toInstant(new Date(atMs)), this.#timeZone)}\n  ${title}`);
  }

  heading(title: string): void {
    this.#print(`\n${title}`);
  }

  say(line: string): void {
    this.#print(`  · ${line}`);
  }

  /** Lines that are shown as they are, such as a table. */
  show(lines: readonly string[]): void {
    for (const line of lines) this.#print(`    ${line}`);
  }
}

/** Rows as text in columns, each as wide as its widest cell. */
export const table = (rows: readonly (readonly string[])[]): string[] => {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => [...(row[column] ?? "")].length)),
  );
  const pad = (cell: string, column: number) => cell + " ".repeat((widths[column] ?? 0) - [...cell].length);
  return rows.map((row) => row.map(pad).join("  ").trimEnd());
};
