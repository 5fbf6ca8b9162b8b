import * as z from "zod";
import { instantSchema, subjectSchema, testIdSchema } from "../ids.ts";
import { studentSchema } from "../student.ts";
import { type AskedTest, hardQuestionSchema, hardQuestions } from "./hard-questions.ts";
import { type CourseProgress, studentsWithFacts } from "./progress.ts";

/** How a course goes over the weeks: what `bin/trainer progress` and the console's view show. It stays below 1 MB. */

const percent = z.number().nullable();

const studentSchemaOfView = studentSchema.pick({ studentId: true, name: true }).extend({
  /** Test by test, in percent; null: there is none, or it doesn't count. */
  results: z.array(z.union([z.number(), z.literal("missed"), z.null()])),
  due: z.int(),
  handedIn: z.int(),
  mean: percent,
  facts: z.array(z.object({ kind: z.enum(["missed", "falling"]), sentence: z.string() })),
});

export const progressViewSchema = z.object({
  /** Those that are over for somebody, by deadline. */
  tests: z.array(
    z.object({
      subject: subjectSchema,
      testId: testIdSchema,
      title: z.string(),
      deadline: instantSchema,
      due: z.int(),
      handedIn: z.int(),
      mean: percent,
    }),
  ),
  /** Of whom there is something to say, those first who missed most lately. */
  students: z.array(studentSchemaOfView),
  /** How many such students there are, and how many students. */
  withFacts: z.int(),
  ofStudents: z.int(),
  /** The hard questions, those first that were asked before. */
  questions: z.array(hardQuestionSchema),
  /** Of so many tests, the answers of so many have been read; `skipped`: of these they were too many to read. */
  read: z.int(),
  of: z.int(),
  skipped: z.int(),
});

export type ProgressView = z.infer<typeof progressViewSchema>;
export type ShownStudent = ProgressView["students"][number];

const mostStudents = 200;
const mostQuestions = 40;

/** @param asked tests whose answers have been read. */
export const progressViewOf = (
  progress: CourseProgress,
  {
    asked,
    ...counts
  }: Pick<ProgressView, "read" | "of" | "skipped"> & { readonly asked: readonly AskedTest[] },
): ProgressView => {
  const found = studentsWithFacts(progress);
  return {
    tests: [...progress.tests],
    students: found.slice(0, mostStudents).map(({ results, facts, ...student }) => ({
      ...student,
      results: [...results],
      facts: [...facts],
    })),
    withFacts: found.length,
    ofStudents: progress.students.length,
    questions: hardQuestions(asked).slice(0, mostQuestions),
    ...counts,
  };
};
