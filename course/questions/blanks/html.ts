import { escapeHtml } from "../../mail/html.ts";
import type { AnswerParts } from "../answer.ts";
import type { BaseQuestion } from "../shapes.ts";
import { type Blank, filledText, marksIn } from "./text.ts";

type Asked = Pick<BaseQuestion, "question" | "html"> & { readonly blanks: readonly Blank[] };

/** The question's text as HTML, with what was put into its blanks standing out. */
export const blanksHtml = ({ question, html, blanks }: Asked, given: AnswerParts): string => {
  const ids = blanks.map(({ blankId }) => blankId);
  const rendered = html?.question;
  // In coloured code, a mark may be in pieces.
  const isWhole = rendered !== undefined && ids.every((id) => marksIn(rendered).includes(id));
  return filledText(
    { question: isWhole ? rendered : escapeHtml(question).replaceAll("\n", "<br>"), blanks },
    given,
    (text) => `<strong>${escapeHtml(text)}</strong>`,
  );
};
