import { execFile } from "node:child_process";
import { join } from "node:path";
import { accessVariables, type Region } from "local-region";
import { projectRoot } from "../class/programs.ts";
import type { Seen } from "./figures.ts";

const timeoutMs = 300_000;

/** Runs a command and tells its user and system time, in seconds, on the last line of its standard error. */
const timed = 'TIMEFORMAT="%U %S"; time "$@" > /dev/null';

/** What the trainer types; `--help` is what any command costs. */
export const commands: readonly (readonly string[])[] = [
  ["--help"],
  ["status"],
  ["gradebook"],
  ["gradebook", "--json"],
  ["runs"],
];

/** Runs `bin/trainer` on the region once. @throws {Error} with what it said when it fails. */
export const lookWithCommand = (region: Region, data: string, args: readonly string[]): Promise<Seen> =>
  new Promise((done, failed) => {
    const onRegion = args[0] === "--help" ? [] : ["--local", "--data", data];
    const words = ["-c", timed, "timed", join(projectRoot, "bin/trainer"), ...args, ...onRegion];
    const env = { PATH: process.env.PATH, HOME: data, ...accessVariables(region) };
    execFile("bash", words, { env, timeout: timeoutMs }, (error, _, said) => {
      if (error) return failed(new Error(`bin/trainer ${args.join(" ")} failed: ${said}`));
      const [user = 0, system = 0] = (said.trimEnd().split("\n").at(-1) ?? "").split(" ").map(Number);
      done({ commandMs: (user + system) * 1000 });
    });
  });
