import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { readFaultPlan } from "local-region";
import { messageOf } from "../course/unknown-value.ts";
import { render } from "./soak/render.ts";
import { soak } from "./soak/soak.ts";
import { wholeNumber } from "./whole-number.ts";

/** npm runs scripts in the project's folder, but a path is relative to the folder in which npm was called. */
const asPath = (text: string): string => resolve(process.env.INIT_CWD ?? process.cwd(), text);

const options = new Command("npm run soak --")
  .description(
    "Lives through one week of a made-up class on the local region, killing it with SIGKILL again and again, and checks that nothing is lost or doubled. The same seed replays the same week. Exit code 1 when something is lost or doubled.",
  )
  .option("--students <number>", "size of the class", wholeNumber(1, 20_000), 100)
  .option("--kills <number>", "how often the region is killed", wholeNumber(0, 1_000), 10)
  .option(
    "--seed <number>",
    "decides who does what, and when the region is killed",
    wholeNumber(0, 2 ** 31),
    1,
  )
  .option("--faults <file>", "inject the faults that are planned in this YAML or JSON file", asPath)
  .option("--students-of-part <number>", "so that the run is graded in parts", wholeNumber(1, 10_000), 10_000)
  .option("--json", "print the result as JSON", false)
  .option("--keep", "keep the data folder", false)
  .allowExcessArguments(false)
  .parse()
  .opts<{
    students: number;
    kills: number;
    seed: number;
    faults?: string;
    studentsOfPart: number;
    json: boolean;
    keep: boolean;
  }>();

const folder = mkdtempSync(join(tmpdir(), "test-time-soak-"));
const { json, keep, ...wanted } = options;
try {
  if (wanted.faults !== undefined) readFaultPlan(wanted.faults);
  const result = await soak({ ...wanted, folder, log: (line) => console.error(line) });
  console.log(json ? JSON.stringify(result, null, 2) : render(result));
  if (result.lost.length + result.doubled.length > 0) process.exitCode = 1;
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
} finally {
  if (keep) console.error(`Kept: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}
