import { Command } from "commander";
import { counted } from "../../course/counted.ts";
import { showInstant } from "../../course/deadlines/shown-instant.ts";
import { studentIdSchema, testPath } from "../../course/ids.ts";
import type { BaseQuestion } from "../../course/questions/shapes.ts";
import { askedThen, readPaper, type StudentPaper } from "../papers/read-paper.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { withSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

export const paperCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("paper"))
    .description("show what one student is asked in a test: which questions, in which order")
    .argument("<student>", "the student's id")
    .argument("<test>", "such as linux/boot")
    .action((student: string, test: string, _: unknown, command: Command) =>
      paper(student, test, command, terminal),
    );

const paper = async (student: string, path: string, command: Command, terminal: Terminal): Promise<void> => {
  const options = commonOptions(command);
  const studentId = studentIdSchema.safeParse(student).data;
  if (studentId === undefined) throw new UsageError(`"${student}" can't be a student id.`);
  await withSession(options, async ({ bucket }) => {
    const found = await readPaper(bucket, studentId, path);
    if (options.json) {
      terminal.out(JSON.stringify({ studentId, ...asJson(found) }));
      return;
    }
    terminal.out(headline(student, found));
    const then = askedThen(found);
    if (then)
      terminal.out(`The test was published again since. What was handed in asked ${then.join(", ")}.`);
    for (const [index, question] of found.questions.entries()) {
      terminal.out("");
      for (const line of questionLines(question, index + 1)) terminal.out(line);
    }
  });
};

const asJson = ({ test: { subject, testId, title }, isOwn, questions, handedIn }: StudentPaper) => ({
  ...{ subject, testId, title, ownPaper: isOwn },
  questions: questions.map(({ questionId, question, answers }) => ({ questionId, question, answers })),
  handedIn: handedIn && {
    receivedAt: handedIn.receivedAt,
    ...(handedIn.paper && { questions: handedIn.paper.questions }),
  },
});

const headline = (student: string, found: StudentPaper): string => {
  const { test, questions, published, isOwn, handedIn, timeZone } = found;
  const drawn = questions.length < published ? ` of ${published}` : "";
  return [
    `${test.title} · ${testPath(test)} · ${student}: ${counted(questions.length, "question")}${drawn}`,
    ...(isOwn ? [] : ["everybody is asked the same"]),
    handedIn === null ? "not handed in" : `handed in ${showInstant(handedIn.receivedAt, timeZone)}`,
  ].join(", ");
};

const indented = (text: string, indent: string): string => text.replaceAll("\n", `\n${indent}`);

/** As the bash client shows it. */
const questionLines = ({ questionId, plain, ...question }: BaseQuestion, number: number): string[] => {
  const start = `${number}. `;
  const indent = " ".repeat(start.length);
  const parts = [
    ...(question.items ?? []).map(
      ({ itemId, itemBody }) => `${itemId}: ${plain?.items?.[itemId] ?? itemBody}`,
    ),
    ...question.answers.map(
      ({ answerId, answerBody }) => `${answerId}) ${plain?.answers?.[answerId] ?? answerBody}`,
    ),
  ];
  return [
    `${start}[${questionId}] ${indented(plain?.question ?? question.question, indent)}`,
    ...parts.map((part) => `${indent}${indented(part, `${indent}   `)}`),
  ];
};
