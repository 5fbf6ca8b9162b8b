import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Region, replaceFile } from "local-region";

const fileIn = (data: string): string => join(data, "ready.json");

/**
 * Tells other programs of this user where the region is, and its owner's key: `api`, `aws`, `inbox`, `console`, `accessKeyId`,
 * `secretAccessKey`, `pid`; and `consoleToken`, where the console asks for one.
 */
export const writeReadyFile = (
  data: string,
  { api, aws, inbox, owner }: Region,
  consoleUrl: string,
  consoleToken?: string,
): void => {
  const content = JSON.stringify(
    { api, aws, inbox, console: consoleUrl, consoleToken, ...owner, pid: process.pid },
    null,
    2,
  );
  replaceFile(fileIn(data), `${content}\n`, { flush: false });
};

export const removeReadyFile = (data: string): void => rmSync(fileIn(data), { force: true });
