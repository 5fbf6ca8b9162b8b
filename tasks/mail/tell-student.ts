import { findProfile } from "../../adapters/course-reader.ts";
import { TransientError } from "../../adapters/errors.ts";
import type { OnceOutcome } from "../../adapters/mail/mail-ledger.ts";
import { reminderChoiceOf } from "../../adapters/mail/reminder-choice.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { hasSubmitted, setByHand } from "../../adapters/tests/submitted.ts";
import type { Instant } from "../../course/ids.ts";
import { studentEnvelope } from "../../course/mail/envelope.ts";
import { noticeMail } from "../../course/mail/notice-mail.ts";
import { instantOfNotice, ledgerName, type Notice } from "../../course/notices/notice.ts";
import type { NoticeOutcome, TellStudentInput, TellStudentOutput } from "../../course/notices/notices-run.ts";
import { goesOutAt } from "../../course/notices/timely.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { Profile } from "../../course/student.ts";
import { sendTogether } from "../runtime/mail-ledger.ts";
import type { ScoreMailDeps } from "./mail-score.ts";
import { QuietHoursError } from "./quiet-hours.ts";
import { scoreOutcome, tellScores } from "./tell-scores.ts";

type Result = Pick<NoticeOutcome, "status" | "reason">;

const outcomeOf = (notice: Notice, result: Result): NoticeOutcome => ({
  ...{ subject: notice.subject, testId: notice.testId, name: ledgerName(notice) },
  ...result,
});

interface Now extends Pick<TellStudentInput, "noticeId" | "course"> {
  readonly now: Instant;
  /** Whether the trainer has set something by hand. */
  readonly isSet: (notice: Notice) => boolean;
}

/**
 * Why a notice is no longer sent; null: it is sent. The list may be old, because the student had to wait in the queue.
 *
 * @throws QuietHoursError when it is to be sent, but not at night.
 */
const hindrance = async (
  store: ObjectStore,
  { studentId }: Profile,
  notice: Notice,
  { noticeId, course, now, isSet }: Now,
): Promise<Result | null> => {
  const at = goesOutAt(notice, instantOfNotice(noticeId), now, course);
  if (at === null || isSet(notice)) return { status: "lapsed" };
  if (await hasSubmitted(store, studentId, notice)) return { status: "submitted" };
  if (at > now) throw new QuietHoursError(at);
  return null;
};

const resultOf = ({ status, reason }: OnceOutcome): Result => {
  const told = { sent: "told", "already-sent": "already", unknown: "unknown", refused: "refused" } as const;
  return { status: told[status], ...(reason !== undefined && { reason }) };
};

/** One mail with the notices that were not sent before, each under its own entry of the mail ledger. */
const mailNotices = async (
  { noticeId, course }: TellStudentInput,
  profile: Profile,
  notices: readonly Notice[],
  token: string,
  { store, mailer, pacer, addresses }: ScoreMailDeps,
): Promise<NoticeOutcome[]> => {
  const { studentId } = profile;
  const byKey = new Map(
    notices.map((notice) => [keys.noticeMail(studentId, notice, ledgerName(notice)), notice]),
  );
  await pacer.turn();
  const outcomes = await sendTogether(store, [...byKey.keys()], noticeId, (claimed) => {
    const told = claimed.flatMap((key) => byKey.get(key) ?? []);
    const mail = noticeMail(course, profile, told, { ...addresses(), token });
    return mailer.sendWith(studentEnvelope(course, profile), mail, []);
  });
  return [...outcomes].flatMap(([key, outcome]) => {
    const notice = byKey.get(key);
    return notice ? [outcomeOf(notice, resultOf(outcome))] : [];
  });
};

/** Each notice at most once, all of them in one mail. */
const tellNotices = async (
  input: TellStudentInput,
  now: Instant | null,
  profile: Profile,
  deps: ScoreMailDeps,
): Promise<NoticeOutcome[]> => {
  if (now === null) throw new TransientError("The message came again, and does not say when.");
  const { student } = input;
  const { store } = deps;
  const all = (status: "lapsed" | "off") => student.notices.map((notice) => outcomeOf(notice, { status }));
  if (profile.apiKey === null) return all("lapsed");
  const { reminders, token } = await reminderChoiceOf(store, student.studentId);
  if (reminders === "off") return all("off");
  const outcomes: NoticeOutcome[] = [];
  const toTell: Notice[] = [];
  const known = { ...input, now, isSet: await setByHand(store, student.studentId) };
  for (const notice of student.notices) {
    const result = await hindrance(store, profile, notice, known);
    if (result) outcomes.push(outcomeOf(notice, result));
    else toTell.push(notice);
  }
  if (toTell.length > 0) outcomes.push(...(await mailNotices(input, profile, toTell, token, deps)));
  return outcomes;
};

/**
 * Sends a student notices, in one mail, or scores, one mail for each. Students get no notice if they have submitted meanwhile,
 * want no reminders, left the list, or have no key to take a test with; and no score if they left the list.
 *
 * @param receivedAt when the worker got the message. null: nobody knows, because it came again; the step then sends a new one.
 * @throws TransientError when SES accepts nothing at the moment, or for notices without `receivedAt`; a mail that went out is not sent again.
 * @throws QuietHoursError when notices are to wait for the morning.
 */
export const tellStudent = async (
  input: TellStudentInput,
  receivedAt: Instant | null,
  deps: ScoreMailDeps,
): Promise<TellStudentOutput> => {
  const { studentId, notices, scores = [] } = input.student;
  const profile = await findProfile(deps.store, studentId);
  if (!profile?.onList) {
    const lapsed = { status: "lapsed" } as const;
    const mails = scores.map((score) => scoreOutcome(score, lapsed));
    return { outcomes: [...notices.map((notice) => outcomeOf(notice, lapsed)), ...mails] };
  }
  return {
    outcomes: [
      ...(notices.length > 0 ? await tellNotices(input, receivedAt, profile, deps) : []),
      ...(await tellScores(input, scores, profile, deps)),
    ],
  };
};
