import { attemptsAtTest, findProfile, readSettings, readTests } from "../../adapters/course-reader.ts";
import { readQuestions } from "../../adapters/scores/marks.ts";
import { readJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { ownPaper } from "../../adapters/tests/own-paper.ts";
import { latestAttempt } from "../../course/attempts.ts";
import type { Instant, StudentId } from "../../course/ids.ts";
import { hasOwnPapers } from "../../course/questions/paper.ts";
import type { BaseQuestion, Paper } from "../../course/questions/shapes.ts";
import { type Submission, submissionSchema } from "../../course/submission.ts";
import type { Test } from "../../course/test.ts";
import { namedTests } from "../run/named-tests.ts";
import { TrainerError } from "../trainer-error.ts";

/** What one student is asked in a test, as the student's page shows it. */
export interface StudentPaper {
  readonly test: Test;
  readonly timeZone: string;
  /** Of how many the questions are drawn. */
  readonly published: number;
  /** Whether others are asked something else, or in another order. */
  readonly isOwn: boolean;
  readonly questions: readonly BaseQuestion[];
  /** What was handed in last; null: nothing. */
  readonly handedIn: HandedIn | null;
}

export interface HandedIn {
  readonly receivedAt: Instant;
  /** What the student was asked then; left out: all questions of that time, in their order. */
  readonly paper?: Paper | undefined;
}

const readHandedIn = async (
  store: ObjectStore,
  studentId: StudentId,
  test: Test,
): Promise<Submission | null> => {
  const latest = latestAttempt(await attemptsAtTest(store, studentId, test));
  return latest && readJson(store, latest.key, submissionSchema);
};

/** @throws TrainerError where there is no such student or test. */
export const readPaper = async (
  store: ObjectStore,
  studentId: StudentId,
  path: string,
): Promise<StudentPaper> => {
  const [course, tests, profile] = await Promise.all([
    readSettings(store),
    readTests(store),
    findProfile(store, studentId),
  ]);
  const [test] = namedTests([path], tests);
  if (test === undefined || profile === null) throw new TrainerError(`There is no student "${studentId}".`);
  const [questions, handedIn] = await Promise.all([
    readQuestions(store, test),
    readHandedIn(store, studentId, test),
  ]);
  const isOwn = hasOwnPapers(test, questions);
  return {
    test,
    timeZone: course.timeZone,
    published: questions.length,
    isOwn,
    questions: isOwn
      ? ownPaper({ test, questions, course }, studentId, handedIn?.paper).questions
      : questions,
    handedIn,
  };
};

/** The names of the questions that were handed in, where they are not those that are asked now. */
export const askedThen = ({ questions, handedIn }: StudentPaper): readonly string[] | null => {
  const then = handedIn?.paper?.questions.map(({ questionId }) => questionId);
  const now = questions.map(({ questionId }) => questionId);
  return then === undefined || then.join(" ") === now.join(" ") ? null : then;
};
