import { Command, Option } from "commander";
import { forEachBounded } from "../../../adapters/storage/bounded.ts";
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

/** Two processors are what most machines for tests have. */
const engineLanes = 2;

/** One engine with a student and a line of its own; the trainer comes with each of them. */
const castFor = async (story: StoryWeek, engine: Engine, studentId: string, options: TellOptions) => {
  const line = await Line.lay(story.week.region.api);
  return {
    line,
    work: new EngineAtWork(engine, options),
    hasDark: engine.schemes.includes("dark"),
    student: story.studentAt(line.origin, studentId),
    trainer: story.trainerOf(studentId),
  };
};

type Cast = Awaited<ReturnType<typeof castFor>>;

const playBefore = async ({ work, student, line }: Cast): Promise<void> => {
  await work.open("light");
  await work.play(takingStory(student, gradedTest, furtherTest, line));
};

const playAfter = async ({ work, hasDark, student, trainer }: Cast): Promise<void> => {
  await work.play([...scoreStory(gradedTest), ...consoleStory(trainer)]);
  await work.close();
  if (!hasDark || work.wrong.length > 0 || work.whyNotOpened !== undefined) return;
  await work.open("dark");
  await work.play([...darkStory(student, gradedTest), ...consoleStory(trainer)]);
  await work.close();
};

/** Plays the week once, with a student in each engine. */
const playWeek = async (
  engines: ReadonlyMap<string, Engine>,
  options: TellOptions,
): Promise<EngineAtWork[]> => {
  const story = await StoryWeek.begin([...engines.keys()]);
  const casts: Cast[] = [];
  try {
    for (const [name, engine] of engines) casts.push(await castFor(story, engine, name, options));
    await forEachBounded(casts, engineLanes, playBefore);
    await story.grade();
    await forEachBounded(casts, engineLanes, playAfter);
    return casts.map(({ work }) => work);
  } finally {
    for (const { work, line } of casts) {
      await work.close();
      line.end();
    }
    await story.end();
  }
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
    .option("--require", "fail when an engine is not installed or does not start", false)
    .parse()
    .opts<Flags>();

const notTried = (what: string): void => console.log(`!!! NOT TRIED: ${what}`);

const tellUntried = (asked: ReadonlyMap<string, Engine>): void => {
  for (const { name, packages, untried, isInstalled } of asked.values()) {
    if (!isInstalled()) notTried(`${name} is not installed (apt-get install ${packages}).`);
    else for (const what of untried) console.log(`${name}, not tried: ${what}.`);
  }
};

const verdict = (engines: number, wrong: number): string => {
  if (engines === 0) return ": nothing was tried.";
  return wrong === 0 ? ": all is as it must be." : `: ${counted(wrong, "thing")} went wrong.`;
};

const main = async (): Promise<void> => {
  const { engine: names, pictures, require: areRequired } = readFlags();
  const startedAt = performance.now();
  const asked = new Map([...engines].filter(([name]) => names === undefined || names.includes(name)));
  const installed = new Map([...asked].filter(([, engine]) => engine.isInstalled()));
  tellUntried(asked);
  const works = installed.size > 0 ? await playWeek(installed, { tell: console.log, pictures }) : [];
  const opened = works.filter(({ whyNotOpened }) => whyNotOpened === undefined);
  for (const { name, whyNotOpened } of works) {
    if (whyNotOpened !== undefined) notTried(`${name} does not start here: ${whyNotOpened}`);
  }
  const wrong = works.flatMap((work) => work.wrong);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(`\n${counted(opened.length, "engine")} in ${seconds} s${verdict(opened.length, wrong.length)}`);
  for (const sentence of wrong) console.error(`  ${sentence}`);
  if (wrong.length > 0 || (areRequired && opened.length < asked.size)) process.exitCode = 1;
};

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : messageOf(error));
  process.exitCode = 1;
}
