import { NotFoundError } from "../../adapters/errors.ts";
import { rosterOfRun } from "../../adapters/runs/run-roster.ts";
import { mapBounded } from "../../adapters/storage/bounded.ts";
import { readJson } from "../../adapters/storage/json-store.ts";
import type { StudentId } from "../../course/ids.ts";
import type { RunRecord } from "../../course/run/run-record.ts";
import { type RunReport, runReportSchema } from "../../course/run/run-report.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { CourseBucket } from "../aws/bucket.ts";
import { readRuns } from "../run/list-runs.ts";
import { unsureInvitations } from "./invitation-mails.ts";
import { findEntry, isInFlight, judgeableAt, type LedgerEntry } from "./ledger-entry.ts";
import { type MailRef, mailId, studentMailOfKey } from "./mail-id.ts";
import type { RefusedMail, UnsureMail, YoungMail } from "./unsure-mail.ts";

const parallelReads = 16;

/**
 * The mails of all runs that may or may not have gone out, and those that are too recent to judge, run by run; then the
 * invitations. The report of a closed run names its open mails; for any other run, the ledgers of all students on its
 * roster are read.
 *
 * @param onRun called with each run before its mails are read.
 */
export async function* unsureMails(
  bucket: CourseBucket,
  onRun: (run: RunRecord) => void,
): AsyncIterable<UnsureMail | YoungMail> {
  yield* ofRuns(bucket, { onRun, take: { ofTrainer: true, isReported: isUnsure, look } });
  yield* unsureInvitations(bucket);
}

/** The mails to students that SES refused and that nobody has settled since, run by run. */
export const refusedMails = (
  bucket: CourseBucket,
  onRun: (run: RunRecord) => void,
): AsyncIterable<RefusedMail> =>
  ofRuns(bucket, { onRun, take: { ofTrainer: false, isReported: isRefused, look: lookForRefused } });

/** Which of a run's mails are looked up, and what is told of one; null: it is not wanted. */
interface Wanted<T> {
  readonly ofTrainer: boolean;
  readonly isReported: (problem: MailProblem) => boolean;
  readonly look: (bucket: CourseBucket, ref: MailRef) => Promise<T | null>;
}

interface Search<T> {
  readonly onRun: (run: RunRecord) => void;
  readonly take: Wanted<T>;
}

async function* ofRuns<T extends { readonly id: string }>(
  bucket: CourseBucket,
  { onRun, take }: Search<T>,
): AsyncIterable<T> {
  const seen = new Set<string>();
  for await (const run of readRuns(bucket)) {
    onRun(run);
    const refs = mailsOf(bucket, run, take);
    for await (const mail of mapBounded(refs, parallelReads, (ref) => take.look(bucket, ref))) {
      if (mail === null || seen.has(mail.id)) continue;
      seen.add(mail.id);
      yield mail;
    }
  }
}

type MailProblem = RunReport["mails"]["problems"][number];

const isRefused = ({ status }: MailProblem): boolean => status === "refused";

/** A mail that was not begun when the run closed may have been begun since, by a message that came late. */
const isUnsure = (problem: MailProblem): boolean => !isRefused(problem);

async function* mailsOf(
  bucket: CourseBucket,
  run: RunRecord,
  { ofTrainer, isReported }: Omit<Wanted<unknown>, "look">,
): AsyncIterable<MailRef> {
  if (ofTrainer) {
    yield { kind: "trainer", runId: run.runId, mail: "failure" };
    yield { kind: "trainer", runId: run.runId, mail: "gradebook" };
  }
  if (run.status === "closed") yield* reportedMails(bucket, run, isReported);
  else if (run.status !== "nothing-due") yield* rosterMails(bucket, run);
}

async function* reportedMails(
  bucket: CourseBucket,
  { runId }: RunRecord,
  isReported: (problem: MailProblem) => boolean,
): AsyncIterable<MailRef> {
  const { mails } = await readJson(bucket, keys.report(runId), runReportSchema);
  for (const problem of mails.problems) if (isReported(problem)) yield refOf(problem);
}

/** The mail that a report's problem is about: under the test's name when it was graded. */
export const refOf = ({ studentId, revision, gradedAs, ...test }: MailProblem): MailRef => {
  const { subject, testId } = gradedAs ?? test;
  return { kind: "student", studentId, subject, testId, revision };
};

/** A run that failed early has no roster, and has mailed no student. */
async function* rosterMails(bucket: CourseBucket, run: RunRecord): AsyncIterable<MailRef> {
  try {
    const lines = rosterOfRun(bucket, run);
    const listed = mapBounded(lines, parallelReads, ({ studentId }) => listMails(bucket, studentId));
    for await (const mails of listed) yield* mails;
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
}

const listMails = async (bucket: CourseBucket, studentId: StudentId): Promise<MailRef[]> => {
  const mails: MailRef[] = [];
  for await (const key of bucket.list(keys.mails(studentId))) {
    const ref = studentMailOfKey(studentId, key);
    if (ref) mails.push(ref);
  }
  return mails;
};

const lookForRefused = async (bucket: CourseBucket, ref: MailRef): Promise<RefusedMail | null> => {
  const entry = await findEntry(bucket, ref);
  return entry?.record.state === "refused" ? unsure(ref, entry, "refused", entry.record.reason) : null;
};

const look = async (bucket: CourseBucket, ref: MailRef): Promise<UnsureMail | YoungMail | null> => {
  const entry = await findEntry(bucket, ref);
  if (!entry || entry.record.state === "sent") return null;
  if (isInFlight(entry)) return { id: mailId(ref), state: "under-way", judgeableAt: judgeableAt(entry) };
  if (entry.record.state === "claimed") return unsure(ref, entry, "unknown", unknownReason);
  if (entry.record.state === "released" && entry.record.isSettled) return null;
  // A student's mail that surely did not go out is sent by resuming the run; the trainer's own is sent by nothing else.
  return ref.kind === "trainer" ? unsure(ref, entry, "not-sent", entry.record.reason) : null;
};

const unknownReason = "The sending was begun and never confirmed.";

const unsure = <State extends string>(
  ref: MailRef,
  { record }: LedgerEntry,
  state: State,
  reason: string,
) => ({ id: mailId(ref), state, runId: record.runId, reason });
