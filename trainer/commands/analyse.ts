import { Command } from "commander";
import { readSettings } from "../../adapters/course-reader.ts";
import { counted } from "../../course/counted.ts";
import { type AnalysedTest, analyseTest } from "../analyse/analyse-test.ts";
import { analysisLines } from "../analyse/analysis-lines.ts";
import { TrainerError } from "../trainer-error.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { type Session, withSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";

export const analyseCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("analyse"))
    .description(
      "say what the answers to a graded test tell: how hard each question is, and which key looks wrong",
    )
    .argument("<test>", "such as linux/boot")
    .action((test: string, _: unknown, command: Command) => analyse(test, command, terminal));

const analyse = async (path: string, command: Command, terminal: Terminal): Promise<void> => {
  const options = commonOptions(command);
  await withSession(options, async (session) => {
    const found = await read(session, path, terminal);
    if (options.json) terminal.out(JSON.stringify(asJson(found)));
    else for (const line of analysisLines(found, terminal.paint)) terminal.out(line);
    refuseUnreadable(found, terminal);
  });
};

const read = async ({ bucket }: Session, path: string, terminal: Terminal): Promise<AnalysedTest> => {
  await readSettings(bucket);
  const progress = terminal.progress("Reading", "students");
  try {
    return await analyseTest(bucket, path, (done, total) => progress.at(done, total));
  } finally {
    progress.end();
  }
};

const asJson = ({ test: { subject, testId, title }, analysis, unreadable }: AnalysedTest) => ({
  ...{ subject, testId, title },
  ...analysis,
  unreadable,
});

/** Each is a sentence; more are only counted. */
const mostNamed = 5;

/** @throws TrainerError where the figures lack grades that are there. */
const refuseUnreadable = ({ unreadable }: AnalysedTest, { note }: Terminal): void => {
  if (unreadable.length === 0) return;
  for (const problem of unreadable.slice(0, mostNamed)) note(problem);
  const what = counted(unreadable.length, "grade that can't be read is", "grades that can't be read are");
  throw new TrainerError(`${what} in no figure.`);
};
