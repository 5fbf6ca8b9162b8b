import { createHash } from "node:crypto";
import { forEachBounded } from "../../adapters/storage/bounded.ts";
import { findJson } from "../../adapters/storage/json-store.ts";
import { type Grade, gradeSchema } from "../../course/grading/grade.ts";
import { mailRecordSchema } from "../../course/mail/mail-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { scoreMail } from "../../course/words/en.ts";
import type { CourseBucket } from "../../trainer/aws/bucket.ts";
import { type Mail, mailName } from "../class/evidence.ts";
import type { RunsOfClass } from "./run-class.ts";
import type { SoakClass, SoakStudent } from "./soak-class.ts";
import type { SentReceipt } from "./submit-class.ts";

/** What the checks of a soak found, each a sentence. */
export interface Balance {
  /** Missing, or different from what was handed in. */
  readonly lost: readonly string[];
  /** There more than once. */
  readonly doubled: readonly string[];
  /** Mails of which nobody knows whether they went out. */
  readonly unknown: readonly string[];
  readonly graded: number;
  readonly missing: number;
  /** Still failed after the resumptions. */
  readonly failed: number;
}

export interface Evidence {
  readonly class: SoakClass;
  readonly receipts: readonly SentReceipt[];
  readonly runs: RunsOfClass;
  readonly bucket: CourseBucket;
  readonly inbox: readonly Mail[];
}

const lanes = 16;

class Findings {
  readonly lost: string[] = [];
  readonly doubled: string[] = [];
  readonly unknown: string[] = [];
}

/** Checks that every submission with a receipt is stored unchanged, byte for byte. */
const checkReceipts = async (
  { receipts, bucket, class: { test } }: Evidence,
  found: Findings,
): Promise<void> =>
  forEachBounded(receipts, lanes, async ({ student: { studentId }, receipt }) => {
    const { receivedAt, submissionId, sha256 } = receipt;
    const stored = await bucket.get(keys.submission(studentId, test, receivedAt, submissionId));
    const hash = createHash("sha256")
      .update(stored?.text ?? "")
      .digest("hex");
    if (hash !== sha256) found.lost.push(`${studentId}'s submission ${submissionId} of ${receivedAt}`);
  });

/**
 * The students missing in any report, because a resumption reports on students that a run failed; and the last one's
 * failed.
 */
const outcomesOf = ({ reports }: RunsOfClass): { missing: Set<string>; failed: Map<string, string> } => {
  const missing = new Set(
    reports.flatMap((report) => report.missing.map(({ studentId }) => String(studentId))),
  );
  const last = reports.at(-1);
  const failed = new Map(last?.failed.map(({ studentId, reason }) => [String(studentId), reason]));
  return { missing, failed };
};

const checkLedger = ({ runs: { runs, reports }, class: { students } }: Evidence, found: Findings): void => {
  const [first] = reports;
  if (!first) found.lost.push("the run: none has closed its ledger");
  for (const { runId, tests } of reports) {
    for (const { counts } of tests) {
      const sum = counts.graded + counts.missing + counts.failed;
      if (sum !== counts.roster) found.lost.push(`${runId}: ${sum} of ${counts.roster} accounted for`);
    }
  }
  const roster = first?.tests[0]?.counts.roster ?? 0;
  if (roster < students.length) found.lost.push(`${students.length - roster} students of the roster`);
  const bases = runs.filter(({ resumes }) => resumes === null);
  for (const { runId } of bases.slice(1)) found.doubled.push(`the run: ${runId} beside ${bases[0]?.runId}`);
};

const checkGrade = (
  { studentId, attempts }: SoakStudent,
  grade: Grade | null,
  { missing, failed }: ReturnType<typeof outcomesOf>,
  found: Findings,
): "graded" | "missing" | "failed" => {
  const right = attempts.at(-1);
  if (failed.has(studentId)) return "failed";
  if (right === undefined) {
    if (!missing.has(studentId) || grade)
      found.lost.push(`${studentId} handed nothing in and is not missing`);
    return "missing";
  }
  if (missing.has(studentId)) found.lost.push(`${studentId} handed in and is on the missing list`);
  if (grade?.right !== right)
    found.lost.push(`${studentId} has ${grade?.right ?? "no answer"} right, not ${right}`);
  if (grade && grade.revision > 1) found.doubled.push(`${studentId} was graded ${grade.revision} times`);
  return "graded";
};

const countMails = (inbox: readonly Mail[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const mail of inbox.map(mailName)) {
    counts.set(mail, (counts.get(mail) ?? 0) + 1);
  }
  return counts;
};

/** A mail must be in the inbox once, unless its record is still a claim: then nobody knows whether it went out. */
const checkMail = async (
  { bucket }: Evidence,
  key: string,
  mail: string,
  counts: Map<string, number>,
  found: Findings,
): Promise<void> => {
  const count = counts.get(mail) ?? 0;
  counts.delete(mail);
  if (count > 1) found.doubled.push(`the mail to ${mail} is there ${count} times`);
  const record = await findJson(bucket, key, mailRecordSchema);
  if (record?.state === "claimed") found.unknown.push(`the mail to ${mail}`);
  else if (count === 0) found.lost.push(`the mail to ${mail}, which is ${record?.state ?? "not begun"}`);
};

/** Compares what the class handed in with what is stored, graded, reported and mailed. */
export const balance = async (evidence: Evidence): Promise<Balance> => {
  const { bucket, inbox, runs } = evidence;
  const { students, test, trainerEmail } = evidence.class;
  const found = new Findings();
  const counted = { graded: 0, missing: 0, failed: 0 };
  const outcomes = outcomesOf(runs);
  const mails = countMails(inbox);
  await checkReceipts(evidence, found);
  checkLedger(evidence, found);
  await forEachBounded(students, lanes, async (student) => {
    const grade = await findJson(bucket, keys.grade(student.studentId, test), gradeSchema);
    const outcome = checkGrade(student, grade, outcomes, found);
    counted[outcome] += 1;
    if (!grade) return;
    const key = keys.mail(student.studentId, test, grade.revision);
    await checkMail(evidence, key, `${student.email}: ${scoreMail.subject(test.title)}`, mails, found);
  });
  for (const { runId } of runs.reports) {
    const mail = `${trainerEmail}: Gradebook of ${runId}`;
    await checkMail(evidence, keys.trainerMail(runId, "gradebook"), mail, mails, found);
  }
  for (const [mail, count] of mails)
    if (!isOfFailure(mail))
      found.doubled.push(`the mail to ${mail}, which nobody expects, is there ${count} times`);
  return { ...found, ...counted };
};

/** A run that failed and was resumed says so to the trainer. */
const isOfFailure = (mail: string): boolean => / failed(: \S+)?$/.test(mail);
