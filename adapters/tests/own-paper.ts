import { createHash } from "node:crypto";
import { type Attempt, latestAttempt } from "../../course/attempts.ts";
import { type CourseIdentity, idOfTitle } from "../../course/course-id.ts";
import { type StudentId, testPath } from "../../course/ids.ts";
import { paperOf, type Rank, storedPaper } from "../../course/questions/paper.ts";
import type { BaseQuestion, Paper } from "../../course/questions/shapes.ts";
import { submissionSchema } from "../../course/submission.ts";
import type { Test } from "../../course/test.ts";
import { refsOf } from "../../course/test-names.ts";
import { readJson } from "../storage/json-store.ts";
import type { ObjectStore } from "../storage/object-store.ts";

/** A test whose students are not all asked the same. */
export interface DrawnTest {
  readonly test: Test;
  readonly questions: readonly BaseQuestion[];
  readonly course: CourseIdentity;
}

/** What one student is asked. */
export interface OwnPaper {
  readonly questions: readonly BaseQuestion[];
  /** As it is stored. */
  readonly paper: Paper;
}

/**
 * The SHA-256 of the names of course, student and test, and of what is shuffled. The test's first name, so that a test that is
 * renamed keeps its papers.
 */
const rankFor = ({ course: { id, title }, test }: DrawnTest, studentId: StudentId): Rank => {
  const first = refsOf(test).at(-1) ?? test;
  const seed = [id ?? idOfTitle(title), studentId, testPath(first)];
  return (...names) =>
    createHash("sha256")
      .update(JSON.stringify([...seed, ...names]))
      .digest("hex");
};

/** @param handedIn what the student has answered already; undefined: nothing. */
export const ownPaper = (drawn: DrawnTest, studentId: StudentId, handedIn: Paper | undefined): OwnPaper => {
  const { test } = drawn;
  const questions = paperOf(test, drawn.questions, rankFor(drawn, studentId), handedIn);
  return { questions, paper: storedPaper(test, questions) };
};

/**
 * The paper of the latest of a student's attempts at a test; undefined: there is none.
 *
 * @throws NotFoundError @throws CorruptError
 */
export const handedInPaper = async (
  store: ObjectStore,
  attempts: readonly Attempt[],
): Promise<Paper | undefined> => {
  const latest = latestAttempt(attempts);
  return latest === null ? undefined : (await readJson(store, latest.key, submissionSchema)).paper;
};
