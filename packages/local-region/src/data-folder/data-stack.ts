import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { RegionError } from "../region-error.ts";
import type { RegionPlan } from "../template/plan.ts";
import { replaceFile } from "./whole-file.ts";

/** A data folder that was made for one stack is opened with another. */
export class OtherStackError extends RegionError {
  override readonly name = "OtherStackError";
  readonly data: string;
  /** Name of the stack whose state the folder holds. */
  readonly kept: string;
  /** Name of the stack that was started on it. */
  readonly asked: string;

  constructor({ data, kept, asked }: Pick<OtherStackError, "data" | "kept" | "asked">) {
    super(
      `${data} holds the data of the stack ${kept}, and this is the stack ${asked}. Choose another folder with --data.`,
    );
    this.data = data;
    this.kept = kept;
    this.asked = asked;
  }
}

const fileSchema = z.object({ stackName: z.string() });

const fileIn = (data: string): string => join(data, "stack.json");

/** Name of the stack that a data folder belongs to; undefined: it is new, or from before this was kept. */
const keptStack = (data: string): string | undefined => {
  const file = fileIn(data);
  if (!existsSync(file)) return undefined;
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, "utf8"))).stackName;
  } catch {
    throw new RegionError(
      `${file} is damaged. It says which stack the folder belongs to: {"stackName": "..."}. Write the name there, or choose another folder with --data.`,
    );
  }
};

/**
 * Reserves a data folder for one stack: for a stack of another name the region would make new, empty buckets beside the
 * old ones, and all stored data would seem gone.
 *
 * @param buckets names of the folder's buckets; they show the stack of a folder that does not name it yet.
 * @throws {OtherStackError}
 */
export const claimForStack = (
  data: string,
  plan: Pick<RegionPlan, "stackName" | "buckets">,
  buckets: readonly string[],
): void => {
  const asked = plan.stackName;
  const kept = keptStack(data);
  if (kept === asked) return;
  if (kept !== undefined) throw new OtherStackError({ data, kept, asked });
  const isOther = buckets.length > 0 && !plan.buckets.some(({ name }) => buckets.includes(name));
  if (isOther) throw new OtherStackError({ data, kept: `of the bucket ${buckets[0]}`, asked });
  replaceFile(fileIn(data), JSON.stringify({ stackName: asked }), { flush: true });
};
