import { type RunId, testPath } from "../ids.ts";
import type { MailRecord } from "../mail/mail-record.ts";
import type { BookedTest } from "./ledger.ts";
import type { MailOutcome } from "./run.ts";

type Graded = Extract<BookedTest, { status: "graded" }>;

/** The outcome of a mail by the mail ledger, after `runId` has ended; null: the ledger has no entry. */
export const outcomeOfRecord = (graded: Graded, record: MailRecord | null, runId: RunId): MailOutcome => {
  const { subject, testId, revision, gradedAs } = graded;
  const mail = { subject, testId, revision, ...(gradedAs && { gradedAs }) };
  switch (record?.state) {
    case "sent":
      return { ...mail, status: record.runId === runId ? "sent" : "already-sent" };
    case "refused":
      return { ...mail, status: "refused", reason: record.reason };
    case "claimed":
      return { ...mail, status: "unknown", reason: "The sending was begun and never confirmed." };
    case "released":
      return { ...mail, status: "not-sent", reason: record.reason };
    default:
      return { ...mail, status: "not-sent", reason: "The mail step did not get to it." };
  }
};

const isSettled = ({ status }: MailOutcome): boolean => status !== "unknown" && status !== "not-sent";

/** The graded tests whose mails are open in a run's results, so that the ledger must be read. */
export const unsettledMails = (tests: readonly BookedTest[], mails: readonly MailOutcome[]): Graded[] => {
  const settled = new Set(mails.filter(isSettled).map((mail) => `${testPath(mail)} ${mail.revision}`));
  return tests.filter(
    (test): test is Graded => test.status === "graded" && !settled.has(`${testPath(test)} ${test.revision}`),
  );
};

/** The outcomes of a student's mails; open ones are taken from the ledger. */
export const settleMails = (
  mails: readonly MailOutcome[],
  fromLedger: readonly MailOutcome[],
): MailOutcome[] => [...mails.filter(isSettled), ...fromLedger];
