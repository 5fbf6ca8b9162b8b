import { type CsvLine, csvLines } from "../../course-folder/csv-rows.ts";
import { Problems } from "../../course-folder/problems.ts";
import { acceptOf, numberAmong, numberWithin } from "../bodies.ts";
import { type Body, multipleOf, noRight, singleOf } from "../choices.ts";
import type { Format } from "../format.ts";
import { formatTitles } from "../format-titles.ts";
import { nameOf, type ReadItem } from "../model.ts";
import { pointsOf } from "../points.ts";
import { type Source, SourceFault } from "../source.ts";
import { isLegalId } from "../write/names.ts";
import { columnsOf, type QuestionColumns, unnamedColumns } from "./columns.ts";

/** Tables of questions: the course's own columns (type, text, a, b, c …, right, points, feedback), and those of others. */
export const csv: Format = {
  name: "csv",
  title: formatTitles.csv,
  recognises: ({ file, text, files }) => {
    if (files) return false;
    const { lines } = csvLines(file, text.slice(0, 50_000).replace(/\n[^\n]*$/, "\n"), new Problems());
    return tableOf(lines) !== undefined;
  },
  read: (source) => {
    const problems = new Problems();
    const { lines } = csvLines(source.file, source.text, problems);
    const [problem] = problems.errors;
    if (problem) throw new SourceFault(problem.message, problem.line);
    const table = tableOf(lines);
    if (!table) {
      throw new SourceFault(
        "has no columns for the text of a question and its right answer, such as text, a, b, c, right",
      );
    }
    return table.rows.map((row) => itemOf(row, table.columns, source));
  },
};

interface Table {
  readonly columns: QuestionColumns;
  readonly rows: readonly CsvLine[];
}

const tableOf = (lines: readonly CsvLine[]): Table | undefined => {
  const [first, ...rows] = lines;
  if (!first) return undefined;
  const columns = columnsOf(first.cells);
  if (columns) return { columns, rows };
  const isUnnamed = lines.every(({ cells }) => cells.length > 6 && /^(?:MC|MR|TF)$/.test(cells[0] ?? ""));
  return isUnnamed ? { columns: unnamedColumns(first.cells.length), rows: lines } : undefined;
};

const itemOf = ({ line, cells }: CsvLine, columns: QuestionColumns, source: Source): ReadItem => {
  const place = { file: source.file, line };
  const cell = (index: number): string => (index === -1 ? "" : (cells[index] ?? "").trim());
  const texts = source.texts();
  const text = texts.maybeHtml(cell(columns.text));
  const what = nameOf("", text);
  if (text === "") return { place, what: "a line", why: "has no text of a question" };
  const offered = columns.joined === -1 ? columns.answers.map(cell) : cell(columns.joined).split("|");
  const answers = offered.map((answer) => answer.trim());
  const body = bodyOf(cell(columns.type).toLowerCase(), answers, cell(columns.right), (shown) =>
    texts.maybeHtml(shown),
  );
  if (typeof body === "string") return { place, what, why: body };
  const points = pointsOf(cell(columns.points), (loss) => texts.lose(loss));
  const feedback = texts.maybeHtml(cell(columns.feedback)) || undefined;
  const id = isLegalId(cell(columns.id)) && !/^\d+$/.test(cell(columns.id)) ? cell(columns.id) : undefined;
  const category = cell(columns.category) === "" ? [] : [cell(columns.category)];
  const { pictures, losses } = texts;
  return { place, id, title: "", text, points, feedback, category, pictures, losses, ...body };
};

const bodyOf = (
  type: string,
  offered: readonly string[],
  right: string,
  toMarkdown: (text: string) => string,
): Body => {
  const answers = offered.filter((answer) => answer !== "");
  if (right === "") return noRight;
  if (/^(?:number|numerical|numeric)$/.test(type)) {
    const [value = "", within = ""] = right.split(/\+-|±/);
    return numberAmong([{ percent: "100", number: numberWithin(value, within.trim()) }], () => {});
  }
  if (answers.length === 0 && /^(?:text|short|shortanswer|fib)$/.test(type)) {
    return acceptOf(right.split("|").map((text) => text.trim().replaceAll("*", "\\*")));
  }
  if (answers.length === 0 && /^(?:tf|truefalse|true_false)$/.test(type)) return truthOf(right);
  if (answers.length === 0) return "has no answers, and its type is not text, number or truefalse";
  return chosenOf(type, offered, right, toMarkdown);
};

const truthOf = (right: string): Body => {
  if (!/^(?:t|true|f|false)$/i.test(right))
    return `has the right answer ${JSON.stringify(right)}, which is neither true nor false`;
  return singleOf(["True", "False"], /^t/i.test(right) ? 0 : 1);
};

const chosenOf = (
  type: string,
  offered: readonly string[],
  right: string,
  toMarkdown: (text: string) => string,
): Body => {
  const places = placesOf(right, offered);
  if (typeof places === "string") return places;
  const filled = offered.flatMap((answer, index) => (answer === "" ? [] : [index]));
  const shown = filled.map((index) => toMarkdown(offered[index] ?? ""));
  const at = places.map((place) => filled.indexOf(place));
  const isMultiple = /^(?:multiple|mr|ma|multiple_?answers?|checkbox)$/.test(type) || at.length > 1;
  return isMultiple ? multipleOf(shown, at) : singleOf(shown, at[0] ?? -1);
};

/** A letter, a number from 1, or the answer itself; where two of these name different answers, none is taken. */
export const placesOf = (right: string, offered: readonly string[]): readonly number[] | string => {
  const whole = placesNamed(right, offered);
  if (whole.size === 1) return [...whole];
  if (whole.size > 1)
    return `has the right answer ${JSON.stringify(right)}, which may be one of two: the place or the text of an answer`;
  const parts = right.split(/[,;|\s]+/).filter((part) => part !== "");
  const each = parts.map((part) => placesNamed(part, offered));
  const places = each.flatMap((found) => (found.size === 1 ? [...found] : []));
  return places.length === each.length && new Set(places).size === places.length && places.length > 1
    ? places
    : `has the right answer ${JSON.stringify(right)}, which is none of its answers`;
};

const placesNamed = (right: string, offered: readonly string[]): ReadonlySet<number> => {
  const byText = offered.flatMap((answer, index) =>
    answer !== "" && answer.toLowerCase() === right.toLowerCase() ? [index] : [],
  );
  const letter = /^[a-zA-Z]$/.test(right) ? right.toLowerCase().charCodeAt(0) - 97 : -1;
  const number = /^\d{1,2}$/.test(right) ? Number(right) - 1 : -1;
  const byPlace = [letter, number].filter((place) => place >= 0 && (offered[place] ?? "") !== "");
  return new Set([...byText, ...byPlace]);
};
