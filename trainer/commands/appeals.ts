import { Command } from "commander";
import * as z from "zod";
import { readSettings } from "../../adapters/course-reader.ts";
import { parseAppealId } from "../../course/appeals/appeal-ref.ts";
import {
  type AnsweredAppeal,
  type ListedAppeal,
  nextSteps,
  verdictText,
} from "../../course/appeals/listed-appeal.ts";
import { counted } from "../../course/counted.ts";
import { showInstant } from "../../course/deadlines/shown-instant.ts";
import { answerAppeal, answerText } from "../appeals/answer-appeal.ts";
import { listAppeals } from "../appeals/list-appeals.ts";
import { TrainerError } from "../trainer-error.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { withSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

export const appealsCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("appeals"))
    // The same options stand behind "answer" too, and belong to it there.
    .enablePositionalOptions()
    .description("what students think is wrong with a question")
    .option("--all", "the answered ones too")
    .action((_: unknown, command: Command) => list(command, terminal))
    .addCommand(answerCommand(terminal));

const answerCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("answer"))
    .description("answer one, which closes it; the student gets a mail")
    .argument("<id>", "as bin/trainer appeals names it, such as ann/linux/boot/q2")
    .argument("<text>", "the answer; the student reads it")
    .option("--accept", "the student is right")
    .option("--decline", "the question stays as it is")
    .option("--by <name>", "who answers; left out: the course's trainer")
    .action((id: string, text: string, _: unknown, command: Command) =>
      answer({ id, text }, command, terminal),
    );

/** More than a class ever has open; a list of more is no list that one reads. */
const mostListed = 10_000;

const listOptionsSchema = z.object({ all: z.boolean().default(false) });

const list = async (command: Command, { out, note }: Terminal): Promise<void> => {
  const common = commonOptions(command);
  const { all } = listOptionsSchema.parse(command.opts());
  await withSession(common, async ({ bucket }) => {
    const { timeZone } = await readSettings(bucket);
    const { appeals, isCut, unreadable } = await listAppeals(bucket, { all, most: mostListed });
    if (isCut) note(`There are more than ${counted(mostListed, "appeal")}; answer some of these first.`);
    for (const one of unreadable) note(`Warning: this appeal can't be read. ${one}`);
    if (common.json) return out(JSON.stringify(appeals.map(asJson)));
    if (appeals.length > 0) out(appeals.map((one) => linesOf(one, timeZone).join("\n")).join("\n\n"));
    const open = appeals.filter(({ appeal }) => appeal.status === "open").length;
    note(
      open === 0
        ? "No appeal waits for an answer."
        : `${counted(open, "appeal waits", "appeals wait")} for an answer: bin/trainer appeals answer ID "..." --accept or --decline`,
    );
  });
};

const asJson = ({ appeal, about }: ListedAppeal) => ({ ...about, ...appeal });

const indented = (text: string): string => text.replaceAll("\n", "\n    ");

const inBrackets = (text: string | undefined): string => (text === undefined ? "" : ` (${text})`);

const linesOf = ({ appeal, about }: ListedAppeal, timeZone: string): string[] => {
  const { id, name, title, plain } = about;
  const { question, given, right } = { ...about, ...plain };
  const verdict = inBrackets(verdictText(about));
  return [
    `${id}  ${name}, ${title}`,
    `  Question: ${indented(question ?? "it is not in the test any more")}`,
    `  Answer: ${indented(given ?? "left out")}${verdict}`,
    ...(right === undefined ? [] : [`  Right: ${indented(right)}`]),
    `  ${name} wrote, ${showInstant(appeal.at, timeZone)}:`,
    `    ${indented(appeal.text)}`,
    ...(appeal.status === "open"
      ? []
      : [
          `  ${appeal.answer.by} ${appeal.answer.decision} it, ${showInstant(appeal.answer.at, timeZone)}:`,
          `    ${indented(appeal.answer.text)}`,
        ]),
  ];
};

const answerOptionsSchema = z.object({
  accept: z.boolean().default(false),
  decline: z.boolean().default(false),
  by: z.string().trim().min(1).optional(),
});

interface Arguments {
  readonly id: string;
  readonly text: string;
}

const answer = async ({ id, text }: Arguments, command: Command, terminal: Terminal): Promise<void> => {
  const common = commonOptions(command);
  const { accept, decline, by } = answerOptionsSchema.parse(command.opts());
  const ref = parseAppealId(id);
  if (ref === null)
    throw new UsageError(
      `"${id}" can't be an appeal; bin/trainer appeals names them, such as ann/linux/boot/q2.`,
    );
  if (accept === decline) throw new UsageError("Say whether the student is right: --accept or --decline.");
  const wanted = { ref, text: answerText(text), decision: accept ? "accepted" : "declined", by } as const;
  await withSession(common, async ({ bucket, mailer, stack }) => {
    const deps = { bucket, mailer, pageUrl: stack.page?.url ?? null, note: terminal.note };
    const answered = await answerAppeal(deps, wanted);
    const { mail } = answered;
    terminal.out(common.json ? JSON.stringify({ ...asJson(answered), mail }) : sentenceOf(answered));
    if (accept && !common.json) for (const step of nextSteps(answered)) terminal.out(step);
    refuseUnsent(answered);
  });
};

const sentenceOf = ({ appeal, about, mail }: AnsweredAppeal): string => {
  const what = `${about.id} is ${appeal.status === "answered" ? appeal.answer.decision : "open"}`;
  const mailed = mail === "sent" ? "was told by mail and " : "";
  return `${what}; ${about.name} ${mailed}sees it on the page.`;
};

/** @throws TrainerError when the mail surely or possibly did not go out. */
const refuseUnsent = ({ mail, reason = "" }: AnsweredAppeal): void => {
  if (mail === "unknown") throw new TrainerError(`It is not known whether the mail went out. ${reason}`);
  if (mail === "refused" || mail === "not-sent")
    throw new TrainerError(`The mail was not sent. ${reason} The same command tries it again.`);
};
