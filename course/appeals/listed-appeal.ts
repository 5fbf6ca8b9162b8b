import * as z from "zod";
import { mendKey } from "../grading/mend-key.ts";
import { verdictOf } from "../grading/verdict.ts";
import { voidSchema } from "../questions/shapes.ts";
import { appealSchema } from "./appeal.ts";

const textsSchema = z.object({
  question: z.string().optional(),
  given: z.string().optional(),
  right: z.string().optional(),
});

const aboutSchema = z.object({
  /** As the trainer's command names it. */
  id: z.string(),
  /** The student's; the id when the student is erased. */
  name: z.string(),
  title: z.string(),
  /** As it is now; left out when the trainer has removed it since. */
  question: z.string().optional(),
  /** What the student answered; null: left out. */
  given: z.string().nullable(),
  /** Left out, as the next one, when there is no grade any more. */
  isRight: z.boolean().optional(),
  /** As in the mark: what the answer earned, of how much, and whether the question counts. */
  earned: z.string().optional(),
  of: z.string().optional(),
  void: voidSchema.optional(),
  /** Left out in grades that were written before it was stored. */
  right: z.string().optional(),
  /** The three texts as safe HTML, and for terminals; each is left out where it would say no more. */
  html: textsSchema.optional(),
  plain: textsSchema.optional(),
});

/** An appeal with what a trainer needs to decide. */
export const listedAppealSchema = z.object({ appeal: appealSchema, about: aboutSchema });

export const appealListSchema = z.object({
  /** The oldest first. */
  appeals: z.array(listedAppealSchema),
  /** There are more than were read. */
  isCut: z.boolean(),
  /** Those that can't be read, each with why. */
  unreadable: z.array(z.string()),
});

export type ListedAppeal = z.infer<typeof listedAppealSchema>;
export type AppealList = z.infer<typeof appealListSchema>;

const verdicts = {
  ...{ right: "right", partly: "partly right", wrong: "wrong", "left out": "counts as wrong" },
  ...{ dropped: "void: nobody's answer counts", given: "void: everybody has its points" },
} as const;

/** How the answer was marked: `partly right, 2 of 3 points`; undefined: there is no grade any more. */
export const verdictText = ({ given, isRight, ...mark }: ListedAppeal["about"]): string | undefined => {
  if (isRight === undefined) return undefined;
  const { earned, of } = mark;
  const verdict = verdicts[verdictOf({ given, isRight, earned, void: mark.void })];
  if (earned === undefined || of === undefined) return verdict;
  return `${verdict}, ${earned} of ${of} ${of === "1" ? "point" : "points"}`;
};

/** `POST` of the console: the answer to an appeal. */
export const answerRequestSchema = z.object({
  id: z.string(),
  text: z.string(),
  decision: z.enum(["accepted", "declined"]),
  /** The time of the text that the trainer has read. */
  seenAt: z.string(),
});

/** The console's answer to that: the appeal as it stands, and what became of the mail to the student. */
export const answeredAppealSchema = listedAppealSchema.extend({
  mail: z.enum(["sent", "unknown", "refused", "not-sent"]),
  reason: z.string().optional(),
});

/** `mail`, `sent`: now, or by an earlier call with the same answer. */
export type AnsweredAppeal = z.infer<typeof answeredAppealSchema>;

/** What is to be done after an appeal was accepted; the test's file is the trainer's to mend. */
export const nextSteps = ({ appeal }: Pick<ListedAppeal, "appeal">): string[] => {
  const { studentId, subject, testId, questionId } = appeal;
  return [
    `For everybody: ${mendKey(appeal, [questionId])}`,
    `For this student alone: bin/trainer score ${studentId} ${subject}/${testId} VALUE --because "..."`,
  ];
};
