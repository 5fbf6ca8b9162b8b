import { Command } from "commander";
import * as z from "zod";
import { fractionText, inMillionths, millionths } from "../../course/grading/score.ts";
import { studentIdSchema, testPath, testRefSchema } from "../../course/ids.ts";
import { type SetScore, setScore, type WantedScore } from "../score/set-score.ts";
import { TrainerError } from "../trainer-error.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { withSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** In letters; the student reads it. */
const longestReason = 500;

const scoreOptionsSchema = z.object({ because: z.string(), by: z.string().trim().min(1).optional() });

export const scoreCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("score"))
    .description("set by hand what counts for one test of one student, or let grading count again")
    .argument("<student>", "the student's id")
    .argument("<test>", "such as linux/boot")
    .argument(
      "<value>",
      'a score such as 4.5; "excused": the test does not count; "graded": what grading gave counts again',
    )
    .requiredOption("--because <why>", "the reason; the student reads it")
    .option("--by <name>", "who decided; left out: the course's trainer")
    .action((student: string, test: string, value: string, _: unknown, command: Command) =>
      score({ student, test, value }, command, terminal),
    );

interface Arguments {
  readonly student: string;
  readonly test: string;
  readonly value: string;
}

const score = async (args: Arguments, command: Command, terminal: Terminal): Promise<void> => {
  const common = commonOptions(command);
  const { because, by } = scoreOptionsSchema.parse(command.opts());
  const wanted = { ...wantedOf(args), because: reasonOf(because), by };
  await withSession(common, async ({ bucket }) => {
    const set = await setScore(bucket, wanted, await bucket.now());
    const { test, ...others } = set;
    const { subject, testId } = test;
    terminal.out(common.json ? JSON.stringify({ subject, testId, ...others }) : sentenceOf(set));
    terminal.note("The page shows it to the student, with your reason. No mail goes out.");
  });
};

const wantedOf = ({ student, test, value }: Arguments): Pick<WantedScore, "studentId" | "test" | "value"> => {
  const studentId = studentIdSchema.safeParse(student);
  if (!studentId.success) throw new UsageError(`"${student}" can't be a student id.`);
  const [subject, testId, ...more] = test.split("/");
  const ref = testRefSchema.safeParse({ subject, testId });
  if (!ref.success || more.length > 0)
    throw new UsageError(`"${test}" can't be a test; write SUBJECT/TEST, such as linux/boot.`);
  return { studentId: studentId.data, test: ref.data, value: valueIn(value) };
};

const valueIn = (text: string): WantedScore["value"] => {
  if (text === "excused" || text === "graded") return { kind: text };
  const number = text.replace(",", ".");
  if (/^-\d/.test(number)) throw new TrainerError(`${text} is below 0. Nothing was changed.`);
  if (!/^\d{1,4}(\.\d+)?$/.test(number)) {
    throw new UsageError(`"${text}" is neither a score such as 4.5 nor one of the words excused and graded.`);
  }
  if (!/^\d+(\.\d{1,2})?$/.test(number)) throw new UsageError(`${text} has more than two decimals.`);
  return { kind: "score", score: fractionText(inMillionths(Number(number)), millionths) };
};

const reasonOf = (because: string): string => {
  const reason = because.trim();
  if (reason === "") throw new UsageError('Say why: --because "...". The student reads it.');
  if (/[\p{Cc}\u2028\u2029]/u.test(reason)) throw new UsageError("The reason must stand on one line.");
  if (reason.length > longestReason) {
    throw new UsageError(`The reason has ${reason.length} letters; ${longestReason} are the most.`);
  }
  return reason;
};

const sentenceOf = ({ studentId, test, value, best, graded }: SetScore): string => {
  const what = `${testPath(test)} of ${studentId}`;
  const byGrading = graded === undefined ? "there is no grade" : `grading gave ${graded}`;
  switch (value.kind) {
    case "score":
      return `${what}: ${value.score} out of ${best}, set by hand; ${byGrading}.`;
    case "excused":
      return `${what}: excused, it does not count; ${byGrading}.`;
    case "graded":
      return `${what}: what grading gives counts again; ${byGrading}.`;
  }
};
