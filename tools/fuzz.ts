import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { Command, Option } from "commander";
import { type Find, fuzzFormats } from "./fuzz/fuzz.ts";
import { wholeNumber } from "./whole-number.ts";

const options = new Command("npm run fuzz --")
  .description(
    "Throws changed files of other systems at what reads them: none may crash it, keep a processor busy for more than a second, leave its folder, or be counted wrongly, and what is taken must be a test that the course reads. The same seed makes the same files. Exit code 1 when something is found.",
  )
  .option("--files <number>", "of each format", wholeNumber(1, 10_000_000), 1_000)
  .option("--seed <number>", "decides what is changed", wholeNumber(0, 2 ** 31), 1)
  .option("--from <number>", "the number of the first file", wholeNumber(0, 2 ** 31), 0)
  .addOption(new Option("--format <name>", "only this one").choices(fuzzFormats))
  .option("--keep <folder>", "write the files that are found into this folder")
  .allowExcessArguments(false)
  .parse()
  .opts<{ files: number; seed: number; from: number; format?: string; keep?: string }>();

/** Far above what a file takes on a busy machine, in milliseconds. */
const longestFile = 300_000;

/**
 * A reader that hangs can only be ended from outside.
 *
 * @returns the number of the file at which it hung; undefined: it came to its end.
 */
const runApart = (
  format: string,
  from: number,
  files: number,
  onFind: (find: Find) => void,
): Promise<number | undefined> =>
  new Promise((ended, failed) => {
    const progress = new Int32Array(new SharedArrayBuffer(4));
    const workerData = { format, seed: options.seed, from, files, progress };
    const worker = new Worker(new URL("./fuzz/worker.ts", import.meta.url), { workerData });
    let seen = -1;
    const watch = setInterval(() => {
      const number = Atomics.load(progress, 0);
      if (number === seen) {
        clearInterval(watch);
        void worker.terminate().then(() => ended(number));
      }
      seen = number;
    }, longestFile);
    worker.on("message", onFind);
    worker.once("error", failed);
    worker.once("exit", () => {
      clearInterval(watch);
      ended(undefined);
    });
  });

const show = ({ format, number, what, bytes }: Find): void => {
  console.log(`${format} ${number}: ${what}`);
  if (options.keep === undefined) return;
  const folder = resolve(process.env.INIT_CWD ?? process.cwd(), options.keep);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${format}-${options.seed}-${number}`), bytes);
};

for (const format of options.format === undefined ? fuzzFormats : [options.format]) {
  const end = options.from + options.files;
  let found = 0;
  for (let from = options.from; from < end; ) {
    const hungAt = await runApart(format, from, end - from, (find) => {
      show(find);
      found += 1;
    });
    if (hungAt !== undefined) {
      console.log(`${format} ${hungAt}: it hangs`);
      found += 1;
    }
    from = hungAt === undefined ? end : hungAt + 1;
  }
  console.log(`${format}: ${options.files} files, ${found} found`);
  if (found > 0) process.exitCode = 1;
}
