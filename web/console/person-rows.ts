import type { GradebookColumn, StudentView } from "../../course/console/console-views.ts";
import { type TestRef, testPath } from "../../course/ids.ts";

type Mail = StudentView["mails"][number];

/** One test of one student, with all that the course has about it. */
export interface PersonRow {
  readonly test: GradebookColumn;
  /** In the student's cells. */
  readonly place: number;
  readonly cell: string;
  /** In percent of the best score; null: there is no score. A missing test has 0. */
  readonly percent: number | null;
  readonly byHand:
    | {
        readonly because: string;
        readonly by: string;
        readonly at: string;
        readonly graded?: string | undefined;
      }
    | undefined;
  /** The student's own deadline, if it is later than the test's. */
  readonly extension: string | undefined;
  readonly submissions: number;
  readonly lastSubmission: string | undefined;
  readonly mails: readonly string[];
}

const mailKind = (name: string): string => {
  if (/^\d+$/.test(name)) return name === "1" ? "score" : `score, revision ${name}`;
  if (name === "opened") return "test opened";
  if (name.startsWith("extended-")) return "more time";
  if (name.startsWith("appeal-")) return "answer to an appeal";
  return name.startsWith("by-hand-") ? "reminder by hand" : "reminder";
};

const mailStates: Readonly<Record<Mail["state"], string>> = {
  sent: "",
  claimed: ": not known whether it went out",
  released: ": not sent yet",
  refused: ": refused",
};

const mailWords = ({ name, state, reason }: Mail): string =>
  `${mailKind(name)}${mailStates[state]}${reason === undefined ? "" : ` (${reason})`}`;

const percentOf = (cell: string, best: string): number | null => {
  if (cell === "missing") return 0;
  const score = Number(cell);
  return Number.isNaN(score) ? null : Math.min(100, (100 * score) / Number(best));
};

const of = <T extends TestRef>(all: readonly T[], test: TestRef): T[] =>
  all.filter((one) => testPath(one) === testPath(test));

/** A student's tests in the order of their deadlines. */
export const personRows = ({ tests, row, extensions, submissions, mails }: StudentView): PersonRow[] =>
  tests
    .flatMap((test, place): PersonRow[] => {
      const cell = row.cells[place];
      if (cell === null || cell === undefined) return [];
      const received = of(submissions, test)
        .map(({ receivedAt }) => receivedAt)
        .sort();
      const later = of(extensions, test)
        .map(({ deadline }) => deadline)
        .filter((deadline) => deadline > test.deadline);
      return [
        {
          test,
          place,
          cell,
          percent: percentOf(cell, test.best),
          byHand: row.byHand?.find((one) => one.place === place),
          extension: later.sort().at(-1),
          submissions: received.length,
          lastSubmission: received.at(-1),
          mails: of(mails, test).map(mailWords),
        },
      ];
    })
    .sort((a, b) => (a.test.deadline < b.test.deadline ? -1 : 1));
