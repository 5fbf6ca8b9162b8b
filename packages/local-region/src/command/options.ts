import { isIP } from "node:net";
import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import type { ClockStart } from "./clock-start.ts";

/** What every command that runs a region takes. */
export interface ServeOptions {
  /** Folder of all state. */
  readonly data: string;
  /** Of the front door; 0 for any free one. */
  readonly port: number;
  /** Address on which the front door listens. */
  readonly host: string;
  /** Other names of that address. */
  readonly name: readonly string[];
  /** Where the clock starts; left out: at the real time. */
  readonly now?: ClockStart;
  /** The sender's default configuration set in SES. */
  readonly configurationSet?: string;
  /** Execution environments that a function may have at once. */
  readonly environments?: number;
  /** Path of a plan of faults. */
  readonly faults?: string;
}

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
    "An instant is such as 2026-11-17T20:00:00+01:00 or 2026-11-17T19:00Z. +8d is eight days after the data folder's last time (m, h, d, w), and last is that time itself.",
  );
};

const asAddress = (text: string): string => {
  if (isIP(text) !== 0 && text !== "0.0.0.0" && !/^[0:]+$/.test(text)) return text;
  throw new InvalidArgumentError("One address of this machine, such as 192.168.1.5.");
};

const asNames = (text: string, before: readonly string[]): string[] => {
  if (/^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(text)) return [...before, text];
  throw new InvalidArgumentError("A name without a port, such as apps.example.");
};

/** The concurrency of an account with AWS's standard limit. */
const mostEnvironments = 1_000;

const asEnvironments = (text: string): number => {
  const count = Number(text);
  if (/^\d{1,4}$/.test(text) && count >= 1 && count <= mostEnvironments) return count;
  throw new InvalidArgumentError(`A number from 1 to ${mostEnvironments}.`);
};

/** The options of the front door. */
export const doorOptions = (): Option[] => [
  new Option("--port <n>", "port of the front door; 0 for any free one").argParser(asPort).default(4040),
  new Option("--host <address>", "address of this machine for the front door")
    .argParser(asAddress)
    .default("127.0.0.1"),
  new Option("--name <name>", "another name of that address; can be given again")
    .argParser(asNames)
    .default([]),
];

export const clockOption = (): Option =>
  new Option(
    "--now <instant>",
    "start the clock at this instant, ISO 8601; or so much after its last time: +8d, +2h; or at its last time: last. It runs on from there, and never goes back",
  ).argParser(asClockStart);

/**
 * Options that make the region stricter or more like the cloud, or let it fail.
 *
 * @param asPath makes a given path absolute.
 */
export const trialOptions = (asPath: (text: string) => string): Option[] => [
  new Option(
    "--configuration-set <name>",
    "let senders have this default configuration set in SES: roles need a right to it",
  ),
  new Option(
    "--environments <n>",
    "let a function have so many execution environments at once, each a thread of 20 to 40 MB; left out: one for each processor",
  ).argParser(asEnvironments),
  new Option("--faults <file>", "inject the faults that are planned in this YAML or JSON file").argParser(
    asPath,
  ),
];

export interface CommandOptions extends ServeOptions {
  /** Folder of the cloud assembly. */
  readonly assembly: string;
}

const asPath = (text: string): string => resolve(text);

/** The command line of `local-region`. A wrong one prints what is wrong and ends the process with code 1. */
export const parseCommandOptions = (argv: readonly string[]): CommandOptions => {
  const command = new Command("local-region")
    .description(
      "Runs a synthesized CDK app on this machine: APIs, functions, queues, buckets, state machines, schedules, an inbox for its mail. No account, no container. Ctrl-C ends it; its data folder keeps everything.",
    )
    .argument("[assembly]", "folder with one stack that cdk synth wrote", "cdk.out")
    .addOption(
      new Option("--data <dir>", "folder for all state")
        .argParser(asPath)
        .default(asPath(".region"), ".region"),
    );
  for (const option of [...doorOptions(), clockOption(), ...trialOptions(asPath)]) command.addOption(option);
  command
    .allowExcessArguments(false)
    .showHelpAfterError("(--help shows all options)")
    .parse([...argv], { from: "user" });
  const [assembly = "cdk.out"] = command.args;
  return { ...command.opts<ServeOptions>(), assembly: asPath(assembly) };
};
