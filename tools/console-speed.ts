import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import * as z from "zod";
import { measureConsole } from "./console-speed/measure-console.ts";
import { wholeNumber } from "./whole-number.ts";

/** Functions run in threads of this process; on AWS their local time is UTC. */
process.env.TZ = "UTC";

const command = new Command("npm run console-speed --")
  .description(
    "Measures bin/trainer console in a browser: until it is usable, its calls of AWS at rest, and the longest pauses of its page with a large class. Needs Chromium.",
  )
  .option("--students <number>", "size of the large class, which is made up", wholeNumber(1, 400_000), 10_000)
  .option("--rest <seconds>", "how long each view is left alone", wholeNumber(5, 3_600), 30)
  .option("--json", "print the figures as JSON", false)
  .parse();
const options = z.object({ students: z.number(), rest: z.number(), json: z.boolean() }).parse(command.opts());

const folder = mkdtempSync(join(tmpdir(), "test-time-console-"));
try {
  const { start, rest, pauses } = await measureConsole({
    ...{ folder, students: options.students, restSeconds: options.rest },
    log: (line) => console.error(line),
  });
  if (options.json) console.log(JSON.stringify({ start, rest, pauses }, null, 2));
  else {
    const { usableMs, pageMs, serverMs, bytes } = start;
    console.log(
      `usable after ${usableMs.toFixed(0)} ms by the clock; processor time: page ${pageMs.toFixed(0)} ms, server ${serverMs.toFixed(0)} ms; ${(bytes / 1000).toFixed(0)} kB`,
    );
    for (const { view, callsEachSecond } of rest)
      console.log(`at rest on ${view}: ${callsEachSecond.toFixed(2)} calls of AWS a second`);
    for (const { what, longestMs, kilobytes } of pauses)
      console.log(`${what}: longest pause ${longestMs.toFixed(0)} ms of processor time, ${kilobytes} kB`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
