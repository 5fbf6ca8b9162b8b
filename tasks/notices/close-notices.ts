import * as z from "zod";
import { CorruptError } from "../../adapters/errors.ts";
import { readMapChildren, type Unsuccessful } from "../../adapters/runs/map-children.ts";
import { mapBounded } from "../../adapters/storage/bounded.ts";
import { findJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { scoreMailOf } from "../../course/grading/late-scores.ts";
import type { NoticeId, StudentId, TestRef } from "../../course/ids.ts";
import { ledgerRecordSchema, type SenderId } from "../../course/mail/mail-record.ts";
import { ledgerName } from "../../course/notices/notice.ts";
import { NoticeLedger, type NoticeResult, resultOfRecord } from "../../course/notices/notice-counts.ts";
import {
  type CloseNoticesInput,
  type CloseNoticesOutput,
  closeNoticesInputSchema,
  listedStudentSchema,
  toldStudentSchema,
} from "../../course/notices/notices-run.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { jsonOrUndefined } from "../../course/unknown-value.ts";
import { courseStore } from "../runtime/course-store.ts";
import { logger } from "../runtime/logger.ts";
import { directTask } from "../runtime/task-input.ts";

const childInputSchema = z.object({ student: listedStudentSchema });

const longestReason = 500;

/** Most notices to look up in the ledger, which takes about 20 s; for the others, the report has the steps' own words. */
const mostAsked = 20_000;
const parallelReads = 16;

/** A notice and its step's answer. */
interface Said {
  readonly studentId: StudentId;
  readonly test: TestRef;
  readonly name: string;
  readonly sender: SenderId;
  readonly result: NoticeResult;
}

const saidOfUnsuccessful = (child: Unsuccessful, file: string, noticeId: NoticeId): Said[] => {
  const input = childInputSchema.safeParse(jsonOrUndefined(child.Input)).data;
  if (input === undefined) throw new CorruptError(file, "a child's Input names no student.");
  const { studentId, notices, scores = [] } = input.student;
  const reason = [child.Error ?? child.Status, child.Cause].filter(Boolean).join(": ");
  const result = { status: "failed", reason: reason.slice(0, longestReason) } as const;
  return [
    ...notices.map((notice) => ({ test: notice, name: ledgerName(notice), sender: noticeId })),
    ...scores.map((score) => ({ ...scoreMailOf(score), sender: score.runId })),
  ].map((mail) => ({ ...mail, studentId, result }));
};

async function* allSaid(
  store: ObjectStore,
  { noticeId, manifests }: Pick<CloseNoticesInput, "noticeId" | "manifests">,
): AsyncIterable<Said> {
  for (const manifest of manifests) {
    for await (const child of readMapChildren(store, manifest, toldStudentSchema)) {
      if (!child.succeeded) yield* saidOfUnsuccessful(child.child, child.file, noticeId);
      else {
        const { studentId, outcomes } = child.output;
        for (const outcome of outcomes) {
          const { name, runId: sender = noticeId } = outcome;
          yield { studentId, test: outcome, name, sender, result: outcome };
        }
      }
    }
  }
}

const isOpen = ({ status }: NoticeResult): boolean => status === "unknown" || status === "failed";

/** The outcome of each notice; when the step does not know it, the ledger may. */
const settle =
  (store: ObjectStore) =>
  async ({ studentId, test, name, sender, result }: Said) => {
    if (!isOpen(result)) return { studentId, result };
    const record = await findJson(store, keys.noticeMail(studentId, test, name), ledgerRecordSchema);
    return { studentId, result: resultOfRecord(record, sender, result) };
  };

/**
 * Adds up the outcomes of all notices of one instant, and writes the report.
 *
 * @throws LedgerNotClosed when not every listed notice has exactly one outcome.
 */
export const closeNotices = async (
  { noticeId, at, listed, manifests }: CloseNoticesInput,
  store: ObjectStore = courseStore(),
): Promise<CloseNoticesOutput> => {
  const ledger = new NoticeLedger();
  const ask = settle(store);
  let asked = 0;
  const settled = mapBounded(allSaid(store, { noticeId, manifests }), parallelReads, (said) => {
    if (isOpen(said.result)) asked += 1;
    return asked > mostAsked ? Promise.resolve(said) : ask(said);
  });
  for await (const { studentId, result } of settled) ledger.enter(studentId, result);
  const report = ledger.close(noticeId, at, listed);
  const reportKey = keys.noticeReport(noticeId);
  await store.put(reportKey, JSON.stringify(report));
  logger.info("Closed notices.", { noticeId, ...report.counts });
  return { noticeId, counts: report.counts, reportKey };
};

export const handler = directTask(closeNoticesInputSchema, (input) => closeNotices(input));
