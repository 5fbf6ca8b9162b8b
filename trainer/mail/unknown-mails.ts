import { mapBounded } from "../../adapters/bounded.ts";
import { NotFoundError } from "../../adapters/errors.ts";
import { readJson } from "../../adapters/json-store.ts";
import { rosterOfRun } from "../../adapters/run-roster.ts";
import type { StudentId } from "../../course/ids.ts";
import type { RunRecord } from "../../course/run/run-record.ts";
import { runReportSchema } from "../../course/run/run-report.ts";
import { keys } from "../../course/storage-keys.ts";
import type { CourseBucket } from "../aws/bucket.ts";
import { readRuns } from "../run/list-runs.ts";
import { unsureInvitations } from "./invitation-mails.ts";
import { findEntry, isInFlight, judgeableAt, type LedgerEntry } from "./ledger-entry.ts";
import { type MailRef, mailId, studentMailOfKey } from "./mail-id.ts";
import type { UnsureMail, YoungMail } from "./unsure-mail.ts";

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
  const seen = new Set<string>();
  for await (const run of readRuns(bucket)) {
    onRun(run);
    for await (const mail of mapBounded(mailsOf(bucket, run), parallelReads, (ref) => look(bucket, ref))) {
      if (mail === null || seen.has(mail.id)) continue;
      seen.add(mail.id);
      yield mail;
    }
  }
  yield* unsureInvitations(bucket);
}

async function* mailsOf(bucket: CourseBucket, run: RunRecord): AsyncIterable<MailRef> {
  yield { kind: "trainer", runId: run.runId, mail: "failure" };
  yield { kind: "trainer", runId: run.runId, mail: "gradebook" };
  if (run.status === "closed") yield* reportedMails(bucket, run);
  else if (run.status !== "nothing-due") yield* rosterMails(bucket, run);
}

/** A mail that was not begun when the run closed may have been begun since, by a message that came late. */
async function* reportedMails(bucket: CourseBucket, { runId }: RunRecord): AsyncIterable<MailRef> {
  const { mails } = await readJson(bucket, keys.report(runId), runReportSchema);
  for (const { studentId, revision, status, gradedAs, ...test } of mails.problems) {
    const { subject, testId } = gradedAs ?? test;
    if (status !== "refused") yield { kind: "student", studentId, subject, testId, revision };
  }
}

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

const unsure = (
  ref: MailRef,
  { record }: LedgerEntry,
  state: UnsureMail["state"],
  reason: string,
): UnsureMail => ({ id: mailId(ref), state, runId: record.runId, reason });
