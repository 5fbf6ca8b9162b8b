import { Command } from "commander";
import * as z from "zod";
import { resendInvitation, settleInvitation } from "../mail/invitation-mails.ts";
import { mailId, parseMailId } from "../mail/mail-id.ts";
import { resendMail, settleMail } from "../mail/settle-mail.ts";
import { inviteDepsOf } from "./invite-deps.ts";
import { doForAll, listUnsure, type MailWork } from "./mail-lists.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { type Session, withSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

const mailOptionsSchema = z.object({
  unknown: z.boolean().default(false),
  resend: z.string().optional(),
  settle: z.string().optional(),
  sent: z.boolean().default(false),
  notSent: z.boolean().default(false),
  yes: z.boolean().default(false),
});

type MailOptions = z.output<typeof mailOptionsSchema>;

export const mailCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("mail"))
    .description("list the mails of which nobody knows whether they went out, and settle them")
    .option("--unknown", "list them; with --json one object a line")
    .option("--resend <id>", 'send one again; "all" of the list')
    .option("--settle <id>", 'record whether one went out, or "all", with --sent or --not-sent')
    .option("--sent", "it went out: the student has it")
    .option("--not-sent", "it did not go out, and never will")
    .option("--yes", 'with "all": don\'t ask')
    .action((_: unknown, command: Command) => mail(command, terminal));

const mail = async (command: Command, terminal: Terminal): Promise<void> => {
  const common = commonOptions(command);
  const work = workOf(mailOptionsSchema.parse(command.opts()), common.json);
  await withSession(common, (session) => work(session, terminal));
};

type Work = (session: Session, terminal: Terminal) => Promise<void>;

const all = "all";

/** What is asked for: exactly one thing. */
const workOf = ({ unknown, resend, settle, sent, notSent, yes }: MailOptions, json: boolean): Work => {
  if ([unknown, resend !== undefined, settle !== undefined].filter(Boolean).length !== 1) {
    throw new UsageError("Say what to do: --unknown, --resend ID or --settle ID.");
  }
  if (settle === undefined ? sent || notSent : sent === notSent) {
    throw new UsageError("Say whether the mail went out: --settle ID with either --sent or --not-sent.");
  }
  if (yes && resend !== all && settle !== all) {
    throw new UsageError("--yes goes with --resend all or --settle all: nothing else asks.");
  }
  if (resend === all) return doForAll({ verb: "resend", yes }, resendOne(json));
  if (settle === all)
    return doForAll({ verb: sent ? "settle-sent" : "settle-not-sent", yes }, settleOne(sent, json));
  if (resend !== undefined) return forOne(resend, resendOne(json));
  if (settle !== undefined) return forOne(settle, settleOne(sent, json));
  return async (session, terminal) => {
    await listUnsure(session, terminal, json ? JSON.stringify : undefined);
  };
};

const forOne = (id: string, work: MailWork): Work => {
  const ref = parseMailId(id);
  if (ref) return (session, terminal) => work(ref, session, terminal);
  throw new UsageError(
    `"${id}" is not a mail's id, such as adam/linux/processes/1, adam/invitation or 2026-11-23T22-00-00Z/gradebook, nor "all".`,
  );
};

const resendOne =
  (json: boolean): MailWork =>
  async (ref, session, { out, note }) => {
    const id = mailId(ref);
    if (ref.kind === "invitation") {
      const { email } = await resendInvitation(await inviteDepsOf(session, note), ref.studentId);
      out(
        json
          ? JSON.stringify({ id, state: "sent" })
          : `Sent ${id} to ${email}, with a new key; the old one has ended.`,
      );
      return;
    }
    const { bucket, stack, mailer } = session;
    const { messageId, to } = await resendMail(
      { bucket, bucketName: stack.bucketName, pageUrl: stack.page?.url ?? null, mailer },
      ref,
    );
    out(
      json ? JSON.stringify({ id, state: "sent", messageId }) : `Sent ${id} to ${to}: message ${messageId}`,
    );
  };

const settleOne =
  (isSent: boolean, json: boolean): MailWork =>
  async (ref, { bucket }, { out }) => {
    const isInvitation = ref.kind === "invitation";
    await (isInvitation ? settleInvitation(bucket, ref.studentId, isSent) : settleMail(bucket, ref, isSent));
    const id = mailId(ref);
    const state = isSent ? "sent" : "not-sent";
    const keyEnded = isInvitation && !isSent ? " Its key was revoked: bin/trainer invite makes another." : "";
    out(json ? JSON.stringify({ id, state }) : `Recorded: ${id} was ${isSent ? "" : "not "}sent.${keyEnded}`);
  };
