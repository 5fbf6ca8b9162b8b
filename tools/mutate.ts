import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Command } from "commander";
import * as z from "zod";

/**
 * `npm run mutate -- FILE…`: changes the rules in course/ one place at a time with Stryker (mutation testing) and shows which
 * changes no test notices. Stryker is fetched when it is asked for: nobody else needs its hundred packages.
 */
const stryker = "@stryker-mutator/core@10.1.1";

/** Stryker's report format: https://github.com/stryker-mutator/mutation-testing-elements/tree/master/packages/report-schema. */
const reportSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      mutants: z.array(
        z.object({
          mutatorName: z.string(),
          replacement: z.string().optional(),
          status: z.string(),
          location: z.object({ start: z.object({ line: z.number(), column: z.number() }) }),
        }),
      ),
    }),
  ),
});

type Mutant = z.infer<typeof reportSchema>["files"][string]["mutants"][number];

const detected = new Set(["Killed", "Timeout"]);
const undetected = new Set(["Survived", "NoCoverage"]);

/** The tests beside the rules say no first, most times; only what they let pass is held against all tests that were asked for. */
const testCommand = (file: string, tests: string): string => {
  const beside = join("test", dirname(file));
  const jest = "npm test --silent -- -i --bail";
  const first = dirname(file) !== "course" && existsSync(beside) ? `${jest} ${beside} && ` : "";
  return `${first}${jest} ${tests}`;
};

/** @throws Error when Stryker can't run, such as when the tests fail before anything was changed. */
const mutantsOf = (file: string, folder: string, tests: string): readonly Mutant[] => {
  const report = join(folder, "report.json");
  const settings = {
    testRunner: "command",
    commandRunner: { command: testCommand(file, tests) },
    mutate: [file],
    // TypeScript 7 has no API that Stryker could read the file with, and Node needs none.
    tsconfigFile: "none.json",
    concurrency: 2,
    reporters: ["json", "progress-append-only"],
    jsonReporter: { fileName: report },
    tempDirName: join(folder, "copy"),
    ignorePatterns: ["docs/pictures", "cdk.out", ".region"],
    disableTypeChecks: false,
    timeoutMS: 60_000,
  };
  const config = join(folder, "stryker.json");
  writeFileSync(config, JSON.stringify(settings));
  const { status } = spawnSync("npx", ["--yes", `--package=${stryker}`, "stryker", "run", config], {
    stdio: ["ignore", "inherit", "inherit"],
    timeout: 6 * 3600_000,
  });
  if (status !== 0) throw new Error(`Stryker ended with ${status ?? "a signal"}. Do the tests pass?`);
  const { files } = reportSchema.parse(JSON.parse(readFileSync(report, "utf8")));
  return Object.values(files).flatMap(({ mutants }) => mutants);
};

/** Of the changes that compile and are not ignored, in percent. */
const scoreOf = (mutants: readonly Mutant[]): number => {
  const killed = mutants.filter(({ status }) => detected.has(status)).length;
  const all = killed + mutants.filter(({ status }) => undetected.has(status)).length;
  return all === 0 ? 100 : (100 * killed) / all;
};

const survivor = (file: string, { location, mutatorName, replacement }: Mutant): string =>
  `${file}:${location.start.line}:${location.start.column} ${mutatorName}: ${replacement ?? ""}`;

interface MutateOptions {
  readonly atLeast: number;
  readonly tests: string;
}

const mutate = (files: readonly string[], { atLeast, tests }: MutateOptions): void => {
  const all: Mutant[] = [];
  const lines: string[] = [];
  for (const file of files) {
    const folder = mkdtempSync(join(tmpdir(), "mutate-"));
    try {
      const mutants = mutantsOf(file, folder, tests);
      all.push(...mutants);
      for (const mutant of mutants)
        if (undetected.has(mutant.status)) console.log(`unnoticed: ${survivor(file, mutant)}`);
      lines.push(
        `${scoreOf(mutants).toFixed(1).padStart(6)} % of ${String(mutants.length).padStart(4)}  ${file}`,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const score = scoreOf(all);
  console.log(
    `${lines.join("\n")}\n${score.toFixed(1).padStart(6)} % of ${String(all.length).padStart(4)}  together`,
  );
  if (score < atLeast) {
    console.error(`Wanted are ${atLeast} %.`);
    process.exitCode = 1;
  }
};

new Command("mutate")
  .description(
    "Changes rules one place at a time and shows which changes no test notices. A change takes about two seconds.",
  )
  .argument("<files...>", "TypeScript files of course/")
  .option("--tests <path>", "tests that must notice each change", "test/course")
  .option("--at-least <percent>", "exit with 1 below this", Number, 95)
  .action(mutate)
  .parse();
