import type { WholeGradebook } from "../../adapters/gradebook/course-gradebook.ts";
import { mostNames, type TestStanding, type TestView } from "../../course/console/console-views.ts";
import type { GradebookCell, GradebookStudent } from "../../course/gradebook/course-gradebook.ts";
import { type RunId, type StudentId, testPath } from "../../course/ids.ts";
import { accessTo } from "../../course/open-tests.ts";
import type { Test } from "../../course/test.ts";
import type { CourseStatus, StudentState, TestStatus } from "./course-status.ts";

type Book = Pick<WholeGradebook, "tests" | "students" | "now">;
type Person = TestView["missed"][number];

const personOf = ({ studentId, name }: Person): Person => ({ studentId, name });

/** Students with their cell in a test. */
const cellsOf = (
  book: Book,
  test: Test,
): { readonly student: GradebookStudent; readonly cell: GradebookCell }[] => {
  const place = book.tests.findIndex((column) => testPath(column) === testPath(test));
  return book.students.flatMap((student) => {
    const cell = student.cells[place];
    return cell ? [{ student, cell }] : [];
  });
};

/** A run has graded what was handed in; a score set by hand needs no run. */
const isGraded = ({ status, override, graded }: GradebookCell): boolean =>
  override === undefined ? status === "graded" : graded !== undefined;

/** Who is graded in a test, and by which run. */
export const gradedIn = (test: Test, book: Book): { studentId: StudentId; run: RunId | undefined }[] =>
  cellsOf(book, test).flatMap(({ student: { studentId }, cell }) =>
    isGraded(cell) ? [{ studentId, run: cell.run }] : [],
  );

const named = (people: readonly Person[]): Person[] => people.slice(0, mostNames).map(personOf);

const standsIn = (status: TestStatus, wanted: StudentState): Person[] =>
  named(status.students.filter(({ state }) => state === wanted));

/** A test that every run has graded: all is in the book. */
const fromBook = (test: Test, book: Book): TestView => {
  const cells = cellsOf(book, test);
  const people = (has: (cell: GradebookCell) => boolean): GradebookStudent[] =>
    cells.filter(({ cell }) => has(cell)).map(({ student }) => student);
  const graded = people(isGraded);
  const missed = people(({ status }) => status === "missing");
  const failed = people(({ status }) => status === "failed");
  const excused = people(({ status }) => status === "excused");
  const counts = {
    submitted: graded.length + failed.length,
    missing: missed.length,
    missed: missed.length,
    excused: excused.length,
    graded: graded.length,
  };
  return { test: { ...headOf(test, book), ...counts }, missing: [], missed: named(missed) };
};

const headOf = (test: Test, { now }: Book) => {
  const { subject, testId, title, opens, deadline, lastDeadline, renamedFrom } = test;
  const latest = lastDeadline !== undefined && lastDeadline > deadline ? lastDeadline : undefined;
  return {
    ...{ subject, testId, title, opens, deadline },
    ...(renamedFrom && { renamedFrom }),
    ...(latest !== undefined && { latestExtension: latest }),
    state: accessTo(test, [], now),
  };
};

/** How a test stands, with the names. @param status of the tests that a run has still to grade for somebody. */
export const testViewOf = (test: Test, status: CourseStatus, book: Book): TestView => {
  const waiting = status.tests.find((one) => testPath(one) === testPath(test));
  if (waiting === undefined) return fromBook(test, book);
  const graded = gradedIn(test, book).length;
  const { submitted, missing, missed, excused, unchecked } = waiting;
  const counts = { submitted, missing, missed, excused, graded, ...(unchecked > 0 && { unchecked }) };
  return {
    test: { ...headOf(test, book), ...counts },
    missing: standsIn(waiting, "missing"),
    missed: standsIn(waiting, "missed"),
  };
};

/** All tests, in the order of their deadlines. */
export const testStandings = (tests: readonly Test[], status: CourseStatus, book: Book): TestStanding[] =>
  tests
    .map((test) => testViewOf(test, status, book).test)
    .toSorted((a, b) => (`${a.deadline} ${testPath(a)}` < `${b.deadline} ${testPath(b)}` ? -1 : 1));
