import { testPath } from "../../course/ids.ts";
import type { Plan } from "./plan.ts";

/** What a plan does, as names by kind of change. */
export interface PublishReport {
  readonly settings: string;
  readonly tests: Changes;
  readonly students: Changes;
}

interface Changes {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  /** Only counted: most of a course, most weeks. */
  readonly unchanged: number;
  readonly removed: readonly string[];
}

export const publishReport = (plan: Plan): PublishReport => ({
  settings: plan.settings.change,
  tests: changes(
    plan.tests.map(({ change, test }) => ({ change, name: testPath(test) })),
    plan.removedTests,
  ),
  students: changes(
    plan.students.map(({ change, student }) => ({ change, name: student.studentId })),
    plan.removedStudents,
  ),
});

const changes = (
  entries: readonly { readonly change: string; readonly name: string }[],
  removed: readonly string[],
): Changes => {
  const named = (wanted: string) => entries.filter(({ change }) => change === wanted).map(({ name }) => name);
  return { added: named("added"), changed: named("changed"), unchanged: named("unchanged").length, removed };
};

/** More names than this are only counted. */
const mostNames = 20;

/** The report for people: a line of counts for each kind of thing, and the names under it. */
export const reportLines = ({ settings, tests, students }: PublishReport): string[] => [
  `settings  ${settings}`,
  ...changeLines("tests", tests),
  ...changeLines("students", students),
];

const changeLines = (what: string, { added, changed, unchanged, removed }: Changes): string[] => [
  `${what.padEnd(9)} ${added.length} added, ${changed.length} changed, ${unchanged} unchanged, ${removed.length} removed`,
  ...nameLines("+", added),
  ...nameLines("~", changed),
  ...nameLines("-", removed),
];

const nameLines = (sign: string, names: readonly string[]): string[] => {
  const more = names.length - mostNames;
  return [
    ...names.slice(0, mostNames).map((name) => `  ${sign} ${name}`),
    ...(more > 0 ? [`  ${sign} and ${more} more`] : []),
  ];
};
