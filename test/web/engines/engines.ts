import { Command, Option } from "commander";
import { counted } from "../../../course/counted.ts";
import { messageOf } from "../../../course/unknown-value.ts";
import type { Engine } from "./browser.ts";
import { chromium } from "./chromium.ts";
import { EngineAtWork, type TellOptions } from "./engine-at-work.ts";
import { firefox } from "./firefox.ts";
import { Line } from "./line.ts";
import { consoleStory, darkStory, scoreStory, takingStory } from "./stories.ts";
import { furtherTest, gradedTest, StoryWeek } from "./story-week.ts";
import { webKitGtk, webKitWpe } from "./webkit.ts";

/** Each by the name that the command knows it by. */
const engines: ReadonlyMap<string, Engine> = new Map([
  ["chromium", chromium],
  ["firefox", firefox],
  ["webkitgtk", webKitGtk],
  ["wpe", webKitWpe],
]);

/** Goes through the week once, with a student in each engine. Gives what was not as it must be, a sentence each. */
const playWeek = async (installed: ReadonlyMap<string, Engine>, options: TellOptions): Promise<string[]> => {
  const story = await StoryWeek.begin([...installed.keys()]);
  const line = await Line.lay(story.week.region.api);
  const works = [...installed].map(([studentId, engine]) => ({
    work: new EngineAtWork(engine, options),
    hasDark: engine.schemes.includes("dark"),
    student: story.studentAt(line.origin, studentId),
    trainer: story.trainerOf(studentId),
  }));
  try {
    for (const { work, student } of works) {
      await work.open("light");
      await work.play(takingStory(student, gradedTest, furtherTest, line));
    }
    await story.grade();
    for (const { work, hasDark, student, trainer } of works) {
      await work.play([...scoreStory(gradedTest), ...consoleStory(trainer)]);
      await work.close();
      if (!hasDark || work.wrong.length > 0) continue;
      await work.open("dark");
      await work.play([...darkStory(student, gradedTest), ...consoleStory(trainer)]);
      await work.close();
    }
  } finally {
    for (const { work } of works) await work.close();
    line.end();
    await story.end();
  }
  return works.flatMap(({ work }) => work.wrong);
};

interface Flags {
  readonly engine?: readonly string[];
  readonly pictures?: string;
  readonly require: boolean;
}

const readFlags = (): Flags =>
  new Command("npm run engines --")
    .description(
      "Goes the student's whole way, and through the trainer's console, in each browser engine that is installed here. " +
        "Fails when something is not as a person must see it.",
    )
    .addOption(new Option("--engine <names...>", "only these").choices([...engines.keys()]))
    .option("--pictures <folder>", "take pictures of each view into this folder")
    .option("--require", "fail when an engine is not installed", false)
    .parse()
    .opts<Flags>();

const tellUntried = (asked: ReadonlyMap<string, Engine>): void => {
  for (const { name, packages, untried, isInstalled } of asked.values()) {
    if (!isInstalled()) console.log(`!!! NOT TRIED: ${name} is not installed (apt-get install ${packages}).`);
    else for (const what of untried) console.log(`${name}: not tried: ${what}.`);
  }
};

const main = async (): Promise<void> => {
  const { engine: names, pictures, require: isRequired } = readFlags();
  const startedAt = performance.now();
  const asked = new Map([...engines].filter(([name]) => names === undefined || names.includes(name)));
  const installed = new Map([...asked].filter(([, engine]) => engine.isInstalled()));
  tellUntried(asked);
  if (isRequired && installed.size < asked.size) process.exitCode = 1;
  if (installed.size === 0) return;
  const wrong = await playWeek(installed, {
    tell: console.log,
    ...(pictures === undefined ? {} : { pictures }),
  });
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const said = wrong.length === 0 ? "all is as it must be" : `${counted(wrong.length, "thing")} went wrong`;
  console.log(`\n${counted(installed.size, "engine")} in ${seconds} s: ${said}.`);
  for (const sentence of wrong) console.error(`  ${sentence}`);
  if (wrong.length > 0) process.exitCode = 1;
};

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : messageOf(error));
  process.exitCode = 1;
}
