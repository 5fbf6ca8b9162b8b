import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { isLoopback, replaceFile } from "local-region/command";
import { readConsoleToken } from "../../trainer/console/token-file.ts";

export interface ConsoleTokenOptions {
  /** Address that the front door listens on. */
  readonly host: string;
  /** Data folder. */
  readonly data: string;
  /** File with a token of the trainer's own. */
  readonly consoleTokenFile?: string;
}

/**
 * The token that a browser must show to open the console; none as long as only this machine can reach it. It is made once
 * for the data folder and kept there, unless the trainer names a file with one.
 *
 * @throws {Error} when the file holds no token.
 */
export const consoleTokenFor = ({
  host,
  data,
  consoleTokenFile,
}: ConsoleTokenOptions): string | undefined => {
  if (consoleTokenFile !== undefined) return readConsoleToken(consoleTokenFile);
  if (isLoopback(host)) return undefined;
  const file = join(data, "console-token");
  if (!existsSync(file)) replaceFile(file, `${randomBytes(16).toString("hex")}\n`, { flush: true });
  return readConsoleToken(file);
};
