import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { gradingWorkers } from "../lib/pace.ts";
import { measureRun } from "./bench/measure-run.ts";
import { render } from "./bench/render.ts";
import { wholeNumber } from "./whole-number.ts";

const longestLatencyMs = 1_000;

/** As many as the grading queue lets Lambda start (`lib/pace.ts`). */
const environmentsWithLatency = gradingWorkers;

const latency = (text: string): number => {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= longestLatencyMs) return value;
  throw new InvalidArgumentError(`It must be a number of milliseconds from 0 to ${longestLatencyMs}.`);
};

const {
  students,
  latency: latencyMs,
  environments,
  json,
  allTypes,
  profile,
} = new Command("npm run bench --")
  .description(
    "Measures one week of a made-up class on the local region, after a first week that warms it up: submissions through the front door, then the grading run.",
  )
  .option("--students <number>", "size of the class; all submit", wholeNumber(1, 400_000), 1000)
  .option("--all-types", "the test has a question of each type, rather than six choices", false)
  .option(
    "--latency <ms>",
    "answer each AWS call this much later, as a cloud does; about 25 for S3",
    latency,
    0,
  )
  .option(
    "--environments <number>",
    `execution environments of a function at once (default: ${environmentsWithLatency} with a latency, otherwise one for each processor)`,
    wholeNumber(1, 1000),
  )
  .option("--profile", "say where the processor time goes; that slows down what is measured", false)
  .option("--json", "print the figures as JSON", false)
  .parse()
  .opts<{
    students: number;
    latency: number;
    environments?: number;
    json: boolean;
    allTypes: boolean;
    profile: boolean;
  }>();

const folder = mkdtempSync(join(tmpdir(), "test-time-bench-"));
const log = json ? () => undefined : (line: string) => console.error(line);
try {
  const result = await measureRun({
    students,
    latencyMs,
    environments: environments ?? (latencyMs > 0 ? environmentsWithLatency : undefined),
    allTypes,
    profile,
    folder,
    log,
  });
  console.log(json ? JSON.stringify(result, null, 2) : render(result));
  if (result.lost > 0) process.exitCode = 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
