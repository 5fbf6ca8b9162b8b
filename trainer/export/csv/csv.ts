import { stringify } from "csv-stringify/sync";
import { placesOf } from "../../import/csv/csv.ts";
import type { NeutralQuestion } from "../../import/model.ts";
import { looksLikeHtml } from "../../import/texts.ts";
import { isLegalId } from "../../import/write/names.ts";
import { withoutAlso } from "../fit/also.ts";
import { renamed, tellFormulas, withoutPictures, withUnitInText } from "../fit/common.ts";
import { fitTexts, noNumber, plainNumber } from "../fit/typed.ts";
import type { ExportFormat, Lose } from "../format.ts";
import { exportTitles } from "../format-titles.ts";
import { htmlOf, noPictures, plainOf } from "../markup.ts";

/** A table with one line a question: type, text, a, b, c …, right, points, feedback. Texts with markup are HTML. */
export const csv: ExportFormat = {
  name: "csv",
  title: exportTitles.csv,
  ending: "csv",
  holds: [],
  fit: (question, lose) => {
    tellFormulas(question, lose);
    const plain = renamed(withUnitInText(withoutPictures(question, lose), lose));
    const own = { ...plain, category: plain.category.slice(-1), id: idIn(plain, lose) };
    return fitBody(own, lose);
  },
  write: (tests) => {
    const rows = tests.flatMap(({ title, questions }) => questions.map((question) => rowOf(title, question)));
    const most = rows.reduce((widest, { answers }) => Math.max(widest, answers.length), 2);
    const letters = Array.from({ length: most }, (_, index) => columnName(index));
    const table = [
      ["id", "category", "type", "text", ...letters, "right", "points", "feedback"],
      ...rows.map(({ answers, start, end }) => [
        ...start,
        ...letters.map((_, index) => answers[index] ?? ""),
        ...end,
      ]),
    ];
    // Without the mark, Excel takes the file for another alphabet.
    return new TextEncoder().encode(stringify(table, { bom: true }));
  },
};

const columnName = (index: number): string =>
  index < 10 ? String.fromCharCode(97 + index) : `answer ${index + 1}`;

/** Numbers are taken for those of lines. */
const idIn = ({ id }: NeutralQuestion, lose: Lose): string | undefined => {
  if (id === undefined || (isLegalId(id) && !/^\d+$/.test(id))) return id;
  lose(`loses its id, ${id}`);
  return undefined;
};

const fitBody = (question: NeutralQuestion, lose: Lose): NeutralQuestion | string => {
  switch (question.type) {
    case "single": {
      const single = withoutAlso(question, lose);
      return rightCell(single) === undefined ? unclear : single;
    }
    case "multiple": {
      if (question.weights || question.credit) lose("is all or nothing instead of shares of the points");
      const { weights, credit, ...whole } = question;
      return rightCell(whole) === undefined ? unclear : whole;
    }
    case "number": {
      const single = withoutAlso(question, lose);
      const number = plainNumber(single.number);
      return number ? { ...single, number } : noNumber;
    }
    case "text": {
      const { accept, patterns, exact, ...frame } = question;
      for (const text of accept) if (text.includes("|")) lose(`loses the answer ${JSON.stringify(text)}`);
      const usable = accept.filter((text) => !text.includes("|"));
      const rules = { isExactKnown: false, isStarKnown: false };
      const right = fitTexts({ accept: usable, patterns, exact }, rules, lose);
      return typeof right === "string" ? right : { ...frame, ...right };
    }
    default:
      return `is of the type ${question.type}, which has no place in a table`;
  }
};

const unclear = "has answers whose texts are the letters of other answers";

const rowOf = (title: string, question: NeutralQuestion) => ({
  start: [question.id ?? "", title, question.type, cellOf(question.text)],
  answers: "answers" in question ? question.answers.map(({ text }) => cellOf(text)) : [],
  end: [rightCell(question) ?? "", question.points ?? "", cellOf(question.feedback ?? "")],
});

/** What an import reads as the right answers, and as nothing else; undefined: there is no such text. */
const rightCell = (question: NeutralQuestion): string | undefined => {
  switch (question.type) {
    case "single":
    case "multiple": {
      const cells = question.answers.map(({ text }) => cellOf(text));
      const right = question.type === "single" ? [question.right] : question.right;
      const places = right.map((id) => question.answers.findIndex((answer) => answer.id === id));
      const written = [
        right.join(", "),
        places.map((place) => place + 1).join(", "),
        ...(places.length === 1 ? [cells[places[0] ?? 0] ?? ""] : []),
      ];
      return written.find((text) => isSamePlaces(placesOf(text, cells), places));
    }
    case "number": {
      const { value, within } = question.number;
      return within === undefined ? value : `${value}+-${within}`;
    }
    case "text":
      return question.accept.join("|");
    default:
      return undefined;
  }
};

const isSamePlaces = (read: readonly number[] | string, places: readonly number[]): boolean =>
  typeof read !== "string" && read.toSorted().join() === places.toSorted().join();

/** One cell. An import takes what looks like HTML for it, and there a line end for a break. */
const cellOf = (markdown: string): string => {
  const plain = plainOf(markdown);
  if (plain !== undefined && !looksLikeHtml(plain)) return plain;
  return htmlOf(markdown, noPictures)
    .split(/(<pre>[\s\S]*?<\/pre>)/)
    .map((part) => (part.startsWith("<pre>") ? part.replaceAll("\n", "<br>") : part.replaceAll("\n", "")))
    .join("");
};
