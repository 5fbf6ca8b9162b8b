import { Command } from "commander";
import { z } from "zod";
import { type MailRef, mailId, parseMailId } from "../mail/mail-id.ts";
import { resendMail, settleMail } from "../mail/settle-mail.ts";
import { unsureMails } from "../mail/unknown-mails.ts";
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
});

type MailOptions = z.output<typeof mailOptionsSchema>;

export const mailCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("mail"))
    .description("list the mails of which nobody knows whether they went out, and settle them")
    .option("--unknown", "list them; with --json one object a line")
    .option("--resend <id>", "send one again")
    .option("--settle <id>", "write down what became of one, with --sent or --not-sent")
    .option("--sent", "it went out: the student has it")
    .option("--not-sent", "it did not go out, and shall not")
    .action((_: unknown, command: Command) => mail(command, terminal));

const mail = async (command: Command, terminal: Terminal): Promise<void> => {
  const common = commonOptions(command);
  const work = workOf(mailOptionsSchema.parse(command.opts()), common.json);
  await withSession(common, (session) => work(session, terminal));
};

type Work = (session: Session, terminal: Terminal) => Promise<void>;

/** What is asked for: exactly one thing. */
const workOf = ({ unknown, resend, settle, sent, notSent }: MailOptions, json: boolean): Work => {
  if ([unknown, resend !== undefined, settle !== undefined].filter(Boolean).length !== 1) {
    throw new UsageError("Say what to do: --unknown, --resend ID or --settle ID.");
  }
  if (settle === undefined ? sent || notSent : sent === notSent) {
    throw new UsageError("Say what became of the mail: --settle ID with either --sent or --not-sent.");
  }
  if (resend !== undefined) return resendOne(refOf(resend), json);
  if (settle !== undefined) return settleOne(refOf(settle), sent, json);
  return listUnsure(json);
};

const refOf = (id: string): MailRef => {
  const ref = parseMailId(id);
  if (ref) return ref;
  throw new UsageError(
    `"${id}" is not a mail's id, such as adam/linux/processes/1 or 2026-11-23T22-00-00Z/gradebook.`,
  );
};

const listUnsure =
  (json: boolean): Work =>
  async ({ bucket }, { out, note }) => {
    let count = 0;
    const runs = unsureMails(bucket, ({ runId, status }) => {
      if (status !== "closed" && status !== "nothing-due") {
        note(`Run ${runId} is ${status}: looking through the mails of all its students.`);
      }
    });
    for await (const unsure of runs) {
      count += 1;
      out(
        json
          ? JSON.stringify(unsure)
          : `${unsure.id}  ${unsure.state}  run ${unsure.runId}  ${unsure.reason}`,
      );
    }
    if (count === 0) note("Of every mail it is known what became of it.");
    else note("Ask whether it came. Then: --settle ID --sent, or --resend ID to send it again.");
  };

const resendOne =
  (ref: MailRef, json: boolean): Work =>
  async ({ bucket, stack, mailer }, { out }) => {
    const { messageId, to } = await resendMail({ bucket, bucketName: stack.bucketName, mailer }, ref);
    const id = mailId(ref);
    out(
      json ? JSON.stringify({ id, state: "sent", messageId }) : `Sent ${id} to ${to}: message ${messageId}`,
    );
  };

const settleOne =
  (ref: MailRef, isSent: boolean, json: boolean): Work =>
  async ({ bucket }, { out }) => {
    await settleMail(bucket, ref, isSent);
    const id = mailId(ref);
    const state = isSent ? "sent" : "not-sent";
    out(json ? JSON.stringify({ id, state }) : `Written down: ${id} was ${isSent ? "" : "not "}sent.`);
  };
