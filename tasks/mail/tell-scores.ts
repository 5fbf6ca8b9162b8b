import { findJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { type LateScore, scoreMailOf } from "../../course/grading/late-scores.ts";
import { entryOf, scoreListSchema } from "../../course/grading/score-list.ts";
import { type StudentId, toInstant } from "../../course/ids.ts";
import type { NoticeOutcome, TellStudentInput } from "../../course/notices/notices-run.ts";
import type { MailOutcome } from "../../course/run/run.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { Profile } from "../../course/student.ts";
import { mailScore, type ScoreMailDeps } from "./mail-score.ts";

type Result = Pick<NoticeOutcome, "status" | "reason">;

/** The outcome of the mail about a score, as the notices' report counts it. */
export const scoreOutcome = (score: LateScore, { status, reason }: Result): NoticeOutcome => {
  const { test, name } = scoreMailOf(score);
  return { ...test, name, runId: score.runId, status, ...(reason !== undefined && { reason }) };
};

const statusOf = {
  sent: "told",
  "already-sent": "already",
  withheld: "lapsed",
  unknown: "unknown",
  refused: "refused",
  "not-sent": "unknown",
} as const satisfies Readonly<Record<MailOutcome["status"], NoticeOutcome["status"]>>;

/** Whether it is still the score that counts: the list may be old, and a run may have graded anew meanwhile. */
const isCurrent = async (
  store: ObjectStore,
  studentId: StudentId,
  { subject, testId, gradedAs, revision }: LateScore,
): Promise<boolean> => {
  const list = await findJson(store, keys.scores(studentId), scoreListSchema);
  const entry = entryOf(list?.tests ?? [], { subject, testId, renamedFrom: gradedAs && [gradedAs] });
  return entry?.status === "graded" && entry.revision === revision;
};

/**
 * Mails a student scores that a run has kept back: the same mails, under the same entries of the mail ledger.
 *
 * @throws TransientError when SES accepts nothing at the moment; mails that went out are not sent again.
 */
export const tellScores = async (
  { course, sentAt }: TellStudentInput,
  scores: readonly LateScore[],
  profile: Profile,
  deps: ScoreMailDeps,
): Promise<NoticeOutcome[]> => {
  const { studentId, email, name } = profile;
  const outcomes: NoticeOutcome[] = [];
  for (const score of scores) {
    if (!(await isCurrent(deps.store, studentId, score))) {
      outcomes.push(scoreOutcome(score, { status: "lapsed" }));
      continue;
    }
    const of = { runId: score.runId, course, student: { studentId, email, name } };
    const mail = await mailScore({ ...of, at: toInstant(new Date(sentAt)) }, score, deps);
    outcomes.push(scoreOutcome(score, { status: statusOf[mail.status], reason: mail.reason }));
  }
  return outcomes;
};
