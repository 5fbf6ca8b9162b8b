import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Region } from "../../local/region.ts";

const fileIn = (data: string): string => join(data, "ready.json");

/** Tells other programs where the region is: `api`, `aws`, `inbox`, `console`, `pid`. Appears as a whole or not at all. */
export const writeReadyFile = (data: string, { api, aws, inbox }: Region, consoleUrl: string): void => {
  const content = JSON.stringify({ api, aws, inbox, console: consoleUrl, pid: process.pid }, null, 2);
  writeFileSync(`${fileIn(data)}.new`, `${content}\n`, { mode: 0o600 });
  renameSync(`${fileIn(data)}.new`, fileIn(data));
};

export const removeReadyFile = (data: string): void => rmSync(fileIn(data), { force: true });
