import * as z from "zod";
import { counted } from "../counted.ts";
import { type Instant, instantSchema, questionIdSchema, subjectSchema, testIdSchema } from "../ids.ts";
import type { NamedTest } from "../test-names.ts";
import { cutLine } from "../text/cut-line.ts";
import type { QuestionStatistics } from "./analysis.ts";
import { hardBelow } from "./in-words.ts";

/** A question that gave few of its points. */
export const hardQuestionSchema = z.object({
  subject: subjectSchema,
  testId: testIdSchema,
  title: z.string(),
  deadline: instantSchema,
  questionId: questionIdSchema,
  /** Its place in the test, from 1. */
  place: z.int(),
  question: z.string(),
  /** In percent. */
  facility: z.number(),
  students: z.int(),
  /** What it gave in earlier tests, in percent, the earliest first: it was asked in the same words. */
  before: z.array(z.object({ title: z.string(), facility: z.number() })),
});

export type HardQuestion = z.infer<typeof hardQuestionSchema>;

/** What is known of the questions of a test. */
export interface AskedTest {
  readonly test: NamedTest & { readonly title: string; readonly deadline: Instant };
  readonly questions: readonly AskedQuestion[];
}

interface AskedQuestion
  extends Pick<QuestionStatistics, "questionId" | "question" | "facility" | "students" | "isJudged"> {
  /** Equal for questions that ask the same (`askedBy`). */
  readonly asks: string;
}

/** In characters. */
const longestQuestion = 200;

/**
 * Questions that were hard when they were asked last, those first that were asked before, then the hardest. Of a question that
 * few had nothing is said.
 */
export const hardQuestions = (tests: readonly AskedTest[]): HardQuestion[] => {
  const asked = tests
    .toSorted((a, b) => (a.test.deadline < b.test.deadline ? -1 : 1))
    .flatMap(({ test: { subject, testId, title, deadline }, questions }) =>
      questions.flatMap(({ questionId, question, facility, students, isJudged, asks }, index) =>
        facility !== null && isJudged
          ? [
              {
                subject,
                testId,
                title,
                deadline,
                questionId,
                place: index + 1,
                question,
                facility,
                students,
                asks,
              },
            ]
          : [],
      ),
    );
  const byWhatTheyAsk = Map.groupBy(asked, ({ asks }) => asks);
  return [...byWhatTheyAsk.values()]
    .flatMap((times) => {
      const latest = times.at(-1);
      const before = times.slice(0, -1).map(({ title, facility }) => ({ title, facility }));
      if (latest === undefined || latest.facility >= hardBelow) return [];
      const { asks: _, ...shown } = latest;
      return [{ ...shown, question: cutLine(latest.question, longestQuestion), before }];
    })
    .toSorted((a, b) => b.before.length - a.before.length || a.facility - b.facility);
};

/** A course that asks a question each week would fill the page. */
const mostTimesNamed = 3;

/** When a question was asked before, the latest time first; empty: never. */
export const timesBefore = ({ before }: Pick<HardQuestion, "before">): string => {
  const named = before.slice(-mostTimesNamed).reverse();
  const more = before.length - named.length;
  const earlier = more > 0 ? [`${counted(more, "time")} earlier`] : [];
  return [...named.map(({ title, facility }) => `${facility}% in ${title}`), ...earlier].join("; ");
};
