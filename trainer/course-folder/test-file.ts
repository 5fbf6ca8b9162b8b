import * as z from "zod";
import { attemptRuleSchema, namedRule } from "../../course/grading/attempt-rule.ts";
import type { TestRef } from "../../course/ids.ts";
import { languageSchema } from "../../course/settings.ts";
import type { Pictures } from "../text/pictures.ts";
import type { CourseTest } from "./course.ts";
import { type FormerNames, renamedFromSchema } from "./former-names.ts";
import { checkDraws, drawInFile, type PapersInFile, readPapers, shuffleInFile } from "./papers.ts";
import { lineText } from "./plain-text.ts";
import type { Problems } from "./problems.ts";
import { writtenQuestions } from "./question-groups.ts";
import { checkQuestionIds } from "./question-ids.ts";
import type { ReadQuestion } from "./questions/file-type.ts";
import { readQuestion } from "./questions/types.ts";
import { readText } from "./text-file.ts";
import { checkTexts, questionTexts } from "./texts.ts";
import { checkTree, parseTree, type Tree } from "./tree.ts";
import { type CourseTimes, testTimes } from "./wall-time.ts";

const testFileSchema = z.strictObject({
  title: lineText.optional(),
  /** Left out: the course's. */
  language: languageSchema.optional(),
  renamedFrom: renamedFromSchema.optional(),
  opens: z.string().optional(),
  deadline: z.string().optional(),
  /** How many submissions a student has; left out: as many as they like, of which the latest in time counts. */
  attempts: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, "must be a whole number from 1")
    .transform(Number)
    .optional(),
  /** Which of them count; left out: the latest. */
  counts: z
    .enum(attemptRuleSchema.options, { error: `must be one of ${attemptRuleSchema.options.join(", ")}` })
    .optional(),
  shuffle: shuffleInFile.optional(),
  draw: drawInFile.optional(),
  /** Each is read by its type, or is a group of which some are drawn. */
  questions: z.array(z.unknown()).min(1),
});

/** What the rest of the folder says of its tests. */
export interface CourseContext {
  readonly times: CourseTimes;
  readonly formerNames: FormerNames;
  readonly pictures: Pictures;
}

/** Reads `<subject>/<testId>.yaml`; `undefined`, with the problems noted, when anything is wrong with it. */
export const readTestFile = (
  folder: string,
  file: string,
  ref: TestRef,
  { times, formerNames, pictures }: CourseContext,
  problems: Problems,
): CourseTest | undefined => {
  const text = readText(folder, file, problems);
  const tree = text === undefined ? undefined : parseTree(file, text, "text", problems);
  if (!tree) return undefined;
  const papers = readPapers(tree, problems);
  const questions = readQuestions(tree, papers, problems);
  checkQuestionIds(tree, problems);
  const shown = checkTexts(tree, questionTexts(tree), pictures, problems);
  const opensAndDeadline = readTimes(tree, times, problems);
  const test = checkTree(tree, testFileSchema, problems);
  if (!test || !questions) return undefined;
  warnOfAttempts(test, tree, problems);
  warnOfNothing(questions, tree, problems);
  const renamedFrom = test.renamedFrom && formerNames.claim(test.renamedFrom, ref, tree, problems);
  return {
    ...ref,
    ...(renamedFrom && { renamedFrom }),
    file,
    title: test.title ?? ref.testId,
    ...(test.language && { language: test.language }),
    ...opensAndDeadline,
    attemptsAllowed: test.attempts ?? null,
    ...namedRule(test.counts),
    ...(test.shuffle && { shuffle: test.shuffle }),
    questions: questions.map(({ question }) => question),
    answerKey: questions.map(({ key }) => key),
    pictures: shown,
  };
};

/** Rules for attempts that are hardly meant. */
const warnOfAttempts = (
  { attempts, counts = "latest" }: z.output<typeof testFileSchema>,
  tree: Tree,
  problems: Problems,
): void => {
  const warn = (message: string): void => problems.warn(tree.file, tree.lineOf(["counts"]), message);
  if (counts !== "latest" && attempts === 1) {
    warn(`counts is ${counts}, but attempts is 1: the one attempt counts anyway`);
  }
  if (counts === "best" && attempts === undefined) {
    warn(
      "counts is best, and attempts has no limit: whoever tries often enough gets all points; limit it, such as `attempts: 3`",
    );
  }
};

const warnOfNothing = (questions: readonly ReadQuestion[], tree: Tree, problems: Problems): void => {
  if (questions.every(({ key }) => key.void === "dropped")) {
    const message = "every question is void, so nothing of this test counts, and totals leave it out";
    problems.warn(tree.file, tree.lineOf(["questions"]), message);
  }
};

/** All questions, each looked at by itself, so that one broken question hides no other's faults; undefined: one is broken. */
const readQuestions = (tree: Tree, papers: PapersInFile, problems: Problems): ReadQuestion[] | undefined => {
  const written = writtenQuestions(tree.value);
  checkDraws(papers, written, tree, problems);
  const shufflesAnswers = papers.shuffle?.includes("answers") ?? false;
  const read = written.map(({ path, group }, index) => {
    const found = readQuestion({ tree, path, number: index + 1, shufflesAnswers, problems });
    const pool = papers.poolOf({ group });
    return found && pool ? { ...found, question: { ...found.question, pool } } : found;
  });
  const whole = read.filter((question) => question !== undefined);
  return whole.length === read.length ? whole : undefined;
};

const writtenTimesSchema = z.object({
  opens: z.string().optional().catch(undefined),
  deadline: z.string().optional().catch(undefined),
});

/** Checked before the schema, so that a wrong date is named together with everything else that is wrong. */
const readTimes = (tree: Tree, times: CourseTimes, problems: Problems) => {
  const written = writtenTimesSchema.safeParse(tree.value).data;
  const place = (key: "opens" | "deadline") => ({
    file: tree.file,
    line: tree.lineOf([key]),
    text: written?.[key],
  });
  return testTimes(place("opens"), place("deadline"), times, problems);
};
