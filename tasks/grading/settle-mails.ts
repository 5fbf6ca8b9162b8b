import type { SharedOutcomes } from "../../adapters/runs/shared-outcomes.ts";
import { forEachBounded } from "../../adapters/storage/bounded.ts";
import { findJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { mostConnections } from "../../adapters/storage/s3-client.ts";
import type { RunId, StudentId } from "../../course/ids.ts";
import { mailRecordSchema } from "../../course/mail/mail-record.ts";
import type { StudentAccount } from "../../course/run/ledger.ts";
import { outcomeOfRecord, settleMails, unsettledMails } from "../../course/run/mail-outcome.ts";
import type { MailOutcome } from "../../course/run/run.ts";
import { keys } from "../../course/storage/storage-keys.ts";

const settleOne = async (
  store: ObjectStore,
  runId: RunId,
  studentId: StudentId,
  { tests, mails }: StudentAccount,
): Promise<MailOutcome[]> => {
  const fromLedger: MailOutcome[] = [];
  for (const test of unsettledMails(tests, mails)) {
    const key = keys.mail(studentId, test.gradedAs ?? test, test.revision);
    const record = await findJson(store, key, mailRecordSchema);
    fromLedger.push(outcomeOfRecord(test, record, runId));
  }
  return settleMails(mails, fromLedger);
};

function* withOpenMails(
  accounts: ReadonlyMap<StudentId, StudentAccount>,
): Iterable<[StudentId, StudentAccount]> {
  for (const [studentId, account] of accounts) {
    if (unsettledMails(account.tests, account.mails).length > 0) yield [studentId, account];
  }
}

/**
 * Looks up every open mail of the results in the mail ledger and enters its outcome: a mail that was reported as unknown may
 * have been confirmed since by another delivery of the same message. It reads as many records at once as there are
 * connections to S3.
 */
export const settleAccounts = (
  store: ObjectStore,
  runId: RunId,
  accounts: Map<StudentId, StudentAccount>,
  shared: SharedOutcomes,
): Promise<void> =>
  forEachBounded(withOpenMails(accounts), mostConnections, async ([studentId, account]) => {
    const mails = shared.mails(await settleOne(store, runId, studentId, account));
    accounts.set(studentId, { ...account, mails });
  });
