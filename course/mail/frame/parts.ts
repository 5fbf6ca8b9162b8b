import { textTable } from "../../text/text-table.ts";
import { escapeHtml, headerText } from "../html.ts";
import type { MailPart } from "../rendered-mail.ts";
import { type Colour, layoutTable, monospace, styled } from "./look.ts";
import { wrapped } from "./plain-text.ts";

/** A button, or a link in a sentence's place. */
export interface Link {
  /** What it does: `See it on the page`. */
  readonly name: string;
  readonly url: string;
}

/** Texts of the course may have several lines. */
const kept = (text: string): string => escapeHtml(text).replaceAll("\n", "<br>");

const together = (parts: readonly MailPart[], between = "\n\n"): MailPart => ({
  text: parts.map(({ text }) => text).join(between),
  html: parts.map(({ html }) => html).join(""),
});

/** The direction of writing is that of its first strong letter: names and titles may be written from right to left. */
export const paragraph = (text: string): MailPart => ({
  text: wrapped(text),
  html: `<p dir="auto" style="margin:0 0 16px">${kept(text)}</p>`,
});

/** A test and what there is to say of it. */
export interface Entry {
  readonly name: string;
  readonly about: string;
}

export const entries = (items: readonly Entry[]): MailPart => ({
  text: items.map(({ name, about }) => `- ${wrapped(name, "  ")}\n  ${wrapped(about, "  ")}`).join("\n"),
  html: items
    .map(
      ({ name, about }) =>
        `<p dir="auto" style="margin:0 0 16px"><strong>${kept(name)}</strong><br><span ${styled({ fg: "ink-soft" })}>${kept(about)}</span></p>`,
    )
    .join(""),
});

/** A sentence, and what it introduces, such as a list. */
export const introduced = (sentence: string, part: MailPart): MailPart => {
  const opening = paragraph(sentence);
  return { text: `${opening.text}\n${part.text}`, html: opening.html + part.html };
};

export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly colour?: Extract<Colour, "good" | "bad">;
}

/** Names with their values. */
export const facts = (rows: readonly Fact[]): MailPart => ({
  text: rows.map(({ name, value }) => `   ${name}: ${wrapped(value, "   ")}`).join("\n"),
  html: `<table ${layoutTable} style="margin:0 0 10px">${rows.map(factRow).join("")}</table>`,
});

const factRow = ({ name, value, colour }: Fact): string =>
  `<tr valign="top"><td ${styled({ fg: "ink-soft" }, "padding:0 16px 6px 0;white-space:nowrap", "name")}>${escapeHtml(name)}</td><td dir="auto" ${styled({ fg: colour ?? "ink" }, "padding:0 0 6px;word-break:break-word;overflow-wrap:anywhere")}>${kept(value)}</td></tr>`;

/** A fact that may be more than a text: `rich` then stands in the place of its value. */
export interface RichFact extends Fact {
  readonly rich?: MailPart | undefined;
}

/** As `facts`, with each name above its value: so all values begin at one edge, however long a language's names are. */
export const stackedFacts = (rows: readonly RichFact[]): MailPart => ({
  text: rows.map(factText).join("\n"),
  html: rows.map(stackedRow).join(""),
});

const stackedRow = ({ name, value, rich, colour }: RichFact): string => {
  const look = styled({ fg: colour ?? "ink" }, "margin:0 0 10px");
  const shown = rich
    ? `<div dir="auto" ${look}>${rich.html}</div>`
    : `<p dir="auto" ${look}>${kept(value)}</p>`;
  return `<p ${styled({ fg: "ink-soft" }, "margin:0;font-size:14px;line-height:20px")}>${escapeHtml(name)}</p>${shown}`;
};

/** The lines of code and tables are not broken. */
const factText = ({ name, value, rich }: RichFact): string => {
  if (!rich) return `   ${name}: ${wrapped(value, "   ")}`;
  const lines = rich.text.split("\n").map((line) => `   ${line}`.trimEnd());
  return lines.length === 1 ? `   ${name}: ${rich.text}` : [`   ${name}:`, ...lines].join("\n");
};

/** A command, a key: what is copied as a whole. Its lines stay as they are, and are broken where the screen ends. */
export const literal = (text: string): MailPart => ({
  text,
  html: `<p dir="ltr" ${styled({ bg: "paper", fg: "ink", edge: "line" }, `margin:0 0 16px;padding:10px 12px;border-width:1px;border-style:solid;border-radius:6px;${monospace};font-size:14px;white-space:pre-wrap;word-break:break-word;overflow-wrap:anywhere`)}>${kept(text)}</p>`,
});

/** Parts under a heading and a line. */
export const section = (heading: string, parts: readonly MailPart[]): MailPart => {
  const { text, html } = together(parts);
  return {
    text: `${wrapped(heading)}\n${text}`,
    html: `<div ${styled({ edge: "line" }, "border-top-width:1px;border-top-style:solid;margin:8px 0 0;padding:20px 0 4px")}><h2 dir="auto" style="margin:0 0 10px;font-size:17px;line-height:24px;font-weight:600">${kept(heading)}</h2>${html}</div>`,
  };
};

/** A link that is no button: the address stands in the plain text only. */
export const textLink = ({ name, url }: Link): MailPart => ({
  text: `${name}:\n${url}`,
  html: `<p style="margin:0 0 8px"><a href="${escapeHtml(url)}" ${styled({ fg: "accent" }, "text-decoration:underline")}>${escapeHtml(name)}</a></p>`,
});

/**
 * Its cell has the colour and, for Outlook, the padding; so it is a button everywhere.
 *
 * @see https://learn.microsoft.com/previous-versions/office/developer/office-2007/aa338201(v=office.12)
 */
export const button = ({ name, url }: Link): MailPart => ({
  text: `${name}:\n${url}`,
  html: `<table ${layoutTable} style="margin:4px 0 20px"><tr><td align="center" ${styled({ bg: "accent" }, "border-radius:8px;mso-padding-alt:12px 22px")}><a href="${escapeHtml(url)}" ${styled({ fg: "on-accent" }, "display:inline-block;padding:12px 22px;font-weight:600;line-height:20px;text-decoration:none")}>${escapeHtml(name)}</a></td></tr></table>`,
});

/** A text, or one with a smaller one under it: a name and an id. */
export type Cell = string | { readonly main: string; readonly sub: string };

export interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
}

const cellText = (cell: Cell): string =>
  headerText(typeof cell === "string" ? cell : `${cell.main} (${cell.sub})`);

/** Paths may be broken after a slash, and nowhere else. */
const breakable = (text: string): string => kept(text).replaceAll("/", "/<wbr>");

const cellHtml = (cell: Cell): string => {
  if (typeof cell === "string") return breakable(cell);
  const sub = `<span ${styled({ fg: "ink-soft" }, "font-size:13px")}>${breakable(cell.sub)}</span>`;
  return `${kept(cell.main)}<br>${sub}`;
};

const align = (column: Column | undefined): string => (column?.isNumber ? ' align="right"' : "");

/** Its words stay whole; on a narrow screen it can be moved sideways where its program lets it. */
export const table = (columns: readonly Column[], rows: readonly (readonly Cell[])[]): MailPart => {
  const heads = columns.map(
    (column) =>
      `<th scope="col"${align(column) || ' align="left"'} ${styled({ fg: "ink-soft" }, "font-weight:600")}>${breakable(column.title)}</th>`,
  );
  const row = (cells: readonly Cell[]): string =>
    `<tr valign="top" ${styled({ edge: "line" }, "border-top-width:1px;border-top-style:solid")}>${cells.map((cell, index) => `<td dir="auto"${align(columns[index])}>${cellHtml(cell)}</td>`).join("")}</tr>`;
  return {
    text: textTable(
      [columns.map(({ title }) => title), ...rows.map((cells) => cells.map(cellText))],
      columns.map(({ isNumber = false }) => isNumber),
    ),
    html: `<div style="overflow-x:auto;margin:0 0 16px"><table cellpadding="6" cellspacing="0" border="0" ${styled({ fg: "ink" }, "border-collapse:collapse;width:100%;font-size:14px;line-height:20px;overflow-wrap:normal;word-break:normal", "data")}><tr valign="bottom" ${styled({ bg: "paper" })}>${heads.join("")}</tr>${rows.map(row).join("")}</table></div>`,
  };
};
