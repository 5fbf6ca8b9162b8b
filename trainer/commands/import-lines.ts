import { counted } from "../../course/counted.ts";
import { quote } from "../../course/problems.ts";
import type { ImportedFiles } from "../import/import-files.ts";
import { type ImportedQuestion, nameOf, type Place } from "../import/model.ts";
import { rightText } from "../import/right-text.ts";
import type { PlannedTest } from "../import/write/plan.ts";
import { table } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** What an import of questions came to. */
export interface ImportOutcome extends ImportedFiles {
  readonly files: readonly string[];
  readonly tests: readonly PlannedTest[];
  /** Paths of files that are there with other content, and stay. */
  readonly kept: readonly string[];
  readonly into: string;
  readonly dryRun: boolean;
}

export const importJson = ({ questions, skipped, tests, kept }: ImportOutcome) => {
  const listed = tests.flatMap(({ test, questions: inTest }) =>
    inTest.map((question, index) => ({ question, test: test.path, id: question.id ?? `q${index + 1}` })),
  );
  return {
    counts: {
      read: questions.length + skipped.length,
      imported: questions.length,
      skipped: skipped.length,
    },
    byType: countsByType(questions.map(({ question }) => question)),
    questions: listed.map(({ question, test, id }) => ({
      ...question.place,
      id,
      test,
      type: question.type,
      right: rightOf(question),
    })),
    skipped: skipped.map(({ place, what, why }) => ({ ...place, what, why })),
    losses: listed.flatMap(({ question, test, id }) =>
      question.losses.map((what) => ({ ...question.place, id, test, what })),
    ),
    files: tests.flatMap(({ test, pictures }) =>
      [test, ...pictures].map(({ path, state }) => ({ path, state, isKept: kept.includes(path) })),
    ),
  };
};

const countsByType = (questions: readonly ImportedQuestion[]): Readonly<Record<string, number>> => {
  const counts = new Map<string, number>();
  for (const { type } of questions) counts.set(type, (counts.get(type) ?? 0) + 1);
  return Object.fromEntries(counts);
};

const rightOf = (question: ImportedQuestion): unknown => {
  switch (question.type) {
    case "single":
    case "multiple":
      return question.right;
    case "number":
      return question.number;
    case "text":
      return [...question.accept, ...(question.patterns ?? []).map((pattern) => ({ pattern }))];
    case "order":
      return question.order;
    case "match":
      return question.pairs.map(({ left, right }) => [left, right]);
    case "blanks":
      return Object.fromEntries(question.blanks);
  }
};

const figure = (n: number): string => n.toLocaleString("en");

/** All are in the JSON. */
const mostShown = 20;

export const importLines = (outcome: ImportOutcome, { paint }: Terminal): readonly string[] => {
  const { files, formats, questions, skipped, tests, into, dryRun } = outcome;
  const known = files.flatMap((file) => formats.get(file)?.title ?? []);
  const read = counted(questions.length + skipped.length, "item");
  const taken = tests.flatMap((test) => test.questions);
  const loss = taken.filter(({ losses }) => losses.length > 0).length;
  return [
    paint(
      "strong",
      `${[...new Set(known)].join(", ") || "Unknown format"}: ${read} read, ${figure(questions.length)} taken (${figure(loss)} with a loss), ${figure(skipped.length)} skipped`,
    ),
    ...table(tests.map((test) => testCells(test, outcome, paint))),
    ...(dryRun ? previewLines(tests) : []),
    ...atMost(lossLines(outcome, paint)),
    ...atMost(
      skipped.map(
        ({ place, what, why }) =>
          `${shown(place)}: ${paint("attention", `${quote(what)} is skipped: it ${why}`)}`,
      ),
    ),
    ...(questions.length > 0 && !dryRun ? [`Look them over, then: bin/trainer check ${into}`] : []),
  ];
};

const testCells = (
  { test, pictures, questions }: PlannedTest,
  { kept, dryRun }: ImportOutcome,
  paint: Terminal["paint"],
): string[] => {
  const types = Object.entries(countsByType(questions)).map(([type, count]) => `${count} ${type}`);
  const isKept = [test, ...pictures].some(({ path }) => kept.includes(path));
  const states = {
    new: dryRun ? "would be written" : "written",
    same: "unchanged",
    other: dryRun ? "is there with other content" : "written anew",
  };
  return [
    `  ${test.path}`,
    isKept ? paint("attention", "is there with other content") : paint("good", states[test.state]),
    counted(questions.length, "question"),
    paint(
      "faint",
      types.join(", ") + (pictures.length > 0 ? `, ${counted(pictures.length, "picture")}` : ""),
    ),
  ];
};

const previewLines = (tests: readonly PlannedTest[]): readonly string[] =>
  atMost(
    tests.flatMap(({ test, questions }) =>
      questions.map((question, index) => {
        const name = nameOf("", question.text);
        return `  ${test.path} q${index + 1}  ${question.type}  ${name}  right: ${nameOf("", rightText(question))}`;
      }),
    ),
  );

const lossLines = ({ tests }: ImportOutcome, paint: Terminal["paint"]): readonly string[] =>
  tests.flatMap(({ questions }) =>
    questions.flatMap(({ losses, place, title, text }) =>
      losses.map((what) => `${shown(place)}: ${paint("faint", `${quote(nameOf(title, text))} ${what}`)}`),
    ),
  );

const shown = ({ file, line }: Place): string => (line === undefined ? file : `${file}:${line}`);

const atMost = (lines: readonly string[]): readonly string[] =>
  lines.length <= mostShown
    ? lines
    : [...lines.slice(0, mostShown), `… and ${lines.length - mostShown} lines more (--json has all)`];
