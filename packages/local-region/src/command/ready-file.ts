import { rmSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../data-folder/whole-file.ts";
import type { Region } from "../region.ts";

const fileIn = (data: string): string => join(data, "ready.json");

/**
 * Tells other programs of this user where the region is, and its owner's key: `api`, `aws`, `inbox`, `accessKeyId`,
 * `secretAccessKey`, `pid`, and what else is known of it.
 */
export const writeReadyFile = (
  data: string,
  { api, aws, inbox, owner }: Region,
  more: Readonly<Record<string, string>> = {},
): void => {
  const content = JSON.stringify({ api, aws, inbox, ...more, ...owner, pid: process.pid }, null, 2);
  replaceFile(fileIn(data), `${content}\n`, { flush: false });
};

export const removeReadyFile = (data: string): void => rmSync(fileIn(data), { force: true });
