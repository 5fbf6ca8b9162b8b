import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seeded } from "../soak/seeded.ts";
import { Mutator } from "./mutate.ts";
import { type Reader, readPeople, readQuestions } from "./readers.ts";
import { peopleSamples, questionSamples } from "./samples.ts";

/** A file that was not read as it should be. */
export interface Find {
  readonly format: string;
  /** With the seed, it makes the same file again. */
  readonly number: number;
  readonly what: string;
  readonly bytes: Uint8Array;
}

export const fuzzFormats: readonly string[] = [
  ...Object.keys(questionSamples),
  ...Object.keys(peopleSamples),
];

/** In milliseconds. */
const mostTime = 1000;

export interface FuzzOptions {
  readonly format: string;
  readonly seed: number;
  /** The first and how many. */
  readonly from: number;
  readonly files: number;
  onFile?(number: number): void;
  onFind(find: Find): void;
}

/** Throws changed files of a format at its reader. Every file depends on seed, format and number alone. */
export const fuzz = async ({
  format,
  seed,
  from,
  files,
  onFile = () => {},
  onFind,
}: FuzzOptions): Promise<void> => {
  const samples = questionSamples[format] ?? peopleSamples[format] ?? [];
  const read: Reader = Object.hasOwn(questionSamples, format) ? readQuestions : readPeople;
  const root = mkdtempSync(join(tmpdir(), "test-time-fuzz-"));
  try {
    for (let number = from; number < from + files; number += 1) {
      onFile(number);
      const bytes = new Mutator(seeded(seed, `${format} ${number}`)).mutated(samples);
      const what = await whatIsWrong(() => read(bytes, format, join(root, "course")));
      if (what !== null) onFind({ format, number, what, bytes });
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

const whatIsWrong = async (read: () => Promise<string | null>): Promise<string | null> => {
  const begun = performance.now();
  try {
    const what = await read();
    if (what !== null || performance.now() - begun < mostTime) return what;
    // A busy machine takes its time: only the processor's counts.
    const before = process.cpuUsage();
    await read();
    const { user, system } = process.cpuUsage(before);
    const time = (user + system) / 1000;
    return time > mostTime ? `it took ${Math.round(time)} ms` : null;
  } catch (error) {
    return `it crashed: ${error instanceof Error ? error.stack : String(error)}`;
  }
};
