import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { Clock, startRegion } from "local-region";
import { instantOfWallTime } from "../course/deadlines/deadline.ts";
import { readCourse } from "../trainer/course-folder/read-course.ts";
import { assemblyIn } from "./class/assembly.ts";
import { projectRoot } from "./class/programs.ts";
import { playGrading } from "./demo/grading.ts";
import { Stage } from "./demo/stage.ts";
import { playWeek } from "./demo/week.ts";

/** Functions run in threads of this process; on AWS their local time is UTC. */
process.env.TZ = "UTC";

const example = join(projectRoot, "examples", "linux-evening");
const begins = "2026-11-17 20:00";

/** The example has no dates, so that it can be tried on any day; the demo's week has one student with a later deadline. */
const extension = "gaja,networks,addresses,2026-11-25 23:00\n";

const folderIn = (data: string): string => join(data, "course");

/** The example's folder, copied into the demo's data, with the extension. */
const courseFolderIn = (data: string): string => {
  const folder = folderIn(data);
  cpSync(example, folder, { recursive: true });
  appendFileSync(join(folder, "extensions.csv"), extension);
  return folder;
};

/** Plays the week in `data`, on a clock that starts on Tuesday evening. Returns everything that is wrong. */
const play = async (data: string): Promise<string[]> => {
  const courseFolder = courseFolderIn(data);
  const course = readCourse(courseFolder);
  console.log(`Test Time: one week of "${course.settings.title}", on a clock that is moved by hand.`);
  const assembly = await assemblyIn(data, courseFolder);
  const clock = new Clock(new Date(instantOfWallTime(begins, course.settings.timeZone)));
  const region = await startRegion({ assembly, data, clock });
  console.log(
    `The synthesized stack runs on this machine. Front door ${region.api}, AWS endpoint ${region.aws}.`,
  );
  const stage = new Stage(region, course, courseFolder, data);
  try {
    await playWeek(stage);
    return await playGrading(stage);
  } finally {
    stage.close();
    await region.stop();
    clock.stop();
  }
};

const tellEnd = (faults: readonly string[], seconds: number): void => {
  if (faults.length === 0) {
    console.log(
      `\nThe ledger closes, and the inbox has each expected mail and no other. One week in ${seconds} s.`,
    );
    return;
  }
  console.error(`\nThe week did not end as it must:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
  process.exitCode = 1;
};

const main = async (): Promise<void> => {
  const { keep } = new Command("npm run demo --")
    .description(
      "Tells one week of the example course, from publishing to the gradebook, and checks how it ended.",
    )
    .option("--keep", "keep the data folder, to look around in it", false)
    .parse()
    .opts<{ keep: boolean }>();
  const startedAt = performance.now();
  const data = mkdtempSync(join(tmpdir(), "test-time-demo-"));
  const end = (): void => {
    if (keep) console.log(`Look around: npm start -- --data ${data} --course ${folderIn(data)} --now last`);
    else rmSync(data, { recursive: true, force: true });
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      end();
      process.exit(130);
    });
  }
  try {
    tellEnd(await play(data), Math.round((performance.now() - startedAt) / 1000));
  } catch (error) {
    console.error("\nThe demo could not go on:", error);
    process.exitCode = 1;
  } finally {
    end();
  }
};

await main();
