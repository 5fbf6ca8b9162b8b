import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type Load, type LoadResult, loadResultSchema } from "./load.ts";

/** Runs the load in a process of its own. */
export const submitAll = async (load: Load): Promise<LoadResult> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, "load.ts")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(JSON.stringify(load));
  return loadResultSchema.parse(JSON.parse(await text(child.stdout)));
};
