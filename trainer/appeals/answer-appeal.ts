import { findAppeal } from "../../adapters/appeals.ts";
import { findProfile, readSettings, readTests } from "../../adapters/course-reader.ts";
import { TransientError } from "../../adapters/errors.ts";
import { type OnceOutcome, sendOnce } from "../../adapters/mail/mail-ledger.ts";
import type { Mailer } from "../../adapters/mail/mailer.ts";
import { updateJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import {
  type Appeal,
  type AppealAnswer,
  appealLedgerName,
  appealSchema,
} from "../../course/appeals/appeal.ts";
import { longestAppeal } from "../../course/appeals/appeal-limits.ts";
import { type AppealRef, appealId } from "../../course/appeals/appeal-ref.ts";
import { plainText } from "../../course/appeals/appeal-text.ts";
import type { AnsweredAppeal, ListedAppeal } from "../../course/appeals/listed-appeal.ts";
import { appealMail } from "../../course/mail/appeal-mail.ts";
import { studentEnvelope } from "../../course/mail/envelope.ts";
import { noticeIdByHand } from "../../course/notices/notice.ts";
import { scoreLink } from "../../course/page-links.ts";
import type { Settings } from "../../course/settings.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { CourseBucket } from "../aws/bucket.ts";
import { TrainerError } from "../trainer-error.ts";
import { describeAppeal } from "./list-appeals.ts";

/** What answering needs of the course's bucket. */
export type AppealBucket = ObjectStore & Pick<CourseBucket, "now" | "removeAll">;

export interface AnswerDeps {
  readonly bucket: AppealBucket;
  readonly mailer: Mailer;
  /** The students' page, without a slash at its end; null: the stack has none. */
  readonly pageUrl: string | null;
  readonly note: (line: string) => void;
}

export interface WantedAnswer {
  readonly ref: AppealRef;
  readonly text: string;
  readonly decision: AppealAnswer["decision"];
  /** Left out: the course's trainer. */
  readonly by?: string | undefined;
  /** The time of the text that the trainer has read; left out: whatever it says now. */
  readonly seenAt?: string | undefined;
}

type ClosedAppeal = Extract<Appeal, { status: "answered" }>;

/** The answer as it is stored. @throws TrainerError saying what is wrong with it. */
export const answerText = (text: string): string => {
  const answer = plainText(text);
  if (answer === "") throw new TrainerError("Write an answer; the student reads it.");
  if (answer.length <= longestAppeal) return answer;
  throw new TrainerError(`The answer has ${answer.length} characters; ${longestAppeal} are the most.`);
};

const isSame = (answer: AppealAnswer, wanted: Pick<WantedAnswer, "text" | "decision">): boolean =>
  answer.text === wanted.text && answer.decision === wanted.decision;

/** @throws TrainerError when there is no such appeal, it has another answer, or the student has changed it meanwhile. */
const close = async (
  bucket: AppealBucket,
  { ref, text, decision, seenAt }: WantedAnswer,
  by: string,
): Promise<ClosedAppeal> => {
  const at = await bucket.now();
  let closed: ClosedAppeal | undefined;
  await updateJson(bucket, keys.appeal(ref), appealSchema, (current) => {
    if (current === null) throw new TrainerError(`There is no appeal "${appealId(ref)}".`);
    if (current.status === "answered") {
      closed = current;
      if (isSame(current.answer, { text, decision })) return null;
      throw new TrainerError(
        `${appealId(ref)} was ${current.answer.decision} already; nothing was changed. Write to the student if there is more to say.`,
      );
    }
    if (seenAt !== undefined && seenAt !== current.at)
      throw new TrainerError(
        "The student has changed the text meanwhile. Read it again; nothing was changed.",
      );
    closed = { ...current, status: "answered", answer: { text, by, at, decision } };
    return closed;
  });
  if (closed === undefined) throw new TypeError("An appeal was neither read nor written.");
  return closed;
};

/** The pointer to the answered appeal comes first: one that both point to is open to nobody. */
const movePointer = async (bucket: AppealBucket, ref: AppealRef): Promise<void> => {
  await bucket.create(keys.answeredAppeal(ref), JSON.stringify(ref));
  await bucket.removeAll(keys.openAppeal(ref), () => undefined);
};

/**
 * Answers an appeal, which closes it, and mails the student at most once. The same answer again completes one that was cut
 * short.
 *
 * @throws TrainerError when nothing was changed, with why.
 */
export const answerAppeal = async (deps: AnswerDeps, wanted: WantedAnswer): Promise<AnsweredAppeal> => {
  const { bucket } = deps;
  const { ref } = wanted;
  const settings = await readSettings(bucket);
  const found = await findAppeal(bucket, ref);
  if (found === null)
    throw new TrainerError(`There is no appeal "${appealId(ref)}". See: bin/trainer appeals`);
  const answer = { ...wanted, text: answerText(wanted.text) };
  const appeal = await close(bucket, answer, wanted.by ?? settings.trainer.name);
  await movePointer(bucket, ref);
  const listed = await describeAppeal(bucket, appeal, await readTests(bucket));
  return { ...listed, ...(await tell(deps, settings, appeal, listed)) };
};

const outcomeOf = ({ status, reason }: OnceOutcome): Pick<AnsweredAppeal, "mail" | "reason"> => ({
  mail: status === "already-sent" ? "sent" : status,
  reason,
});

const tell = async (
  { bucket, mailer, pageUrl, note }: AnswerDeps,
  settings: Settings,
  appeal: ClosedAppeal,
  { about }: ListedAppeal,
): Promise<Pick<AnsweredAppeal, "mail" | "reason">> => {
  const profile = await findProfile(bucket, appeal.studentId);
  if (profile === null) return { mail: "not-sent", reason: "There is no such student any more." };
  const mail = appealMail(settings, appeal, {
    student: profile,
    title: about.title,
    question: about.question === undefined ? undefined : { text: about.question, html: about.html?.question },
    link: pageUrl && scoreLink(pageUrl, appeal),
  });
  const key = keys.noticeMail(appeal.studentId, appeal, appealLedgerName(appeal));
  const onUnrecorded = (): void =>
    note(`Warning: what became of the mail to ${appeal.studentId} could not be written down.`);
  try {
    const sender = noticeIdByHand(appeal.answer.at);
    const send = () => mailer.send(studentEnvelope(settings, profile), mail);
    return outcomeOf(await sendOnce({ store: bucket, onUnrecorded }, key, sender, send));
  } catch (error) {
    if (!(error instanceof TransientError)) throw error;
    return { mail: "not-sent", reason: error.message };
  }
};
