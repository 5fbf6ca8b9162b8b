import * as z from "zod";
import { instantSchema } from "../ids.ts";
import { tellStudentInputSchema } from "../notices/notices-run.ts";
import { gradeStudentInputSchema, mailStudentInputSchema } from "../run/run.ts";
import { jsonOrUndefined } from "../unknown-value.ts";

/**
 * The queues of a course that hold what could not be delivered. `steps`: messages of the steps that grade and mail a student,
 * for which no worker could answer. `starts`: what a schedule could not start, and news of a run that did not reach the trainer.
 */
export const deadLetterQueueSchema = z.enum(["steps", "starts"]);

export const deadLettersSchema = z.object({
  queue: deadLetterQueueSchema,
  /** As SQS counts, approximately. */
  count: z.int(),
  /** What the first of them are about. */
  letters: z.array(z.object({ about: z.string(), sentAt: instantSchema })),
});

/** null: the stack was deployed by a version that did not name its queues. */
export const deadLettersViewSchema = z.object({ queues: z.array(deadLettersSchema).nullable() });

/** What is done with all messages of a queue. Only those of steps can be put back to where they came from. */
export const letterOrderSchema = z.discriminatedUnion("do", [
  z.object({ do: z.literal("put-back"), queue: z.literal("steps") }),
  z.object({ do: z.literal("delete"), queue: deadLetterQueueSchema }),
]);

export type DeadLetterQueue = z.infer<typeof deadLetterQueueSchema>;
export type DeadLetters = z.infer<typeof deadLettersSchema>;
export type DeadLettersView = z.infer<typeof deadLettersViewSchema>;
export type LetterOrder = z.infer<typeof letterOrderSchema>;

const stepSchema = z.object({ input: z.unknown() });
/** What the schedules hand to what they start (lib/weekly-schedule.ts). */
const startSchema = z.object({ scheduledTime: z.string() });
/** What Step Functions tells of an execution. */
const newsSchema = z.object({ detail: z.object({ name: z.string(), status: z.string() }) });

const aboutStep = (input: unknown): string | undefined => {
  const told = tellStudentInputSchema.safeParse(input).data;
  if (told) return `tell ${told.student.studentId} the notices of ${told.noticeId}`;
  const mailed = mailStudentInputSchema.safeParse(input).data;
  if (mailed) return `mail ${mailed.student.studentId} the scores of run ${mailed.runId}`;
  const graded = gradeStudentInputSchema.safeParse(input).data;
  return graded && `grade ${graded.student.studentId} in run ${graded.runId}`;
};

/** What stands in the ARN of what a schedule starts. */
const targets: readonly (readonly [RegExp, string])[] = [
  [/Notices/, "the day's notices"],
  [/GradingRun/, "the grading run"],
  [/DeadlineWatch/, "the watch over the deadline"],
];

/**
 * What a dead letter is about, in a few words. Its task's token is in none of them.
 *
 * @param target ARN of what it was to start, where that is known.
 */
export const aboutLetter = (body: string, target = ""): string => {
  const content = jsonOrUndefined(body);
  const step = aboutStep(stepSchema.safeParse(content).data?.input);
  if (step !== undefined) return step;
  const start = startSchema.safeParse(content).data;
  if (start) {
    const [, what = "what a schedule starts"] = targets.find(([name]) => name.test(target)) ?? [];
    return `start ${what}, planned for ${start.scheduledTime}`;
  }
  const news = newsSchema.safeParse(content).data;
  if (news) return `tell the trainer that ${news.detail.name} is ${news.detail.status.toLowerCase()}`;
  return "a message of another version";
};
