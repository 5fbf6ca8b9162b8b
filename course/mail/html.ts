import type { Language } from "../words/words.ts";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML shows it: names and titles may hold any characters. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

/** A line of a mail's header: no line breaks or other control characters, which could start a header of their own. */
export const headerText = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();

/** Text whose lines stay as they are; those longer than the screen is wide are wrapped. */
export const preformatted = (text: string): string =>
  `<pre style="white-space:pre-wrap">${escapeHtml(text)}</pre>`;

/** A table of text cells; the first row is the head. */
export const htmlTable = (rows: readonly (readonly string[])[]): string => {
  const [head = [], ...body] = rows;
  const cells = (tag: "th" | "td", row: readonly string[]): string =>
    row
      .map((cell) => `<${tag} style="text-align:left;padding:2px 12px 2px 0">${escapeHtml(cell)}</${tag}>`)
      .join("");
  const tableRows = [cells("th", head), ...body.map((row) => cells("td", row))];
  return `<table style="border-collapse:collapse">${tableRows.map((row) => `<tr>${row}</tr>`).join("")}</table>`;
};

/** The same table in plain text, in columns. */
export const textTable = (rows: readonly (readonly string[])[]): string => {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
};

/** A whole HTML document around a mail's body. Keys and links, which have no spaces, are broken where the screen ends. */
export const htmlPage = (body: string, language: Language = "en"): string =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"></head><body style="font-family:sans-serif;overflow-wrap:anywhere">${body}</body></html>`;
