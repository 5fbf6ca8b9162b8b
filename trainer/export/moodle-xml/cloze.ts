import { escapeHtml } from "../../../course/mail/html.ts";
import type { Blank } from "../../import/model.ts";
import { starTexts } from "../fit/typed.ts";
import type { MoodleFiles } from "./files.ts";

/** A text whose blanks are written as Moodle's "Cloze" has them: `{1:SHORTANSWER:=a~=b}`. */
export const clozeHtml = (blanks: ReadonlyMap<string, Blank>, text: string, files: MoodleFiles): string =>
  files
    .html(text)
    .replaceAll("{", "&#123;")
    .replaceAll(/\[\[(\w+)\]\]/g, (whole, mark: string) => {
      const blank = blanks.get(mark);
      return blank === undefined ? whole : gapOf(blank, files);
    });

const gapOf = (blank: Blank, files: MoodleFiles): string => {
  if ("number" in blank) {
    const { value, within } = blank.number;
    return `{1:NUMERICAL:=${value}${within === undefined ? "" : `:${within}`}}`;
  }
  if ("accept" in blank) {
    const kind = blank.exact ? "SHORTANSWER_C" : "SHORTANSWER";
    return `{1:${kind}:${starTexts(blank)
      .map((text) => `=${withoutSigns(escapeHtml(text))}`)
      .join("~")}}`;
  }
  const choices = blank.answers.map(
    ({ id, text }) => (id === blank.right ? "=" : "") + withoutSigns(files.html(text)),
  );
  return `{1:MULTICHOICE:${choices.join("~")}}`;
};

/** Signs that mean something in a gap, as HTML has them otherwise; Moodle reads that first. The sign of an entity stays. */
const withoutSigns = (html: string): string =>
  html.replaceAll(/(?<!&)#|[~{}\\%]|^=/g, (sign) => `&#${sign.charCodeAt(0)};`);
