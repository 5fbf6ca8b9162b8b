import { readTests } from "../../adapters/course-reader.ts";
import { findJson, readJsonLines } from "../../adapters/json-store.ts";
import { readQuestions } from "../../adapters/marks.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import { analysisOf, type TestAnalysis } from "../../course/statistics/analysis.ts";
import { keys } from "../../course/storage-keys.ts";
import { studentSchema } from "../../course/student.ts";
import { answerKeySchema, type Test } from "../../course/test.ts";
import { namedTests } from "../run/named-tests.ts";
import { TrainerError } from "../trainer-error.ts";
import { GradeReading } from "./grade-reading.ts";

export interface AnalysedTest {
  readonly test: Test;
  readonly analysis: TestAnalysis;
  /** Why grades can't be read, one sentence each; they are in no figure. */
  readonly unreadable: readonly string[];
}

const find = async (store: ObjectStore, path: string): Promise<Test> => {
  const [test] = namedTests([path], await readTests(store));
  if (test === undefined) throw new TrainerError(`There is no test "${path}".`);
  return test;
};

/**
 * What the grades of the students on the list say about a test.
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
  const roster = await Array.fromAsync(
    readJsonLines(store, keys.roster, studentSchema),
    ({ studentId }) => studentId,
  );
  const reading = new GradeReading(store, test, questions, roster);
  await reading.readOn(reading.of, () => onStudents(reading.read, reading.of));
  const { tally, unreadable } = reading;
  return { test, analysis: analysisOf(questions, answerKey ?? [], tally), unreadable };
};
