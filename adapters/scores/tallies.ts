import { createHash } from "node:crypto";
import type { RunId, StudentId } from "../../course/ids.ts";
import { askedBy } from "../../course/questions/asked-by.ts";
import { analysisBy } from "../../course/statistics/analysis.ts";
import { flaggedIn } from "../../course/statistics/flagged.ts";
import { storedTallyText } from "../../course/statistics/stored-tally.ts";
import { rightsIn, TestTally } from "../../course/statistics/tally.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { Question } from "../../course/test.ts";
import type { NamedTest } from "../../course/test-names.ts";
import type { ObjectStore } from "../storage/object-store.ts";
import { readGrades } from "./grade-reading.ts";
import { readQuestions } from "./marks.ts";

/** Identifies what the questions of a test ask. A tally says nothing about others, also if they have the same ids. */
export const askedIn = (questions: readonly Question[]): string =>
  createHash("sha256")
    .update(JSON.stringify(questions.map((question) => [question.questionId, askedBy(question)])))
    .digest("hex");

/** A part of a run's students, and those of them whose grades are to be added up. */
export interface TalliedPart {
  readonly runId: RunId;
  readonly part: number;
  readonly students: Iterable<StudentId>;
}

/**
 * Adds up the grades that a part of a run's students has in a test, so that nobody has to read them again for the test's
 * statistics. Each costs one read of S3; a grade that can't be read is left out.
 *
 * @param limit of how many grades are read at the same time.
 * @returns the reasons of those that can't be read.
 */
export const storeTally = async (
  store: ObjectStore,
  test: NamedTest,
  { runId, part, students }: TalliedPart,
  limit: number,
): Promise<string[]> => {
  const questions = await readQuestions(store, test);
  const tally = new TestTally(questions);
  const [tallied, problems]: [StudentId[], string[]] = [[], []];
  for await (const read of readGrades(store, test, students, limit)) {
    if ("problem" in read) problems.push(read.problem);
    else if (read.grade !== null) {
      tally.add(read.grade);
      tallied.push(read.studentId);
    }
  }
  const flagged = flaggedIn(analysisBy(questions, rightsIn(tally), tally));
  const text = storedTallyText(tally, {
    ...{ asked: askedIn(questions), students: tallied },
    ...(flagged.length > 0 && { flagged }),
  });
  await store.put(keys.tally(test, runId, part), text);
  return problems;
};
