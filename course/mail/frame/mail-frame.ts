import type { Language } from "../../words/words.ts";
import { escapeHtml, headerText } from "../html.ts";
import type { MailPart, RenderedMail } from "../rendered-mail.ts";
import { font, layoutTable, styled, styleSheets } from "./look.ts";
import { button, type Link } from "./parts.ts";
import { wrapped } from "./plain-text.ts";

/** What a mail says; written once, rendered as HTML and as plain text. */
export interface MailContent {
  /** Without the course's title: that is the sender's name. */
  readonly subject: string;
  /** What happened, in one sentence. */
  readonly headline: string;
  /** What a mail program shows beside the subject, in place of the first lines; left out: the headline. */
  readonly preview?: string;
  /** What one needs to know before pressing the button. */
  readonly lead: readonly MailPart[];
  readonly button?: Link | null;
  /** Under the button. */
  readonly details?: readonly MailPart[];
  /** Who sends it and why, and how such mails end. */
  readonly footer: readonly MailPart[];
}

/** Whose mail it is, and in which language. */
export interface Frame {
  readonly title: string;
  readonly language: Language;
}

/** All mails look like this one. */
export const framedMail = (frame: Frame, content: MailContent): RenderedMail => ({
  subject: headerText(content.subject),
  text: plainText(frame, content),
  html: page(frame, content),
});

const partsOf = ({ lead, button: link, details = [] }: MailContent): MailPart[] => [
  ...lead,
  ...(link ? [button(link)] : []),
  ...details,
];

/** A line of two hyphens and a space begins the signature, which mail programs show apart (RFC 3676, 4.3). */
const plainText = ({ title }: Frame, content: MailContent): string =>
  [
    wrapped(content.headline),
    ...partsOf(content).map(({ text }) => text),
    ["-- ", title, ...content.footer.map(({ text }) => text)].join("\n"),
  ]
    .join("\n\n")
    .concat("\n");

/** Invisible characters, which keep the lines after the preview out of it. */
const filler = "&#847;&zwnj;&nbsp;".repeat(60);

const hidden = (text: string): string =>
  `<div style="display:none;max-height:0;overflow:hidden;font-size:1px;line-height:1px;mso-hide:all">${escapeHtml(text)}${filler}</div>`;

/** Outlook for Windows knows no widest width: it gets a table of its own around. */
const inOutlook = (tags: string): string => `<!--[if mso]>${tags}<![endif]-->`;

const head = (subject: string): string =>
  [
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    '<meta name="format-detection" content="telephone=no,date=no,address=no,email=no">',
    `<title>${escapeHtml(subject)}</title>${styleSheets}`,
  ].join("");

const headline = (text: string): string =>
  `<h1 dir="auto" style="margin:0 0 16px;font-size:24px;line-height:31px;font-weight:700;letter-spacing:-0.01em;text-wrap:balance">${escapeHtml(text)}</h1>`;

const row = (attributes: string, content: string): string => `<tr><td ${attributes}>${content}</td></tr>`;

const titleStyle = "padding:0 28px 12px;font-size:14px;font-weight:600";
const cardStyle = "padding:28px 28px 12px;border-width:1px;border-style:solid;border-radius:10px";
const footerStyle = "padding:16px 28px 0;font-size:13px;line-height:19px";

const rows = ({ title }: Frame, content: MailContent): string => {
  const body = partsOf(content).map(({ html }) => html);
  const footer = content.footer.map(({ html }) => html);
  return [
    row(`dir="auto" ${styled({ fg: "ink-soft" }, titleStyle, "edge")}`, escapeHtml(title)),
    row(
      styled({ bg: "surface", fg: "ink", edge: "line" }, cardStyle, "card"),
      [headline(content.headline), ...body].join(""),
    ),
    row(styled({ fg: "ink-soft" }, footerStyle, "edge"), footer.join("")),
  ].join("");
};

/** Texts wrap at words, and inside a word only where it would be wider than the screen. */
const tableStyle =
  "max-width:600px;table-layout:fixed;text-align:left;word-wrap:break-word;overflow-wrap:break-word";

const page = (frame: Frame, content: MailContent): string => {
  const { language } = frame;
  const around = `<table ${layoutTable} width="600"><tr><td>`;
  const table = `${inOutlook(around)}<table ${layoutTable} width="100%" style="${tableStyle}">${rows(frame, content)}</table>${inOutlook("</td></tr></table>")}`;
  const outer = row(`align="center" ${styled({ bg: "paper" }, "padding:24px 12px", "outer")}`, table);
  const body = `<div lang="${language}" dir="ltr" ${styled({ bg: "paper", fg: "ink" }, `${font};font-size:16px;line-height:24px`)}><table ${layoutTable} width="100%">${outer}</table></div>`;
  return [
    `<!doctype html><html lang="${language}" dir="ltr"><head>${head(content.subject)}</head>`,
    `<body ${styled({ bg: "paper" }, "margin:0;padding:0;-webkit-text-size-adjust:100%")}>`,
    hidden(content.preview ?? content.headline),
    `${body}</body></html>`,
  ].join("");
};
