import { counted } from "../counted.ts";
import type { RunId } from "../ids.ts";
import { testPath } from "../ids.ts";
import { errorNames, type MailOutcome, type RosterLine, type TestOutcome } from "./run.ts";
import type { RunReport } from "./run-report.ts";

type Graded = Extract<TestOutcome, { status: "graded" }>;

/**
 * The part of a test's outcome that the ledger needs: everything except the time, which differs for most students. `late`: it
 * came after the test's own deadline, from a student who had more time.
 */
export type BookedTest =
  | Exclude<TestOutcome, Graded>
  | (Omit<Graded, "receivedAt"> & { readonly late?: true | undefined });

/** What a run knows of one student of its roster. */
export interface StudentAccount {
  readonly tests: readonly BookedTest[];
  readonly mails: readonly MailOutcome[];
  /** Why the student's task failed: the reason of each due test that `tests` does not mention. */
  readonly failure?: string;
}

/** graded + missing + failed is not the roster: somebody is lost or counted twice. The run must not look successful. */
export class LedgerNotClosed extends Error {
  constructor(message: string) {
    super(message);
    this.name = errorNames.ledgerNotClosed;
  }
}

type TestEntry = RunReport["tests"][number];

const namesShown = 5;

/** The sums over all tests of a report: student-test pairs. */
export const reportTotals = ({ tests }: Pick<RunReport, "tests">): TestEntry["counts"] => {
  const sumOf = (count: keyof TestEntry["counts"]): number =>
    tests.reduce((sum, { counts }) => sum + (counts[count] ?? 0), 0);
  const excused = sumOf("excused");
  return {
    ...{
      roster: sumOf("roster"),
      graded: sumOf("graded"),
      missing: sumOf("missing"),
      failed: sumOf("failed"),
    },
    ...(excused > 0 && { excused }),
  };
};

/** A run's ledger: enter every student of the roster once, then close it. */
export class Ledger {
  readonly #report: RunReport;
  readonly #tests = new Map<string, TestEntry>();
  readonly #problems: string[] = [];
  #problemCount = 0;

  constructor(runId: RunId) {
    this.#report = {
      runId,
      students: 0,
      tests: [],
      missing: [],
      failed: [],
      mails: { sent: 0, alreadySent: 0, problems: [] },
    };
  }

  /** @param account undefined when the run's results do not mention the student. */
  enter(line: RosterLine, account: StudentAccount | undefined): void {
    this.#report.students += 1;
    const outcomes = new Map<string, BookedTest>();
    for (const outcome of account?.tests ?? []) {
      if (outcomes.has(testPath(outcome)))
        this.#problem(`${line.studentId} has two results for ${testPath(outcome)}`);
      outcomes.set(testPath(outcome), outcome);
    }
    for (const test of line.tests) {
      const outcome = outcomes.get(testPath(test));
      outcomes.delete(testPath(test));
      this.#count(line, test, outcome ?? this.#assumed(line, test, account));
    }
    for (const path of outcomes.keys())
      this.#problem(`${line.studentId} has a result for ${path}, which was not due`);
    for (const mail of account?.mails ?? []) this.#enterMail(line, mail);
  }

  /** A result that belongs to no student of the roster, or a second one of the same student. */
  enterStray(what: string): void {
    this.#problem(what);
  }

  /**
   * @param rosterCount how many students the run was opened for.
   * @throws LedgerNotClosed naming the numbers that do not agree and the first students concerned.
   */
  close(rosterCount: number): RunReport {
    if (this.#report.students !== rosterCount) {
      this.#problem(
        `the run was opened for ${counted(rosterCount, "student")}, its roster names ${this.#report.students}`,
      );
    }
    if (this.#problemCount > 0) throw new LedgerNotClosed(this.#sentence());
    this.#report.tests.sort((a, b) => (testPath(a) < testPath(b) ? -1 : 1));
    return this.#report;
  }

  #assumed(line: RosterLine, test: RosterLine["tests"][number], account: StudentAccount | undefined) {
    if (account?.failure !== undefined) {
      return {
        status: "failed",
        subject: test.subject,
        testId: test.testId,
        reason: account.failure,
      } as const;
    }
    this.#problem(`${line.studentId} has no result for ${testPath(test)}`);
    return undefined;
  }

  #count(line: RosterLine, test: RosterLine["tests"][number], outcome: BookedTest | undefined): void {
    const { counts } = this.#entryOf(test);
    counts.roster += 1;
    if (outcome === undefined) return;
    counts[outcome.status] += 1;
    const who = { studentId: line.studentId, name: line.name, subject: test.subject, testId: test.testId };
    if (outcome.status === "missing") this.#report.missing.push(who);
    if (outcome.status === "failed") this.#report.failed.push({ ...who, reason: outcome.reason });
  }

  #enterMail(line: RosterLine, mail: MailOutcome): void {
    const { mails } = this.#report;
    if (mail.status === "sent") mails.sent += 1;
    else if (mail.status === "already-sent") mails.alreadySent = (mails.alreadySent ?? 0) + 1;
    else if (mail.status === "withheld") mails.withheld = (mails.withheld ?? 0) + 1;
    else mails.problems.push({ ...mail, studentId: line.studentId, name: line.name });
  }

  #entryOf(test: RosterLine["tests"][number]): TestEntry {
    const known = this.#tests.get(testPath(test));
    if (known) return known;
    const { subject, testId, title } = test;
    const entry = { subject, testId, title, counts: { roster: 0, graded: 0, missing: 0, failed: 0 } };
    this.#tests.set(testPath(test), entry);
    this.#report.tests.push(entry);
    return entry;
  }

  #problem(sentence: string): void {
    this.#problemCount += 1;
    if (this.#problems.length < namesShown) this.#problems.push(sentence);
  }

  #sentence(): string {
    const { roster, graded, missing, failed } = reportTotals(this.#report);
    const rest = this.#problemCount - this.#problems.length;
    const more = rest > 0 ? `; and ${rest} more` : "";
    return (
      `The ledger of run ${this.#report.runId} does not close: ${graded} graded + ${missing} missing + ` +
      `${failed} failed against ${roster} on the roster. ${this.#problems.join("; ")}${more}.`
    );
  }
}
