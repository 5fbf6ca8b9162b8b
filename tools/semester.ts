import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Command } from "commander";
import * as z from "zod";
import { measureSemester } from "./semester/measure-semester.ts";
import { render } from "./semester/render.ts";
import { wholeNumber } from "./whole-number.ts";

/** Functions run in threads of this process; on AWS their local time is UTC. */
process.env.TZ = "UTC";

const command = new Command("npm run semester --")
  .description(
    "Makes the data of a course of many weeks on the local region, and measures what grows with them: commands, the student's list, each view of the console, and submissions while somebody looks. Needs Chromium.",
  )
  .option("--weeks <number>", "weeks of the course", wholeNumber(4, 104), 15)
  .option(
    "--tests <number>",
    "tests of the course, at most four a week; left out: one a week",
    wholeNumber(4, 416),
  )
  .option("--students <number>", "size of the class", wholeNumber(2, 10_000), 60)
  .option("--times <number>", "how often each thing is looked at", wholeNumber(1, 99), 5)
  .option("--keep <folder>", "keep course and data there, to look around in them")
  .option("--json", "print the figures as JSON", false)
  .parse();
const options = z
  .object({
    ...{ weeks: z.number(), students: z.number(), times: z.number(), json: z.boolean() },
    ...{ tests: z.number().optional(), keep: z.string().optional() },
  })
  .parse(command.opts());
const { weeks, tests = weeks, keep } = options;
if (tests < weeks || tests > 4 * weeks)
  command.error("--tests must be one to four times --weeks.", { exitCode: 2 });

const folder = keep === undefined ? mkdtempSync(join(tmpdir(), "test-time-semester-")) : resolve(keep);
mkdirSync(folder, { recursive: true });
try {
  const log = (line: string): void => console.error(line);
  const result = await measureSemester({ ...options, tests, folder, log });
  const plain = { ...result, first: Object.fromEntries(result.first), last: Object.fromEntries(result.last) };
  console.log(options.json ? JSON.stringify(plain, null, 2) : render(result));
  if (keep !== undefined) {
    const course = join(folder, "course");
    console.error(`Look around: npm start -- --data ${join(folder, "region")} --course ${course} --now last`);
  }
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  if (keep === undefined) rmSync(folder, { recursive: true, force: true });
}
