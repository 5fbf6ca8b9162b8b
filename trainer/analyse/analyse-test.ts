import { mapBounded } from "../../adapters/bounded.ts";
import { readTests } from "../../adapters/course-reader.ts";
import { CorruptError } from "../../adapters/errors.ts";
import { findJson, readJsonLines } from "../../adapters/json-store.ts";
import { findGrade, readQuestions } from "../../adapters/marks.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import type { Grade } from "../../course/grading/grade.ts";
import type { StudentId } from "../../course/ids.ts";
import { analysisOf, type TestAnalysis } from "../../course/statistics/analysis.ts";
import { TestTally } from "../../course/statistics/tally.ts";
import { keys } from "../../course/storage-keys.ts";
import { studentSchema } from "../../course/student.ts";
import { answerKeySchema, type Test } from "../../course/test.ts";
import { refsOf } from "../../course/test-names.ts";
import { namedTests } from "../run/named-tests.ts";
import { TrainerError } from "../trainer-error.ts";

/** S3 answers 5,500 reads a second for one prefix; the SDK keeps 50 connections. */
const parallelReads = 32;

export interface AnalysedTest {
  readonly test: Test;
  readonly analysis: TestAnalysis;
  /** Why grades can't be read, one sentence each; they are in no figure. */
  readonly unreadable: readonly string[];
}

/** A student's grade, null where there is none, or why it can't be read. */
type Read = { readonly grade: Grade | null } | { readonly problem: string };

const readGrade = async (store: ObjectStore, test: Test, studentId: StudentId): Promise<Read> => {
  try {
    return { grade: await findGrade(store, studentId, refsOf(test)) };
  } catch (error) {
    if (error instanceof CorruptError) return { problem: error.message };
    throw error;
  }
};

const find = async (store: ObjectStore, path: string): Promise<Test> => {
  const [test] = namedTests([path], await readTests(store));
  if (test === undefined) throw new TrainerError(`There is no test "${path}".`);
  return test;
};

/**
 * What the grades of the students on the list say about a test. Each grade goes into a tally and is forgotten, so that memory
 * does not grow with them.
 *
 * @param onStudents called with how many students have been read, of how many.
 * @throws TrainerError there is no such test.
 */
export const analyseTest = async (
  store: ObjectStore,
  path: string,
  onStudents: (done: number, total: number) => void,
): Promise<AnalysedTest> => {
  const test = await find(store, path);
  const [questions, answerKey] = await Promise.all([
    readQuestions(store, test),
    findJson(store, keys.answerKey(test), answerKeySchema),
  ]);
  const tally = new TestTally(questions);
  const unreadable: string[] = [];
  const roster = await Array.fromAsync(
    readJsonLines(store, keys.roster, studentSchema),
    ({ studentId }) => studentId,
  );
  let done = 0;
  for await (const read of mapBounded(roster, parallelReads, (id) => readGrade(store, test, id))) {
    if ("problem" in read) unreadable.push(read.problem);
    else if (read.grade !== null) tally.add(read.grade);
    done += 1;
    onStudents(done, roster.length);
  }
  return { test, analysis: analysisOf(questions, answerKey ?? [], tally), unreadable };
};
