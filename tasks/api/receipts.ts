import { createHash } from "node:crypto";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import type { OpenTest } from "../../course/api/answers.ts";
import { type Attempt, latestAttempt } from "../../course/attempts.ts";
import type { Receipt } from "../../course/submission.ts";
import { goesBy } from "../../course/test-names.ts";

/** Most receipts that one call reads, side by side, one object each. Nobody has more open tests in a week. */
const receiptsAtMost = 20;

/** The receipt of a submission that is stored as this text. */
export const receiptOf = (
  { submissionId, receivedAt }: Pick<Receipt, "submissionId" | "receivedAt">,
  { deadline }: Pick<Receipt, "deadline">,
  text: string,
): Receipt => ({
  submissionId,
  receivedAt,
  deadline,
  sha256: createHash("sha256").update(text).digest("hex"),
});

/** Open tests, the first submitted ones with the receipt of their latest submission. */
export const withReceipts = async (
  store: ObjectStore,
  open: readonly OpenTest[],
  attempts: readonly Attempt[],
): Promise<OpenTest[]> => {
  const submitted = open.filter((test) => test.submitted).slice(0, receiptsAtMost);
  return Promise.all(
    open.map(async (test) => {
      const latest = latestAttempt(attempts.filter((attempt) => goesBy(test, attempt)));
      if (latest === null || !submitted.includes(test)) return test;
      const stored = await store.get(latest.key);
      return stored === null ? test : { ...test, receipt: receiptOf(latest, test, stored.text) };
    }),
  );
};
