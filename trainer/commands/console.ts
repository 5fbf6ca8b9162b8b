import { Command, InvalidArgumentError } from "commander";
import * as z from "zod";
import { memberOf, messageOf } from "../../course/unknown-value.ts";
import { buildPage } from "../../web/build/build-page.ts";
import { localInboxUrl } from "../aws/access.ts";
import type { CourseStack } from "../aws/course-stack.ts";
import { usualData } from "../aws/local-data.ts";
import { localInbox } from "../console/inbox.ts";
import { openConsole } from "../console/open-console.ts";
import { readConsoleToken } from "../console/token-file.ts";
import type { Host, HostDoor } from "../host.ts";
import { TrainerError } from "../trainer-error.ts";
import { type CommonOptions, commonOptions, withCommonOptions } from "./options.ts";
import { type Session, withSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";

/** Another port than the local region's 4040, and always the same, so that addresses of the console can be kept. */
const standardPort = 4050;

const asPort = (text: string): number => {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("A port is a number from 0 (any free one) to 65535.");
};

const consoleOptionsSchema = z.object({
  port: z.number(),
  print: z.boolean().default(false),
  consoleTokenFile: z.string().optional(),
});

export const consoleCommand = (terminal: Terminal, host: Host): Command =>
  withCommonOptions(new Command("console"))
    .description(
      "show the course in a browser: runs, tests, mails; on this machine, with your rights, until Ctrl-C",
    )
    .argument("[dir]", "the course's folder, as with --course")
    .option("--port <n>", "port of this machine; 0 for any free one", asPort, standardPort)
    .option("--print", "only print its address, open no browser")
    .option(
      "--console-token-file <file>",
      "file with a token that each browser must show, for a machine that others use too",
    )
    .action((folder: string | undefined, _: unknown, command: Command) =>
      serveConsole(folder, command, terminal, host),
    );

const serveConsole = async (
  folder: string | undefined,
  command: Command,
  terminal: Terminal,
  host: Host,
): Promise<void> => {
  const common = commonOptions(command);
  const options: CommonOptions = folder === undefined ? common : { ...common, course: folder };
  const { port, print, consoleTokenFile } = consoleOptionsSchema.parse(command.opts());
  const token = consoleTokenFile === undefined ? undefined : readConsoleToken(consoleTokenFile);
  await withSession(options, async (session) => {
    const door = await openDoor(host, port);
    try {
      const { listener, close } = await consoleOf(session, { options, door, token, log: terminal.note });
      door.serve(listener);
      const url = `${door.url}/console/`;
      terminal.out(options.json ? JSON.stringify({ console: url }) : url);
      terminal.note(`The console of ${session.stack.name}, with your rights. Ctrl-C ends it.`);
      if (token !== undefined) terminal.note(`It asks each browser for the token in ${consoleTokenFile}.`);
      if (!print && !options.json) terminal.browse(url);
      await host.ended();
      close();
    } finally {
      await door.close();
    }
  });
};

interface ConsoleSettings {
  readonly options: CommonOptions;
  readonly door: HostDoor;
  readonly token: string | undefined;
  readonly log: (line: string) => void;
}

const consoleOf = async ({ access, stack }: Session, { options, ...settings }: ConsoleSettings) => {
  const inboxUrl = options.local ? localInboxUrl(options.data) : undefined;
  return openConsole({
    ...settings,
    files: await buildPage("console"),
    access,
    stack,
    commandOptions: optionsFor(options, stack),
    inbox: inboxUrl === undefined ? undefined : localInbox(inboxUrl),
  });
};

/** Quoted for a shell where that is needed. */
const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** What another command needs to find the same course. */
const optionsFor = ({ local, data, profile, region }: CommonOptions, { name }: CourseStack): string[] => {
  if (local) return data === usualData ? ["--local"] : ["--local", "--data", quoted(data)];
  return [
    ...(profile === undefined ? [] : ["--profile", quoted(profile)]),
    ...(region === undefined ? [] : ["--region", quoted(region)]),
    ...["--stack", quoted(name)],
  ];
};

const openDoor = async (host: Host, port: number): Promise<HostDoor> => {
  try {
    return await host.openDoor(port);
  } catch (error) {
    const isTaken = memberOf(error, "code") === "EADDRINUSE";
    const why = isTaken ? "another program has it" : messageOf(error);
    throw new TrainerError(
      `The console can't open port ${port}: ${why}. Choose another with --port; 0 is any free one.`,
    );
  }
};
