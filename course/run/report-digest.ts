import * as z from "zod";
import { MailProblemCounter } from "./mail-counts.ts";
import type { MailCounts } from "./run-counts.ts";
import { type RunReport, runReportSchema } from "./run-report.ts";

const { runId, again, undoes, students, tests, missing, failed, extended, removed, overrides, mails } =
  runReportSchema.shape;

/** The parts of a report that is too long to be read whole: each entry of a long list is one part. */
export const reportPartSchema = z.discriminatedUnion("in", [
  z.object({ in: z.literal("runId"), value: runId }),
  z.object({ in: z.literal("resumes"), value: runId }),
  z.object({ in: z.literal("again"), value: again.unwrap() }),
  z.object({ in: z.literal("undoes"), value: undoes.unwrap() }),
  z.object({ in: z.literal("gradebookStudents"), value: students }),
  z.object({ in: z.literal("students"), value: students }),
  z.object({ in: z.literal("tests"), value: tests }),
  z.object({ in: z.literal("missing"), value: missing.element }),
  z.object({ in: z.literal("failed"), value: failed.element }),
  z.object({ in: z.literal("extended"), value: extended.unwrap().element }),
  z.object({ in: z.literal("removed"), value: removed.unwrap().element }),
  z.object({ in: z.literal("overrides"), value: overrides.unwrap().element }),
  z.object({ in: z.literal("mails.sent"), value: mails.shape.sent }),
  z.object({ in: z.literal("mails.alreadySent"), value: z.int().nonnegative() }),
  z.object({ in: z.literal("mails.withheld"), value: z.int().nonnegative() }),
  z.object({ in: z.literal("mails.problems"), value: mails.shape.problems.element }),
]);

export type ReportPart = z.infer<typeof reportPartSchema>;

type MailProblem = RunReport["mails"]["problems"][number];

/** Whether resuming the run sends the mail; a mail of unknown fate is not sent again by itself. */
export const isToBeMailed = ({ status }: MailProblem): boolean =>
  status === "refused" || status === "not-sent";

/** The first entries of a list, and how many there are in all. */
export interface Excerpt<T> {
  readonly first: readonly T[];
  readonly count: number;
}

/** The part of a report that fits into a mail, however long the report is. */
export interface ReportDigest {
  readonly runId: RunReport["runId"];
  /** Of a resumption: the run that it resumed. */
  readonly resumes: RunReport["runId"] | null;
  /** As in the report. */
  readonly again?: true;
  readonly undoes?: RunReport["runId"];
  /** Rows of the gradebook. */
  readonly gradebookStudents: number;
  readonly students: number;
  readonly tests: RunReport["tests"];
  readonly missing: Excerpt<RunReport["missing"][number]>;
  readonly failed: Excerpt<RunReport["failed"][number]>;
  readonly extended: Excerpt<NonNullable<RunReport["extended"]>[number]>;
  readonly removed: Excerpt<NonNullable<RunReport["removed"]>[number]>;
  readonly overrides: Excerpt<NonNullable<RunReport["overrides"]>[number]>;
  readonly mails: MailCounts;
  readonly mailProblems: Excerpt<MailProblem>;
  /** Whether a resumption of the run would have work. */
  readonly isResumable: boolean;
  readonly hasUnknownMail: boolean;
}

/** Collects a report's parts and keeps what fits into a mail. */
export class ReportDigester {
  readonly #mostShown: number;
  readonly #missing: RunReport["missing"] = [];
  readonly #failed: RunReport["failed"] = [];
  readonly #extended: NonNullable<RunReport["extended"]> = [];
  readonly #removed: NonNullable<RunReport["removed"]> = [];
  readonly #overrides: NonNullable<RunReport["overrides"]> = [];
  readonly #problems: MailProblem[] = [];
  readonly #problemCounter = new MailProblemCounter();
  readonly #counts = { missing: 0, failed: 0, extended: 0, removed: 0, overrides: 0, "mails.problems": 0 };
  #head: Partial<
    Pick<RunReport, "runId" | "resumes" | "again" | "undoes" | "gradebookStudents" | "students" | "tests">
  > = {};
  #mails: Partial<Pick<MailCounts, "sent" | "alreadySent" | "withheld">> = {};
  #isResumable = false;

  /** @param mostShown entries of each list that are kept. */
  constructor(mostShown: number) {
    this.#mostShown = mostShown;
  }

  add(part: ReportPart): void {
    switch (part.in) {
      case "missing":
        if (this.#isShown(part.in)) this.#missing.push(part.value);
        break;
      case "failed":
        if (this.#isShown(part.in)) this.#failed.push(part.value);
        this.#isResumable = true;
        break;
      case "extended":
        if (this.#isShown(part.in)) this.#extended.push(part.value);
        break;
      case "removed":
        if (this.#isShown(part.in)) this.#removed.push(part.value);
        break;
      case "overrides":
        if (this.#isShown(part.in)) this.#overrides.push(part.value);
        break;
      case "mails.problems":
        if (this.#isShown(part.in)) this.#problems.push(part.value);
        this.#problemCounter.add(part.value);
        this.#isResumable ||= isToBeMailed(part.value);
        break;
      case "mails.sent":
        this.#mails = { ...this.#mails, sent: part.value };
        break;
      case "mails.alreadySent":
        this.#mails = { ...this.#mails, alreadySent: part.value };
        break;
      case "mails.withheld":
        this.#mails = { ...this.#mails, withheld: part.value };
        break;
      default:
        this.#head = { ...this.#head, [part.in]: part.value };
    }
  }

  /** null: these were not the parts of a whole report. */
  digest(): ReportDigest | null {
    const { runId, resumes = null, again, undoes, students, tests } = this.#head;
    const { sent } = this.#mails;
    if (runId === undefined || tests === undefined) return null;
    if (students === undefined || sent === undefined) return null;
    const { gradebookStudents = students } = this.#head;
    const mails = { ...this.#mails, sent, ...this.#problemCounter.counts };
    return {
      runId,
      resumes,
      ...(again && { again }),
      ...(undoes !== undefined && { undoes }),
      gradebookStudents,
      students,
      tests,
      missing: { first: this.#missing, count: this.#counts.missing },
      failed: { first: this.#failed, count: this.#counts.failed },
      extended: { first: this.#extended, count: this.#counts.extended },
      removed: { first: this.#removed, count: this.#counts.removed },
      overrides: { first: this.#overrides, count: this.#counts.overrides },
      mails,
      mailProblems: { first: this.#problems, count: this.#counts["mails.problems"] },
      isResumable: this.#isResumable,
      hasUnknownMail: mails.unknown > 0,
    };
  }

  #isShown(list: "missing" | "failed" | "extended" | "removed" | "overrides" | "mails.problems"): boolean {
    this.#counts[list] += 1;
    return this.#counts[list] <= this.#mostShown;
  }
}
