import { readSettings } from "../../adapters/course-reader.ts";
import { Pacer } from "../../adapters/mail/pacer.ts";
import { counted } from "../../course/counted.ts";
import { showTime } from "../../course/deadlines/shown-instant.ts";
import { type Instant, toInstant } from "../../course/ids.ts";
import type { RunRecord } from "../../course/run/run-record.ts";
import { type InvitationRef, type MailRef, parseMailId } from "../mail/mail-id.ts";
import { refusedMails, unsureMails } from "../mail/unknown-mails.ts";
import type { RefusedMail, UnsureMail } from "../mail/unsure-mail.ts";
import { TrainerError } from "../trainer-error.ts";
import { askToGoOn } from "./go-on.ts";
import type { Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";

const line = ({ id, state, runId, reason }: UnsureMail | RefusedMail): string =>
  [id, state, ...(runId === undefined ? [] : [`run ${runId}`]), reason].join("  ");

/** Says why a run takes long. */
const noteLongLooks =
  (note: Terminal["note"]) =>
  ({ runId, status }: RunRecord): void => {
    if (status === "closed" || status === "nothing-due") return;
    note(`Run ${runId} is ${status}: looking through the mails of all its students.`);
  };

/** Lists the mails to students that SES refused. */
export const listRefused = async (
  { bucket }: Session,
  { out, note }: Pick<Terminal, "out" | "note">,
  lineOf: (mail: RefusedMail) => string = line,
): Promise<void> => {
  let count = 0;
  for await (const mail of refusedMails(bucket, noteLongLooks(note))) {
    count += 1;
    out(lineOf(mail));
  }
  if (count === 0) note("SES has refused no mail that nobody has settled.");
  else
    note(
      "Correct the address in students.csv, publish, then: --resend ID. Or tell the student by other means: --settle ID --sent.",
    );
};

/** Lists the mails that wait for a decision, and counts those that are too young for one. */
export const listUnsure = async (
  session: Session,
  { out, note }: Pick<Terminal, "out" | "note">,
  lineOf: (mail: UnsureMail) => string = line,
): Promise<UnsureMail[]> => {
  const unsure: UnsureMail[] = [];
  const young: Instant[] = [];
  for await (const mail of unsureMails(session.bucket, noteLongLooks(note))) {
    if (mail.state === "under-way") young.push(mail.judgeableAt);
    else {
      unsure.push(mail);
      out(lineOf(mail));
    }
  }
  if (unsure.length > 0)
    note("Ask whether it came. Then: --settle ID --sent, or --resend ID to send it again.");
  else if (young.length === 0) note("For every mail it is known whether it went out.");
  if (young.length > 0) note(await youngLine(session, young, unsure.length > 0));
  return unsure;
};

const minuteMs = 60_000;

const youngLine = async (
  { bucket }: Session,
  judgeableAt: readonly Instant[],
  hasOthers: boolean,
): Promise<string> => {
  const { timeZone } = await readSettings(bucket);
  const latestMs = Math.max(...judgeableAt.map((instant) => Date.parse(instant)));
  const after = toInstant(new Date(Math.ceil(latestMs / minuteMs) * minuteMs));
  const more = hasOthers ? "more " : "";
  const count = counted(judgeableAt.length, `${more}mail is`, `${more}mails are`);
  return `${count} too recent to judge; look again after ${showTime(after, timeZone)}.`;
};

/** What is done with one mail. */
export type MailWork = (ref: MailRef | InvitationRef, session: Session, terminal: Terminal) => Promise<void>;

interface ForAll {
  readonly verb: "resend" | "settle-sent" | "settle-not-sent";
  readonly yes: boolean;
}

const questions = {
  resend: (mails: string) => `Send ${mails} again?`,
  "settle-sent": (mails: string) => `Record that ${mails} went out?`,
  "settle-not-sent": (mails: string) => `Record that ${mails} did not go out, and that they never will?`,
} as const;

/** What it means for invitations, as a key can't be mailed twice. */
const ofInvitations = {
  resend: "An invitation sent again holds a new key; the old one ends.",
  "settle-sent": "",
  "settle-not-sent": "If an invitation did not go out, its key is deleted.",
} as const;

/**
 * Does something with every mail that waits for a decision: lists them, asks, and goes on after one that fails.
 *
 * @throws TrainerError when the trainer says no, or naming the mails for which it failed.
 */
export const doForAll =
  ({ verb, yes }: ForAll, work: MailWork) =>
  async (session: Session, terminal: Terminal): Promise<void> => {
    const mails = await listUnsure(session, { ...terminal, out: terminal.note });
    if (mails.length === 0) return;
    const refs = mails.map(({ id }) => parseMailId(id)).filter((ref) => ref !== null);
    if (refs.some(({ kind }) => kind === "invitation") && ofInvitations[verb] !== "") {
      terminal.note(ofInvitations[verb]);
    }
    const these = refs.length === 1 ? "this mail" : `these ${counted(refs.length, "mail")}`;
    await askToGoOn(
      { question: questions[verb](these), refused: "Nothing was done", wish: "do it", yes },
      terminal,
    );
    const { mailsPerSecond } = await readSettings(session.bucket);
    const pacer = new Pacer(mailsPerSecond);
    const failures: string[] = [];
    for (const ref of refs) {
      if (verb === "resend") await pacer.turn();
      await work(ref, session, terminal).catch((error: unknown) => {
        if (!(error instanceof TrainerError)) throw error;
        failures.push(error.message);
      });
    }
    if (failures.length > 0) throw new TrainerError(failures.join("\n"));
  };
