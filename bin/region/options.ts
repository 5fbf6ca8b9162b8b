import { join, resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { clockOption, doorOptions, type ServeOptions, trialOptions } from "local-region/command";

const projectRoot = resolve(import.meta.dirname, "..", "..");

export interface RegionCommandOptions extends ServeOptions {
  readonly course: string;
  /** File with the token that a browser must show to open the console. */
  readonly consoleTokenFile?: string;
  /** Folder of a cloud assembly that is synthesized already. */
  readonly assembly?: string;
  /** Whether students have a page; as -c page=none on AWS. */
  readonly page: boolean;
  /** Whether the course is published when the region starts. */
  readonly publish: boolean;
  /** Whether it is published even if that drops people or what they handed in. */
  readonly yes?: boolean;
}

/** npm runs scripts in the project's folder, but a path is relative to the folder in which npm was called. */
const asPath = (text: string): string => resolve(process.env.INIT_CWD ?? process.cwd(), text);

/** `standard` is a path in the project's folder. */
const folderOption = (flags: string, description: string, standard: string): Option =>
  new Option(flags, description).argParser(asPath).default(join(projectRoot, standard), standard);

/** Up to version 0.1 the token was given on the command line. */
const refuseToken = (): never => {
  throw new InvalidArgumentError(
    "Everybody on this machine can read a command line. Write the token to a file, and name that with --console-token-file.",
  );
};

/** The command line of `npm start`. A wrong one prints what is wrong and ends the process with code 1. */
export const parseRegionOptions = (argv: readonly string[]): RegionCommandOptions => {
  const command = new Command("npm start --")
    .description(
      "Runs a course on this machine: students' API, queues, functions, the weekly run, an inbox for its mail. No account, no container. Ctrl-C ends it; its data folder keeps everything.",
    )
    .addOption(folderOption("--course <dir>", "course folder", "examples/linux-evening"))
    .addOption(folderOption("--data <dir>", "folder for all state", ".region").env("TEST_TIME_DATA"))
    .option(
      "--console-token-file <file>",
      "file with the token that a browser must show to open the console; left out with --host: one is made and kept in the data folder",
      asPath,
    )
    .addOption(new Option("--console-token <token>").argParser(refuseToken).hideHelp())
    .option("--assembly <dir>", "run this cloud assembly rather than synthesize the course", asPath)
    .option("--no-page", "without the students' page, as npm run deploy -- -c page=none")
    .option("--no-publish", "don't publish: the data folder has the course already")
    .option("--yes", "publish even if that drops people or what they handed in");
  for (const option of [...doorOptions(), clockOption(), ...trialOptions(asPath)]) command.addOption(option);
  command
    .allowExcessArguments(false)
    .showHelpAfterError("(--help shows all options)")
    .parse([...argv], { from: "user" });
  return command.opts<RegionCommandOptions>();
};
