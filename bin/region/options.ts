import { isIP } from "node:net";
import { join, resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import type { ClockStart } from "./clock-start.ts";

const projectRoot = resolve(import.meta.dirname, "..", "..");

export interface RegionCommandOptions {
  readonly course: string;
  readonly data: string;
  readonly port: number;
  /** Address that the front door listens on. */
  readonly host: string;
  /** Other names that students know that address by. */
  readonly name: readonly string[];
  /** File with what a browser must show to get to the console. */
  readonly consoleTokenFile?: string;
  /** Where the clock starts; left out: at the real time. */
  readonly now?: ClockStart;
  /** Folder of a cloud assembly that is synthesized already. */
  readonly assembly?: string;
  /** Whether the course is published when the region starts. */
  readonly publish: boolean;
  /** Whether it is published even where that drops people or what they handed in. */
  readonly yes?: boolean;
  /** The sender's default configuration set in SES. */
  readonly configurationSet?: string;
  /** Path of a plan of faults. */
  readonly faults?: string;
}

/** npm runs scripts in the project's folder; paths are meant from where it was called. */
const asPath = (text: string): string => resolve(process.env.INIT_CWD ?? process.cwd(), text);

/** `standard` lies in the project's folder. */
const folderOption = (flags: string, description: string, standard: string): Option =>
  new Option(flags, description).argParser(asPath).default(join(projectRoot, standard), standard);

const asPort = (text: string): number => {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("A port is a number from 0 (any free one) to 65535.");
};

const durationForm = /^\+(\d{1,5})([mhdw])$/;

const minuteMs = 60_000;
const unitsMs: ReadonlyMap<string, number> = new Map([
  ["m", minuteMs],
  ["h", 60 * minuteMs],
  ["d", 24 * 60 * minuteMs],
  ["w", 7 * 24 * 60 * minuteMs],
]);

const instantForm = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

const asClockStart = (text: string): ClockStart => {
  if (text === "last") return { afterLastMs: 0 };
  const [, count, unit = ""] = durationForm.exec(text) ?? [];
  const unitMs = unitsMs.get(unit);
  if (unitMs !== undefined) return { afterLastMs: Number(count) * unitMs };
  const atMs = instantForm.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(atMs)) return { atMs };
  throw new InvalidArgumentError(
    "An instant is such as 2026-11-17T20:00:00+01:00 or 2026-11-17T19:00Z. From where the data folder's clock stood, +8d is eight days on (m, h, d, w), and last is right there.",
  );
};

const asAddress = (text: string): string => {
  if (isIP(text) !== 0 && text !== "0.0.0.0" && !/^[0:]+$/.test(text)) return text;
  throw new InvalidArgumentError("One address of this machine, such as 192.168.1.5.");
};

const asNames = (text: string, before: readonly string[]): string[] => {
  if (/^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(text)) return [...before, text];
  throw new InvalidArgumentError("A name without a port, such as class.example.");
};

/** As it was given until version 0.1. */
const refuseToken = (): never => {
  throw new InvalidArgumentError(
    "Everybody on this machine can read a command line. Write the token to a file, and name that with --console-token-file.",
  );
};

/** The command line of `npm start`; a wrong one is said in words and ends the process with code 1. */
export const parseRegionOptions = (argv: readonly string[]): RegionCommandOptions => {
  const command = new Command("npm start --")
    .description(
      "Runs a course on this machine: students' API, queues, functions, the weekly run, an inbox for its mail. No account, no container. Ctrl-C ends it; its data folder keeps everything.",
    )
    .addOption(folderOption("--course <dir>", "course folder", "examples/linux-evening"))
    .addOption(folderOption("--data <dir>", "folder for all state", ".region"))
    .option("--port <n>", "port of the front door; 0 for any free one", asPort, 4040)
    .option("--host <address>", "address of this machine for the front door", asAddress, "127.0.0.1")
    .option("--name <name>", "another name of that address; can be given again", asNames, [])
    .option(
      "--console-token-file <file>",
      "what a browser must show to get to the console; with --host, one is made and kept in the data folder when left out",
      asPath,
    )
    .addOption(new Option("--console-token <token>").argParser(refuseToken).hideHelp())
    .option(
      "--now <instant>",
      "start the clock there, ISO 8601; or by so much after where it stood: +8d, +2h; or right there: last. It runs on from it, and never goes back",
      asClockStart,
    )
    .option("--assembly <dir>", "run this cloud assembly rather than synthesize the course", asPath)
    .option("--no-publish", "don't publish: the data folder has the course already")
    .option("--yes", "publish even where that drops people or what they handed in")
    .option(
      "--configuration-set <name>",
      "let senders have this default configuration set in SES: roles need a right to it",
    )
    .option("--faults <file>", "let go wrong what the plan in this YAML or JSON file says", asPath)
    .allowExcessArguments(false)
    .showHelpAfterError("(--help shows all options)")
    .parse([...argv], { from: "user" });
  return command.opts<RegionCommandOptions>();
};
