import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { Command, Option } from "commander";
import * as z from "zod";
import { cases } from "./large-class/made-up-class.ts";
import { measureClass } from "./large-class/measure-class.ts";
import { wholeNumber } from "./whole-number.ts";

const command = new Command("npm run large-class --")
  .description(
    "Measures the functions of a run's own steps with a class that is made up: each invocation of the deployed code in a process of its own, with the heap that its template says; the bucket is a folder.",
  )
  .option("--students <number>", "size of the class", wholeNumber(1, 2_000_000), 400_000)
  .option("--tests <number>", "due tests", wholeNumber(1, 60), 3)
  .option("--earlier-tests <number>", "tests in the course's book", wholeNumber(0, 60), 0)
  .option("--questions <number>", "of each due test", wholeNumber(1, 200), 20)
  .option("--answer-ms <number>", "until S3 answers a read", wholeNumber(0, 1000), 20)
  .addOption(new Option("--case <case>", "how all students end").choices(cases).default("graded"))
  .option("--json", "print the figures as JSON", false)
  .parse();
const {
  case: kind,
  json,
  ...sizes
} = z
  .object({
    ...{
      students: z.number(),
      tests: z.number(),
      earlierTests: z.number(),
      questions: z.number(),
      answerMs: z.number(),
    },
    ...{ case: z.enum(cases), json: z.boolean() },
  })
  .parse(command.opts());

const folder = mkdtempSync(join(tmpdir(), "test-time-large-class-"));
try {
  const log = (line: string): void => console.error(line);
  const measured = await measureClass({ ...sizes, kind, folder, log });
  if (json) console.log(JSON.stringify(measured, null, 2));
  else {
    console.log(`| ${kind} | may take | memory | clock | processor |\n|---|---|---|---|---|`);
    for (const { step, timeoutSeconds, memoryMb, seconds, processorSeconds } of measured) {
      const times = [seconds, processorSeconds].map((value) => `${value.toFixed(1)} s`);
      const may = `${timeoutSeconds / 3} s | ${memoryMb.toFixed(0)} MB`;
      console.log(`| ${step} | ${may} | ${times.join(" | ")} |`);
    }
    console.log(`Load of the machine: ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} processors.`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
