import { type LateScore, lateScores, scoreMailOf } from "../../course/grading/late-scores.ts";
import { scoreListSchema } from "../../course/grading/score-list.ts";
import type { StudentId } from "../../course/ids.ts";
import { ledgerRecordSchema } from "../../course/mail/mail-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { Test } from "../../course/test.ts";
import { findJson } from "../storage/json-store.ts";
import type { ObjectStore } from "../storage/object-store.ts";

/**
 * A student's scores of these tests, as they count now, of which no mail went out. A student without a list has no score that
 * was ever kept back.
 */
export const readUnmailedScores = async (
  store: ObjectStore,
  studentId: StudentId,
  tests: readonly Test[],
): Promise<LateScore[]> => {
  const unmailed: LateScore[] = [];
  const list = await findJson(store, keys.scores(studentId), scoreListSchema);
  for (const score of lateScores(list?.tests ?? [], tests)) {
    const { test } = scoreMailOf(score);
    const record = await findJson(store, keys.mail(studentId, test, score.revision), ledgerRecordSchema);
    if (record === null || record.state === "released") unmailed.push(score);
  }
  return unmailed;
};
