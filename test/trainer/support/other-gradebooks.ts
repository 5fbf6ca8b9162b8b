import { parse } from "csv-parse/sync";

/** What an import of scores would do there. */
export interface ScoresThere {
  /** Titles of columns that it would make anew. */
  readonly created: readonly string[];
  /** Scores by title, by the name by which it knows the student. */
  readonly scores: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface CanvasStudent {
  readonly id: string;
  readonly sisId: string;
  readonly login: string;
  readonly name: string;
}

const rowsOf = (csv: string, separators: readonly string[]): readonly (readonly string[])[] => {
  const start = csv.split("\n").slice(0, 3).join("\n");
  const countOf = (sign: string): number => start.split(sign).length;
  const [separator] = separators.toSorted((one, other) => countOf(other) - countOf(one));
  return parse(csv, { bom: true, delimiter: separator ?? ",", relaxColumnCount: false });
};

/** Compares at two decimals, so more would be lost. */
const number = /^\d+(?:[.,]\d{1,2})?$/;

const score = (cell: string, isWord: RegExp): string | undefined => {
  const text = cell.trim();
  if (text === "") return undefined;
  if (!number.test(text) && !isWord.test(text)) throw new Error(`${text} is no score.`);
  return text.replace(",", ".");
};

/** As Canvas imports a gradebook. Source: canvas-lms, lib/gradebook_importer.rb. */
export const canvasReads = (
  csv: string,
  students: readonly CanvasStudent[],
  assignments: readonly string[],
): ScoresThere => {
  const [header = [], ...rows] = rowsOf(csv, [",", ";"]);
  const end = header.findLastIndex((title) => title.includes("Section"));
  if (!header[0]?.includes("Student") || !header[1]?.includes("ID") || end < 2)
    throw new Error("The columns of students are missing.");
  if (!rows.slice(0, 2).some(([first = ""]) => first.startsWith("    Points Possible")))
    throw new Error("The points are missing.");
  const titles = header.slice(end + 1);
  const isTotal = /(?:Current|Final|Unposted|Override) (?:Score|Grade|Points)$/;
  const known = (title: string): boolean => assignments.includes(title.replace(/ \(\d+\)$/, ""));
  const found = rows
    .filter(([first = ""]) => !first.trim().startsWith("Points Possible"))
    .map((row) => {
      const at = (name: string): string => row[header.indexOf(name)] ?? "";
      const own = students.find(({ id, sisId, login, name }) =>
        at("ID") !== ""
          ? id === at("ID")
          : at("SIS User ID") !== ""
            ? sisId === at("SIS User ID")
            : at("SIS Login ID") !== ""
              ? login === at("SIS Login ID")
              : name === at("Student"),
      );
      const scores = titles.flatMap((title, index): [string, string][] => {
        const value = isTotal.test(title) ? undefined : score(row[end + 1 + index] ?? "", /^(?:EX|-)$/);
        return value === undefined ? [] : [[title, value]];
      });
      return [own?.login ?? `nobody: ${row[0]}`, Object.fromEntries(scores)] as const;
    });
  return {
    created: titles.filter((title) => !isTotal.test(title) && !known(title)),
    scores: Object.fromEntries(found),
  };
};

/** As Moodle imports grades, its trainer mapping each column to what is called the same. Source: moodle, grade/import/csv. */
export const moodleReads = (
  csv: string,
  emails: readonly string[],
  items: Readonly<Record<string, number>>,
): ScoresThere => {
  const [header = [], ...rows] = rowsOf(csv, [",", ";", "\t", ":"]);
  const place = header.indexOf("Email address");
  const titles = header.filter((title) => title !== "Email address" && title !== "ID number");
  const found = rows.map((row) => {
    const email = row[place] ?? "";
    if (!emails.includes(email)) throw new Error(`There is nobody with the address ${email}.`);
    const scores = titles.flatMap((title): [string, string][] => {
      const value = score(row[header.indexOf(title)] ?? "", /^-$/);
      if (Number(value) > (items[title] ?? Number.POSITIVE_INFINITY))
        throw new Error(`${value} is above the most for ${title}.`);
      return value === undefined ? [] : [[title, value]];
    });
    return [email, Object.fromEntries(scores)] as const;
  });
  return { created: titles.filter((title) => items[title] === undefined), scores: Object.fromEntries(found) };
};
