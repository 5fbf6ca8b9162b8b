import { newIdFor } from "../../course/course-id.ts";
import { zoneNameSchema } from "../../course/deadlines/time-zone.ts";
import { type Settings, settingsSchema } from "../../course/settings.ts";
import { issueSentence } from "../course-folder/issue-sentence.ts";
import { lineText } from "../course-folder/plain-text.ts";

/** What a new course needs to know, in the order of the questions. */
export interface CourseQuestion {
  /** Long option of `init`, without its dashes, in the form that commander makes a property of. */
  readonly option:
    | "id"
    | "title"
    | "trainerName"
    | "trainerEmail"
    | "sender"
    | "timeZone"
    | "deadline"
    | "scale";
  readonly flags: string;
  readonly question: string;
  /** The answer by default; null: there must be one. */
  readonly standard: (given: CourseAnswers) => string | null;
  /** What is wrong with an answer, as the rest of a sentence; null: nothing. */
  readonly fault: (answer: string) => string | null;
}

export type CourseAnswers = Readonly<Partial<Record<CourseQuestion["option"], string>>>;

const { id, trainer, sender, deadline, scale } = settingsSchema.shape;

const faultBy =
  (
    schema: Pick<typeof lineText, "safeParse"> | typeof id | typeof scale,
    toValue: (answer: string) => unknown = String,
  ) =>
  (answer: string): string | null => {
    const issue = schema.safeParse(toValue(answer)).error?.issues[0];
    return issue ? issueSentence(issue) : null;
  };

const must = (): null => null;

export const courseQuestions: readonly CourseQuestion[] = [
  {
    option: "title",
    flags: "--title <text>",
    question: "What is the course called?",
    standard: must,
    fault: faultBy(lineText),
  },
  {
    option: "trainerName",
    flags: "--trainer-name <text>",
    question: "Your name?",
    standard: must,
    fault: faultBy(lineText),
  },
  {
    option: "trainerEmail",
    flags: "--trainer-email <address>",
    question: "Your e-mail address, for the gradebook?",
    standard: must,
    fault: faultBy(trainer.shape.email),
  },
  {
    option: "sender",
    flags: "--sender <address>",
    question: "The address that mails come from?",
    standard: ({ trainerEmail }) => trainerEmail ?? null,
    fault: faultBy(sender),
  },
  {
    option: "timeZone",
    flags: "--time-zone <name>",
    question: "The course's time zone?",
    standard: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    fault: faultBy(zoneNameSchema),
  },
  {
    option: "deadline",
    flags: "--deadline <weekday and time>",
    question: "When are tests due each week?",
    standard: () => "Monday 23:00",
    fault: faultBy(deadline),
  },
  {
    option: "scale",
    flags: "--scale <number>",
    question: "The best score of a test?",
    standard: () => "5",
    fault: faultBy(scale, Number),
  },
  {
    option: "id",
    flags: "--id <name>",
    question: "Its id? It names the course's stack and data and stays, whatever the title becomes.",
    standard: ({ title }) => newIdFor(title ?? ""),
    fault: faultBy(id),
  },
];

/** Settings from a complete set of answers without faults. */
export const settingsFrom = (answers: CourseAnswers): Settings =>
  settingsSchema.parse({
    id: answers.id,
    title: answers.title,
    trainer: { name: answers.trainerName, email: answers.trainerEmail },
    sender: answers.sender,
    timeZone: answers.timeZone,
    deadline: answers.deadline,
    scale: Number(answers.scale),
  });
