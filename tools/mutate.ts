import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { linesOf, percentOf, type Report, reportSchema, totalOf } from "./mutation/report.ts";
import { isPure } from "./mutation/test-files.ts";
import { wholeNumber } from "./whole-number.ts";

/**
 * `npm run mutate`: changes the rules in course/ one place at a time with Stryker (mutation testing) and shows which changes
 * no pure test notices. Stryker is fetched when it is asked for: nobody else needs its hundred packages.
 */
const stryker = "@stryker-mutator/core@10.1.1";

/** All rules; in a catalogue a changed place is another wording. */
const allRules = ["course/**/*.ts", "!course/words/en.ts", "!course/words/pl.ts"];

/** The rules' own tests, and those of the tasks that follow them, which run on a store in memory. */
const testFolders = "test/{course,tasks}/**/*.test.ts";

/** They hold what the sources of the rules say, and Stryker changes those. */
const ofSources = ["test/course/words/student-texts.test.ts", "test/course/questions/types-apart.test.ts"];

interface MutateOptions {
  readonly atLeast: number;
  readonly processes: number;
}

const pureTests = (): readonly string[] =>
  globSync(testFolders, { exclude: ofSources })
    .filter((path) => isPure(readFileSync(path, "utf8")))
    .sort();

const settingsFor = (files: readonly string[], { processes }: MutateOptions, folder: string): object => ({
  mutate: files,
  testRunner: "pure",
  plugins: ["./tools/mutation/runner.ts"],
  pureTests: pureTests(),
  coverageAnalysis: "perTest",
  concurrency: processes,
  // Each load of modules stays in memory.
  maxTestRunnerReuse: 400,
  // Beyond what it took without a mutant: a busy machine is slow.
  timeoutMS: 60_000,
  // TypeScript 7 has no API that Stryker could read the file with, and Node needs none.
  tsconfigFile: "none.json",
  disableTypeChecks: false,
  reporters: ["json", "progress-append-only"],
  jsonReporter: { fileName: join(folder, "report.json") },
  tempDirName: join(folder, "copy"),
  ignorePatterns: ["docs/pictures", "cdk.out", ".region"],
});

/** @throws Error when Stryker can't run, such as when the tests fail before anything was changed. */
const reportFor = (files: readonly string[], options: MutateOptions, folder: string): Report => {
  const config = join(folder, "stryker.json");
  writeFileSync(config, JSON.stringify(settingsFor(files, options, folder)));
  const { status } = spawnSync("npx", ["--yes", `--package=${stryker}`, "stryker", "run", config], {
    stdio: ["ignore", "inherit", "inherit"],
    timeout: 6 * 3600_000,
  });
  if (status !== 0) throw new Error(`Stryker ended with ${status ?? "a signal"}. Do the tests pass?`);
  return reportSchema.parse(JSON.parse(readFileSync(join(folder, "report.json"), "utf8")));
};

const mutate = (files: readonly string[], options: MutateOptions): void => {
  const folder = mkdtempSync(join(tmpdir(), "mutate-"));
  try {
    const report = reportFor(files.length === 0 ? allRules : files, options, folder);
    console.log(linesOf(report).join("\n"));
    if (percentOf(totalOf(report)) < options.atLeast) {
      console.error(`Wanted are ${options.atLeast} %.`);
      process.exitCode = 1;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

new Command("npm run mutate --")
  .description("Changes rules one place at a time and shows which changes no pure test notices.")
  .argument("[files...]", "TypeScript files of course/; left out: all")
  .option("--at-least <percent>", "exit with 1 below this", Number, 95)
  .option("--processes <number>", "that test at the same time", wholeNumber(1, 64), 2)
  .action(mutate)
  .parse();
