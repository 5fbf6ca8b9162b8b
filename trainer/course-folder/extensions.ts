import { existsSync } from "node:fs";
import { join } from "node:path";
import { type StudentId, testPath } from "../../course/ids.ts";
import type { Extension } from "../../course/student.ts";
import { refsOf } from "../../course/test-names.ts";
import type { CourseTest } from "./course.ts";
import { type CsvRow, readCsvTable } from "./csv-table.ts";
import { quotedName } from "./issue-sentence.ts";
import type { Problems } from "./problems.ts";
import type { ListedStudent } from "./students.ts";
import { readText, textOf } from "./text-file.ts";
import { type CourseTimes, instantAt, warnOfMissedRun } from "./wall-time.ts";

interface Known {
  readonly students: readonly ListedStudent[];
  readonly tests: readonly CourseTest[];
  readonly times: CourseTimes;
}

type ExtensionsByStudent = ReadonlyMap<StudentId, readonly Extension[]>;

export const extensionColumns = ["studentId", "subject", "testId", "until"] as const;

type Row = CsvRow<(typeof extensionColumns)[number]>;

/**
 * Reads `extensions.csv`, if there is one (`studentId,subject,testId,until`; `until` is wall time): the later deadlines
 * of single students.
 *
 * @param known what the rest of the folder said.
 * @param toBe the file's bytes if they are to be others than they are.
 */
export const readExtensions = (
  folder: string,
  file: string,
  known: Known,
  problems: Problems,
  toBe?: Buffer,
): ExtensionsByStudent => {
  const byStudent = new Map<StudentId, Extension[]>();
  if (!toBe && !existsSync(join(folder, file))) return byStudent;
  const text = toBe ? textOf(toBe, file, problems) : readText(folder, file, problems);
  if (text === undefined) return byStudent;
  const readRow = rowReader(file, known, problems);
  for (const row of readCsvTable(file, text, { required: extensionColumns, optional: [] }, problems)) {
    const found = readRow(row);
    if (!found) continue;
    const extensions = byStudent.get(found.studentId) ?? [];
    byStudent.set(found.studentId, extensions);
    extensions.push(found.extension);
  }
  return byStudent;
};

const rowReader = (file: string, known: Known, problems: Problems) => {
  const students = new Map<string, ListedStudent>(known.students.map((s) => [s.studentId, s]));
  const tests = new Map<string, CourseTest>(
    known.tests.flatMap((test) => refsOf(test).map((ref) => [testPath(ref), test] as const)),
  );
  // A name may be unknown only because its file can't be read: an error here would send the trainer to the wrong file.
  const isComplete = problems.errors.length === 0;
  const seen = new Set<string>();
  return ({ line, cell }: Row): { studentId: StudentId; extension: Extension } | undefined => {
    const student = students.get(cell("studentId"));
    const path = `${cell("subject")}/${cell("testId")}`;
    const test = tests.get(path);
    const deadline = instantAt({ file, line, text: cell("until") }, "until", known.times, problems);
    if (!student && isComplete)
      problems.add(file, line, `student ${quotedName(cell("studentId"))} is not on the list`);
    if (!test && isComplete) problems.add(file, line, `there is no test ${quotedName(path)}`);
    if (!student || !test || deadline === undefined) return undefined;
    const what = `${student.studentId} ${testPath(test)}`;
    if (seen.has(what)) problems.add(file, line, `${what} is extended twice`);
    seen.add(what);
    const place = { file, line, text: `${what}: ${cell("until")}` };
    if (test.deadline === null || deadline > test.deadline)
      warnOfMissedRun(place, deadline, known.times, problems);
    if (test.deadline !== null && deadline <= test.deadline) {
      problems.warn(file, line, `${what}: ${cell("until")} is not later than the test's own deadline`);
    }
    const { subject, testId } = test;
    return { studentId: student.studentId, extension: { subject, testId, deadline } };
  };
};
