import * as z from "zod";
import { questionIdSchema, studentIdSchema } from "../ids.ts";
import { flaggedSchema } from "./flagged.ts";
import { answerName, type Counts, type QuestionTally, type Tallied } from "./tally.ts";

const countsSchema = z
  .record(z.string(), z.int().positive())
  .transform((counts): Counts => new Map(Object.entries(counts)));

const answerSchema = z
  .object({
    answerId: z.string(),
    text: z.string(),
    /** Left out: it is a choice. */
    isRight: z.boolean().optional(),
    results: countsSchema,
  })
  .transform(({ isRight, ...answer }) => ({ ...answer, isRight }));

const questionSchema = z.object({
  questionId: questionIdSchema,
  results: countsSchema,
  leftOut: countsSchema,
  keys: countsSchema,
  answers: z
    .array(answerSchema)
    .transform((answers) => new Map(answers.map((answer) => [answerName(answer), answer]))),
  ungrouped: z.int().nonnegative(),
});

/**
 * `tallies/<subject>/<testId>/<runId>/<part>.json`: the grades of a test as they were when a run closed a part of its
 * students, added up.
 */
export const storedTallySchema = z.object({
  /** Identifies the questions that it was made for, by what they ask. */
  asked: z.string(),
  /** Whose grades are in it. */
  students: z.array(studentIdSchema),
  /** What looked wrong, by these students alone; what counted as right then. */
  flagged: z.array(flaggedSchema).optional(),
  results: countsSchema,
  scores: countsSchema,
  questions: z
    .array(questionSchema)
    .transform((questions) => new Map(questions.map(({ questionId, ...tally }) => [questionId, tally]))),
});

export type StoredTally = z.infer<typeof storedTallySchema>;

/**
 * Of typed answers, as many of a part of a class are stored as may matter: a flag needs a tenth of the class. The others are
 * counted. So a question has some 20 KB at most.
 */
const mostStored = 100;

const numbersOf = (counts: Counts): Record<string, number> => Object.fromEntries(counts);

const studentsIn = (counts: Counts): number => counts.values().reduce((sum, each) => sum + each, 0);

const storedQuestion = (questionId: string, tally: QuestionTally) => {
  const byCount = [...tally.answers.values()]
    .map((answer) => ({ answer, students: studentsIn(answer.results) }))
    .toSorted((a, b) => b.students - a.students);
  const rare = byCount.slice(mostStored).reduce((sum, { students }) => sum + students, 0);
  return {
    questionId,
    results: numbersOf(tally.results),
    leftOut: numbersOf(tally.leftOut),
    keys: numbersOf(tally.keys),
    answers: byCount.slice(0, mostStored).map(({ answer: { results, ...given } }) => ({
      ...given,
      results: numbersOf(results),
    })),
    ungrouped: tally.ungrouped + rare,
  };
};

/** A tally as it is stored, in JSON. */
export const storedTallyText = (
  tally: Tallied,
  about: Pick<StoredTally, "asked" | "students" | "flagged">,
): string =>
  JSON.stringify({
    ...about,
    results: numbersOf(tally.results),
    scores: numbersOf(tally.scores),
    questions: [...tally.questions].map(([questionId, question]) => storedQuestion(questionId, question)),
  });

/** What an erasure leaves of a tally in which the student was: nobody, so that the others' grades are read one by one. */
export const nobodysTally = JSON.stringify({
  ...{ asked: "", students: [] },
  ...{ results: {}, scores: {}, questions: [] },
} satisfies z.input<typeof storedTallySchema>);
