import type { Instant, NoticeId, StudentId } from "../ids.ts";
import type { LedgerRecord, SenderId } from "../mail/mail-record.ts";
import { LedgerNotClosed } from "../run/ledger.ts";
import type { NoticeCounts, NoticeOutcome, NoticeReport } from "./notices-run.ts";

const mostProblems = 100;

/** The mail worker's answer, or `failed` when its step failed. */
export interface NoticeResult {
  readonly status: NoticeOutcome["status"] | "failed";
  readonly reason?: string | undefined;
}

/** A notice's outcome in the mail ledger, for a step that failed or did not know; `null`: the ledger has no entry. */
export const resultOfRecord = (
  record: LedgerRecord | null,
  sender: SenderId,
  assumed: NoticeResult,
): NoticeResult => {
  switch (record?.state) {
    case "sent":
      return { status: record.runId === sender ? "told" : "already" };
    case "refused":
      return { status: "refused", reason: record.reason };
    case "claimed":
      return { status: "unknown", reason: "The sending was begun and never confirmed." };
    default:
      return assumed;
  }
};

/** Counts the outcomes of all notices of one instant. */
export class NoticeLedger {
  readonly #counts: NoticeCounts = {
    ...{ listed: 0, told: 0, already: 0, submitted: 0, off: 0 },
    ...{ lapsed: 0, refused: 0, unknown: 0, failed: 0 },
  };
  readonly #problems: NoticeReport["problems"] = [];

  enter(studentId: StudentId, { status, reason = "" }: NoticeResult): void {
    this.#counts[status] += 1;
    if (status === "refused" || status === "unknown" || status === "failed") {
      this.#note({ studentId, status, reason });
    }
  }

  /** @throws LedgerNotClosed when not every listed notice has exactly one outcome. */
  close(noticeId: NoticeId, at: Instant, listed: number): NoticeReport {
    const counts = { ...this.#counts, listed };
    const { listed: _, ...outcomes } = counts;
    const sum = Object.values(outcomes).reduce((total, count) => total + count, 0);
    if (sum !== listed) {
      throw new LedgerNotClosed(
        `Of ${listed} notices of ${noticeId} ${sum} have an outcome: ${JSON.stringify(outcomes)}.`,
      );
    }
    return { noticeId, at, counts, problems: this.#problems };
  }

  #note(problem: NoticeReport["problems"][number]): void {
    if (this.#problems.length < mostProblems) this.#problems.push(problem);
  }
}
