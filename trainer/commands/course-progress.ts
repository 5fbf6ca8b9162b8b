import { Command } from "commander";
import * as z from "zod";
import { readWholeGradebook, type WholeGradebook } from "../../adapters/course-gradebook.ts";
import { readTests } from "../../adapters/course-reader.ts";
import { begunTests } from "../../course/gradebook/course-gradebook.ts";
import { progressOf } from "../../course/statistics/progress.ts";
import { progressViewOf } from "../../course/statistics/progress-view.ts";
import { progressLines } from "../progress/progress-lines.ts";
import { AskedTests, type GradedTest } from "../progress/read-asked.ts";
import { gradedIn } from "../status/test-standings.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { type Session, withSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";

export const progressCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("progress"))
    .description(
      "show the course over the weeks: who hands in, who misses tests or falls, which questions are hard",
    )
    .option("--all", "every student, not only those of whom there is something to say")
    .action((_: unknown, command: Command) => progress(command, terminal));

const optionsSchema = z.object({ all: z.boolean().default(false) });

const progress = async (command: Command, terminal: Terminal): Promise<void> => {
  const common = commonOptions(command);
  const { all } = optionsSchema.parse(command.opts());
  await withSession(common, async (session) => {
    const { book, tests } = await readCourse(session);
    const found = progressOf(book);
    const view = progressViewOf(found, await readAsked(session, tests, terminal));
    if (common.json)
      terminal.out(JSON.stringify({ ...found, questions: view.questions, skipped: view.skipped }));
    else {
      const shown = { title: book.settings.title, progress: found, view, isEverybody: all };
      for (const line of progressLines(shown, terminal.paint)) terminal.out(line);
    }
  });
};

interface ReadCourse {
  readonly book: WholeGradebook;
  readonly tests: readonly GradedTest[];
}

const readCourse = async ({ bucket }: Session): Promise<ReadCourse> => {
  const now = await bucket.now();
  const whole = await readWholeGradebook(bucket, () => now);
  const tests = (await readTests(bucket))
    .map((test) => ({ test, graded: gradedIn(test, whole) }))
    .filter(({ graded }) => graded.length > 0);
  return { book: begunTests(whole, now), tests };
};

const readAsked = async ({ bucket }: Session, tests: readonly GradedTest[], terminal: Terminal) => {
  const asked = new AskedTests(bucket);
  const bar = terminal.progress("Reading", "tests");
  try {
    for (;;) {
      const state = asked.of(tests);
      bar.at(state.read, tests.length);
      if (state.read === tests.length) return { ...state, of: tests.length };
      await asked.readOn(tests, 1);
    }
  } finally {
    bar.end();
  }
};
