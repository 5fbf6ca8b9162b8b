import { Command } from "commander";
import * as z from "zod";
import { mailId, parseMailId } from "../mail/mail-id.ts";
import { resendOne, resentWords, settledWords, settleOne } from "../mail/settle-one.ts";
import { doForAll, listRefused, listUnsure, type MailWork } from "./mail-lists.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { type Session, withSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

const mailOptionsSchema = z.object({
  unknown: z.boolean().default(false),
  refused: z.boolean().default(false),
  resend: z.string().optional(),
  settle: z.string().optional(),
  sent: z.boolean().default(false),
  notSent: z.boolean().default(false),
  yes: z.boolean().default(false),
});

type MailOptions = z.output<typeof mailOptionsSchema>;

export const mailCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("mail"))
    .description(
      "list the mails of which nobody knows whether they went out, or that SES refused, and settle them",
    )
    .option("--unknown", "list them; with --json one object a line")
    .option("--refused", "list the mails to students that SES refused; with --json one object a line")
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
const workOf = (options: MailOptions, json: boolean): Work => {
  const { unknown, refused, resend, settle, sent, notSent, yes } = options;
  if ([unknown, refused, resend !== undefined, settle !== undefined].filter(Boolean).length !== 1) {
    throw new UsageError("Say what to do: --unknown, --refused, --resend ID or --settle ID.");
  }
  if (settle === undefined ? sent || notSent : sent === notSent) {
    throw new UsageError("Say whether the mail went out: --settle ID with either --sent or --not-sent.");
  }
  if (yes && resend !== all && settle !== all) {
    throw new UsageError("--yes goes with --resend all or --settle all: nothing else asks.");
  }
  if (resend === all) return doForAll({ verb: "resend", yes }, resendFrom(json));
  if (settle === all)
    return doForAll({ verb: sent ? "settle-sent" : "settle-not-sent", yes }, settleFrom(sent, json));
  if (resend !== undefined) return forOne(resend, resendFrom(json));
  if (settle !== undefined) return forOne(settle, settleFrom(sent, json));
  const lineOf = json ? JSON.stringify : undefined;
  return async (session, terminal) => {
    if (refused) await listRefused(session, terminal, lineOf);
    else await listUnsure(session, terminal, lineOf);
  };
};

const forOne = (id: string, work: MailWork): Work => {
  const ref = parseMailId(id);
  if (ref) return (session, terminal) => work(ref, session, terminal);
  throw new UsageError(
    `"${id}" is not a mail's id, such as adam/linux/processes/1, adam/invitation or 2026-11-23T22-00-00Z/gradebook, nor "all".`,
  );
};

const resendFrom =
  (json: boolean): MailWork =>
  async (ref, session, { out, note }) => {
    const resent = await resendOne(ref, session, note);
    const { id, messageId } = resent;
    out(
      json
        ? JSON.stringify({ id, state: "sent", ...(messageId !== undefined && { messageId }) })
        : resentWords(resent),
    );
  };

const settleFrom =
  (isSent: boolean, json: boolean): MailWork =>
  async (ref, { bucket }, { out }) => {
    await settleOne(ref, bucket, isSent);
    const state = isSent ? "sent" : "not-sent";
    out(json ? JSON.stringify({ id: mailId(ref), state }) : settledWords(ref, isSent));
  };
