import { Command, CommanderError } from "commander";
import { analyseCommand } from "./commands/analyse.ts";
import { appealsCommand } from "./commands/appeals.ts";
import { checkCommand } from "./commands/check.ts";
import { completionCommand } from "./commands/completion.ts";
import { configCommand } from "./commands/config.ts";
import { consoleCommand } from "./commands/console.ts";
import { costCommand } from "./commands/cost.ts";
import { progressCommand } from "./commands/course-progress.ts";
import { deadLettersCommand } from "./commands/dead-letters.ts";
import { exportQuestionsCommand } from "./commands/export-questions.ts";
import { extendCommand } from "./commands/extend.ts";
import { gradeCommand, resumeCommand } from "./commands/grade.ts";
import { gradebookCommand } from "./commands/gradebook.ts";
import { importCommand } from "./commands/import.ts";
import { initCommand } from "./commands/init.ts";
import { inviteCommand } from "./commands/invite.ts";
import { mailCommand } from "./commands/mail.ts";
import { openCommand } from "./commands/open.ts";
import { paperCommand } from "./commands/paper.ts";
import { eraseCommand, exportCommand } from "./commands/privacy.ts";
import { publishCommand } from "./commands/publish.ts";
import { remindCommand } from "./commands/remind.ts";
import { reportCommand } from "./commands/report.ts";
import { runsCommand } from "./commands/runs.ts";
import { scoreCommand } from "./commands/score.ts";
import { statusCommand } from "./commands/status.ts";
import { stopCommand } from "./commands/stop.ts";
import { studentsCommand } from "./commands/students.ts";
import { terminal as standardTerminal, type Terminal } from "./commands/terminal.ts";
import { UsageError } from "./commands/usage-error.ts";
import { verifyReceiptCommand } from "./commands/verify-receipt.ts";
import { watchCommand } from "./commands/watch.ts";
import { explainError } from "./explain-error.ts";
import type { Host } from "./host.ts";

/** 0: done. 1: refused or failed. 2: the command line is wrong. */
export type ExitCode = 0 | 1 | 2;

/** The trainer's command, with its arguments after the program's name. Never throws: it says what is wrong. */
export const runTrainer = async (
  args: readonly string[],
  host: Host,
  terminal: Terminal = standardTerminal,
): Promise<ExitCode> => {
  try {
    await programFor(terminal, host).parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    // Commander has said it already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    terminal.note(explainError(error));
    return error instanceof UsageError ? 2 : 1;
  }
};

type MakeCommand = (terminal: Terminal, host: Host) => Command;

/** The commands as help shows them. */
const commandGroups: Readonly<Record<string, readonly MakeCommand[]>> = {
  "The course:": [
    initCommand,
    checkCommand,
    importCommand,
    exportQuestionsCommand,
    studentsCommand,
    publishCommand,
    inviteCommand,
    configCommand,
    statusCommand,
    remindCommand,
    extendCommand,
  ],
  "Grading:": [
    gradeCommand,
    watchCommand,
    resumeCommand,
    stopCommand,
    runsCommand,
    gradebookCommand,
    paperCommand,
    scoreCommand,
    appealsCommand,
    analyseCommand,
    progressCommand,
    reportCommand,
    consoleCommand,
    costCommand,
    openCommand,
  ],
  "Trust and privacy:": [verifyReceiptCommand, mailCommand, deadLettersCommand, exportCommand, eraseCommand],
  "This command:": [completionCommand],
};

const exitCodes = `
Exit codes: 0 done, 1 refused or failed, 2 the command line is wrong.
Results go to the standard output, everything else to the standard error; --json makes results JSON.`;

const programFor = (terminal: Terminal, host: Host): Command => {
  const program = new Command("trainer")
    .description("Test Time, the trainer's command: from an empty folder to the gradebook.")
    .addHelpText("after", exitCodes)
    .commandsGroup("This command:")
    .enablePositionalOptions()
    .helpCommand(true);
  for (const [group, commands] of Object.entries(commandGroups)) {
    for (const make of commands) program.addCommand(make(terminal, host).helpGroup(group));
  }
  for (const command of [
    program,
    ...program.commands,
    ...program.commands.flatMap(({ commands }) => commands),
  ]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => terminal.out(text.replace(/\n$/, "")),
      writeErr: (text) => terminal.note(text.replace(/\n$/, "")),
    });
    command.showHelpAfterError("Its help says more: --help");
  }
  return program;
};
