import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import * as z from "zod";
import { makePrivateFolder } from "../../data-folder/private-files.ts";
import { replaceFile } from "../../data-folder/whole-file.ts";
import { RegionError } from "../../region-error.ts";

const marksSchema = z.record(
  z.string(),
  z.object({
    /** A schedule whose expression changed starts again. */
    expression: z.string(),
    timeZone: z.string(),
    sinceMs: z.number(),
    /** Every planned instant up to this one has been delivered. */
    throughMs: z.number(),
  }),
);

export type ScheduleMark = z.infer<typeof marksSchema>[string];

/** The last delivered instant of each schedule, in one small file that is replaced as a whole. */
export class ScheduleMarks {
  readonly #file: string;
  readonly #marks: Map<string, ScheduleMark>;

  constructor(file: string) {
    this.#file = file;
    this.#marks = new Map(Object.entries(read(file)));
  }

  get(name: string): ScheduleMark | undefined {
    return this.#marks.get(name);
  }

  /** Throws when it can't be written, as on a full disk; the mark is still kept in memory. */
  set(name: string, mark: ScheduleMark): void {
    this.#marks.set(name, mark);
    makePrivateFolder(dirname(this.#file));
    replaceFile(this.#file, JSON.stringify(Object.fromEntries(this.#marks), null, 2), { flush: true });
  }
}

const read = (file: string): z.infer<typeof marksSchema> => {
  if (!existsSync(file)) return {};
  const text = readFileSync(file, "utf8");
  try {
    return marksSchema.parse(JSON.parse(text));
  } catch {
    throw new RegionError(
      `${file} is damaged. Give it back from a backup; or delete it, and files.json beside it: a schedule missed meanwhile is then not made up for.`,
    );
  }
};
