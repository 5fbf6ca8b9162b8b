import { readTests } from "../../adapters/course-reader.ts";
import { CorruptError } from "../../adapters/errors.ts";
import { readBook } from "../../adapters/gradebook/course-book.ts";
import { readQuestions } from "../../adapters/scores/marks.ts";
import { tallyKeys } from "../../adapters/scores/stored-tallies.ts";
import { findJson, readJsonLines } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { type StudentId, testPath } from "../../course/ids.ts";
import { analysisOf, type TestAnalysis } from "../../course/statistics/analysis.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { studentSchema } from "../../course/student.ts";
import { answerKeySchema, type Test } from "../../course/test.ts";
import { namedTests } from "../run/named-tests.ts";
import { TrainerError } from "../trainer-error.ts";
import { TestReading } from "./test-reading.ts";

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

/** How many grades are read between two reports of how far it is. */
const gradesOfReport = 200;

/** Students on the list, without those of whom the course's book says that they have sent in nothing. */
const perhapsGraded = async (store: ObjectStore, test: Test): Promise<StudentId[]> => {
  const missing = new Set<StudentId>();
  try {
    for await (const { studentId, cells } of readBook(store)) {
      if (cells[testPath(test)]?.outcome?.status === "missing") missing.add(studentId);
    }
  } catch (error) {
    // Without the book, everybody is looked for.
    if (!(error instanceof CorruptError)) throw error;
  }
  const students: StudentId[] = [];
  for await (const { studentId } of readJsonLines(store, keys.roster, studentSchema)) {
    if (!missing.has(studentId)) students.push(studentId);
  }
  return students;
};

/**
 * What the graded students say about a test.
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
  const [questions, answerKey, students, tallies] = await Promise.all([
    readQuestions(store, test),
    findJson(store, keys.answerKey(test), answerKeySchema),
    perhapsGraded(store, test),
    tallyKeys(store, test),
  ]);
  const reading = new TestReading({ store, test, questions, students, tallies });
  while (!reading.isDone) {
    await reading.readOn(gradesOfReport);
    onStudents(reading.progress.read, reading.progress.of);
  }
  const { tally, unreadable } = reading;
  return { test, analysis: analysisOf(questions, answerKey ?? [], tally), unreadable };
};
