import { singleOf } from "../choices.ts";
import type { Format } from "../format.ts";
import { formatTitles } from "../format-titles.ts";
import { nameOf, type ReadItem } from "../model.ts";
import type { Source } from "../source.ts";

const choice = /^([A-Z])[).][ \t]?(.*)$/;
const answer = /^ANSWER:\s*([A-Za-z])/;

/** Lines of one question; Moodle skips those shorter than two characters. */
interface Draft {
  readonly line: number;
  readonly text: string;
  readonly choices: { readonly letter: string; readonly text: string }[];
}

/** Aiken: a line of text, lines `A. …`, a line `ANSWER: A`. Source: moodle, question/format/aiken/format.php. */
export const aiken: Format = {
  name: "aiken",
  title: formatTitles.aiken,
  recognises: ({ text }) => /^ANSWER:\s*[A-Z]\b/m.test(text) && /^[A-Z][).]/m.test(text),
  read: (source) => {
    const items: ReadItem[] = [];
    let draft: Draft | undefined;
    const skip = (what: string, line: number, why: string): void => {
      items.push({ place: { file: source.file, line }, what: nameOf("", what), why });
    };
    for (const [index, written] of source.text.split("\n").entries()) {
      const line = written.trim();
      if (line.length < 2) continue;
      const [, letter, text = ""] = choice.exec(line) ?? [];
      const [, right] = answer.exec(line) ?? [];
      if (right !== undefined) {
        if (draft) items.push(itemOf(draft, right.toUpperCase(), source));
        else skip(line, index + 1, "is an ANSWER that belongs to no question");
        draft = undefined;
      } else if (letter !== undefined && draft) draft.choices.push({ letter, text });
      else {
        if (draft)
          skip(
            draft.text,
            draft.line,
            `is not complete: line ${index + 1} begins another question before its ANSWER`,
          );
        draft = { line: index + 1, text: line, choices: [] };
      }
    }
    if (draft) skip(draft.text, draft.line, "is not complete: the file ends before its ANSWER");
    return items;
  },
};

const itemOf = ({ line, text, choices }: Draft, right: string, source: Source): ReadItem => {
  const place = { file: source.file, line };
  const what = nameOf("", text);
  const offered = choices.map(({ letter }) => letter);
  if (!offered.includes(right)) {
    return {
      place,
      what,
      why: `has the ANSWER ${right}, which is not among its choices (${offered.join(", ")})`,
    };
  }
  if (new Set(offered).size < offered.length)
    return { place, what, why: "has two choices with the same letter" };
  const texts = source.texts();
  const body = singleOf(
    choices.map((each) => texts.maybeHtml(each.text)),
    offered.indexOf(right),
  );
  if (typeof body === "string") return { place, what, why: body };
  const question = texts.maybeHtml(text);
  const { pictures, losses } = texts;
  return { place, title: "", text: question, category: [], pictures, losses, ...body };
};
