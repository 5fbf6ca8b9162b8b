import { mailRecordSchema } from "../../course/grade.ts";
import type { StudentId } from "../../course/ids.ts";
import type { StudentAccount } from "../../course/ledger.ts";
import { outcomeOfRecord, settleMails, unsettledMails } from "../../course/mail-outcome.ts";
import { keys } from "../../course/storage-keys.ts";
import { findJson } from "./json-store.ts";
import type { ObjectStore } from "./object-store.ts";

/** Students whose mail records are read at the same time. */
const together = 25;

const settleOne = async (
  store: ObjectStore,
  studentId: StudentId,
  account: StudentAccount,
): Promise<StudentAccount> => {
  const fromLedger = await Promise.all(
    unsettledMails(account.tests, account.mails).map(async (test) =>
      outcomeOfRecord(
        test,
        await findJson(store, keys.mail(studentId, test, test.revision), mailRecordSchema),
      ),
    ),
  );
  return { ...account, mails: settleMails(account.mails, fromLedger) };
};

/**
 * Asks the mail ledger about every mail that the results leave open, and puts what it says into the accounts: one reported
 * unknown may have been confirmed by another delivery of the same message since.
 */
export const settleAccounts = async (
  store: ObjectStore,
  accounts: Map<StudentId, StudentAccount>,
): Promise<void> => {
  const open = [...accounts].filter(([, { tests, mails }]) => unsettledMails(tests, mails).length > 0);
  for (let start = 0; start < open.length; start += together) {
    const batch = open.slice(start, start + together);
    const settled = await Promise.all(
      batch.map(
        async ([studentId, account]) => [studentId, await settleOne(store, studentId, account)] as const,
      ),
    );
    for (const [studentId, account] of settled) accounts.set(studentId, account);
  }
};
