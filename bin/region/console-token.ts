import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isLoopback, replaceFile } from "local-region/command";

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
  if (consoleTokenFile !== undefined) return readToken(consoleTokenFile);
  if (isLoopback(host)) return undefined;
  const file = join(data, "console-token");
  if (!existsSync(file)) replaceFile(file, `${randomBytes(16).toString("hex")}\n`, { flush: true });
  return readToken(file);
};

const readToken = (file: string): string => {
  let token: string;
  try {
    token = readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new Error(`The console's token can't be read from ${file}.`, { cause: error });
  }
  if (token.length >= 16 && !/\s/.test(token)) return token;
  throw new Error(
    `${file} must hold one token of at least 16 characters; \`openssl rand -hex 16\` makes one.`,
  );
};
