import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { replaceFile } from "../../data-folder/whole-file.ts";
import type { Credentials } from "../../ports.ts";
import { RegionError } from "../../region-error.ts";
import { newCredentials } from "./keyring.ts";

const schema = z.object({ accessKeyId: z.string().min(1), secretAccessKey: z.string().min(20) });

/**
 * The key of the person at this machine, who may do everything. It is made once for each data folder and kept there, so
 * that it stays the same after a restart.
 *
 * @throws {RegionError} when the file that holds it is damaged.
 */
export const ownerKeyIn = (data: string): Credentials => {
  const file = join(data, "owner-key.json");
  if (existsSync(file)) return read(file);
  const key = newCredentials("AKIA");
  replaceFile(file, `${JSON.stringify(key, null, 2)}\n`, { flush: true });
  return key;
};

const read = (file: string): Credentials => {
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new RegionError(`${file} holds no access key. Delete it: the next start makes a new one.`, {
      cause: error,
    });
  }
};
