import * as z from "zod";
import { shownAppealSchema } from "../appeals/appeal.ts";
import { attemptRuleSchema } from "../grading/attempt-rule.ts";
import { scoreChangeSchema } from "../grading/score-change.ts";
import { instantSchema, subjectSchema, submissionIdSchema, testIdSchema, testRefSchema } from "../ids.ts";
import { reminderChoiceSchema } from "../notices/reminder-choice.ts";
import { shownQuestionSchema } from "../questions/schemas.ts";
import { receiptSchema } from "../submission.ts";
import { markedQuestionSchema } from "./marked-question.ts";

/** The API's answers with 200, version 1. Clients depend on them: fields may be added, never changed or removed. */

/** A test that a student can take now. */
export const openTestSchema = z.object({
  subject: subjectSchema,
  testId: testIdSchema,
  title: z.string(),
  /** Language of the texts, such as `pl`; left out: unknown. */
  language: z.string().optional(),
  /** null: it was open at once. */
  opens: instantSchema.nullable(),
  /** The student's own. */
  deadline: instantSchema,
  submitted: z.boolean(),
  attemptsUsed: z.int().nonnegative(),
  /** null: no limit. */
  attemptsAllowed: z.int().positive().nullable(),
  /** Which attempts count; left out: the latest. */
  counts: attemptRuleSchema.optional(),
  /**
   * The test's earlier names, the latest first; left out: none. Data that a client keeps under them belongs to this test.
   */
  renamedFrom: z.array(testRefSchema).optional(),
  /** When the request asks for receipts: that of the latest submission, for the first twenty submitted tests. */
  receipt: receiptSchema.optional(),
});

/** A test whose deadline has passed for the student. */
export const closedTestSchema = z.object({
  subject: subjectSchema,
  testId: testIdSchema,
  title: z.string(),
  /** Language of the texts, such as `pl`; left out: unknown. */
  language: z.string().optional(),
  /** The student's own. */
  deadline: instantSchema,
  /** Time of the submission that counts; null: none came in time. */
  receivedAt: instantSchema.nullable(),
});

const pointsSchema = z.object({ earned: z.string(), of: z.string() });

/** When something is shown: now, never, or from an instant on. */
const comesSchema = z.union([z.enum(["now", "never"]), instantSchema]);

/** A past test of the student, as a list shows it. */
export const testResultSchema = z.object({
  subject: subjectSchema,
  testId: testIdSchema,
  title: z.string(),
  /** Language of the texts, such as `pl`; left out: unknown. */
  language: z.string().optional(),
  /** `failed`: it could not be graded; the trainer is told. */
  status: z.enum(["graded", "missing", "failed", "excused"]),
  /** The student's own; left out when the trainer has removed the test since. */
  deadline: instantSchema.optional(),
  /** The score that counts, and the best one, at most two decimals, such as `3.33`; left out: none, or not released. */
  score: z.string().optional(),
  best: z.string().optional(),
  right: z.int().nonnegative().optional(),
  questions: z.int().positive().optional(),
  /** Beside these, where questions have points or give a part of them: at most two decimals each. */
  points: pointsSchema.optional(),
  /** The rule by which attempts counted; left out: the latest. */
  counts: attemptRuleSchema.optional(),
  /** Of an excused test: it was graded, and the trainer took every question of it out of the score. */
  nothingCounts: z.literal(true).optional(),
  /** When the score will be shown; left out when it is shown already. */
  scoreComes: comesSchema.optional(),
  /** Of a graded test: 1 for the first grade; increases by one each time the grade changes. */
  revision: z.int().positive().optional(),
  /** When the submission came that was graded; left out where the best of several counts and the score is not shown yet. */
  receivedAt: instantSchema.optional(),
  /** What the trainer has set by hand, and why. */
  override: z
    .object({ score: z.string().optional(), excused: z.literal(true).optional(), because: z.string() })
    .optional(),
});

/** A graded test of the student. */
export const testScoreSchema = z.object({
  subject: subjectSchema,
  testId: testIdSchema,
  title: z.string(),
  /** Language of the texts, such as `pl`; left out: unknown. */
  language: z.string().optional(),
  /** At most two decimals, such as `3.33`. */
  score: z.string(),
  /** The best score, in the same form. */
  best: z.string(),
  right: z.int().nonnegative(),
  questions: z.int().positive(),
  /** As in a result. */
  points: pointsSchema.optional(),
  /** As in a result, and the next; then score and best are 0. */
  counts: attemptRuleSchema.optional(),
  nothingCounts: z.literal(true).optional(),
  /** 1 for the first grade; increases by one each time the grade changes. */
  revision: z.int().positive(),
  submissionId: submissionIdSchema,
  receivedAt: instantSchema,
  /** Each question, if the course gives feedback. */
  marks: z.array(markedQuestionSchema).optional(),
});

export const listTestsAnswerSchema = z.object({
  code: z.literal(200),
  body: z.array(z.object({ subject: subjectSchema, testIds: z.array(testIdSchema) })),
  open: z.array(openTestSchema),
  /** When the request asks for them: latest first. */
  scores: z.array(testScoreSchema).optional(),
  /** When the request asks for them: the latest deadline first. */
  results: z.array(testResultSchema).optional(),
  /** Beside `results`, as the next three. */
  course: z
    .object({
      title: z.string(),
      trainer: z.object({ name: z.string(), email: z.string() }),
      language: z.string().optional(),
    })
    .optional(),
  student: z.object({ name: z.string() }).optional(),
  /** When tests open next to the student, and how many then; null: none is planned. */
  upcoming: z.object({ opens: instantSchema, tests: z.int().positive() }).nullable().optional(),
  /**
   * Beside `results`, once the student has had a mail about tests: whether they want such mails, and the token of the link in
   * the mail, which `/v1/reminders` takes.
   */
  reminders: reminderChoiceSchema.optional(),
  /** When the request asks for them: the latest deadline first. Beside `results`: those that have none. */
  closed: z.array(closedTestSchema).optional(),
  /** Beside `closed`: when the next test opens to the student; null: none is planned. */
  nextOpening: instantSchema.nullable().optional(),
});

export const showScoreAnswerSchema = z.object({
  code: z.literal(200),
  body: testResultSchema,
  /** When the student sees the score, which answers were right, and the right answers with the reasons. */
  release: z.object({ score: comesSchema, marks: comesSchema, answers: comesSchema }),
  /** Each question, once it is released. */
  marks: z.array(markedQuestionSchema).optional(),
  /** Where the rule looked at several attempts, once the score is released: what each gave, the earliest first. */
  attempts: z
    .array(
      z.object({
        submissionId: submissionIdSchema,
        receivedAt: instantSchema,
        /** As the result's score; left out: nothing of it counts. */
        score: z.string().optional(),
        /** Its answers are those of `marks`. */
        isShown: z.boolean(),
      }),
    )
    .optional(),
  /** Of a score that was changed, once it is released: what it was before, and why it changed. */
  change: scoreChangeSchema.optional(),
  /** Beside `marks`: what the student objected to, and the answers. Left out by servers that take no appeals. */
  appeals: z.array(shownAppealSchema).optional(),
});

/** `POST /v1/appeals`: the appeal as it stands. */
export const appealAnswerSchema = z.object({ code: z.literal(200), body: shownAppealSchema });

export const showTestAnswerSchema = z.object({
  code: z.literal(200),
  body: z.array(shownQuestionSchema).min(1),
  title: z.string(),
  deadline: instantSchema,
  /** null: no limit. Left out by servers older than this field. */
  attemptsAllowed: z.int().positive().nullable().optional(),
  /** Which attempts count; left out: the latest. */
  counts: attemptRuleSchema.optional(),
  /** Language of title and questions, such as `pl`; left out: unknown. */
  language: z.string().optional(),
  /** Other students may have other questions or another order: talk of a question by its id. Left out: all have the same. */
  ownPaper: z.literal(true).optional(),
});

/** `GET` and `POST /v1/reminders`: the student's choice, after a change the new one. */
export const remindersAnswerSchema = z.object({
  code: z.literal(200),
  body: z.object({ reminders: z.enum(["on", "off"]) }),
});

/** `GET`, `POST` and `DELETE /v1/calendar`: whether the student has an address for calendar programs. */
export const calendarAnswerSchema = z.object({
  code: z.literal(200),
  body: z.object({
    calendar: z.enum(["on", "off"]),
    /** Of the address that there is. */
    madeAt: instantSchema.optional(),
    /** Told once, when it is made. */
    address: z.string().optional(),
  }),
});

export const submitTestAnswerSchema = z.object({
  code: z.literal(200),
  body: z.string(),
  receipt: receiptSchema,
});

/** Any other code. */
export const refusalSchema = z.object({
  code: z.int().min(400).max(599),
  /** A sentence in English. */
  body: z.string(),
  /** Names why, for clients that say it in another language (course/api/refusals.ts). Left out: only the sentence tells. */
  reason: z.string().optional(),
  /** What the sentence is about, such as the deadline; left out by older servers. */
  values: z.record(z.string(), z.string()).optional(),
});

export type OpenTest = z.infer<typeof openTestSchema>;
export type ClosedTest = z.infer<typeof closedTestSchema>;
export type TestScore = z.infer<typeof testScoreSchema>;
export type TestResult = z.infer<typeof testResultSchema>;
export type ShowScoreAnswer = z.infer<typeof showScoreAnswerSchema>;
export type ListTestsAnswer = z.infer<typeof listTestsAnswerSchema>;
export type AppealAnswered = z.infer<typeof appealAnswerSchema>;
export type ShowTestAnswer = z.infer<typeof showTestAnswerSchema>;
export type SubmitTestAnswer = z.infer<typeof submitTestAnswerSchema>;
export type CalendarAnswer = z.infer<typeof calendarAnswerSchema>;
export type RemindersAnswer = z.infer<typeof remindersAnswerSchema>;
