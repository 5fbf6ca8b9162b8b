import { existsSync } from "node:fs";
import { join } from "node:path";
import type { StudentId } from "../../course/ids.ts";
import type { Extension } from "../../course/student.ts";
import type { CourseTest } from "./course.ts";
import { readCsvTable } from "./csv-table.ts";
import type { Problems } from "./problems.ts";
import type { ListedStudent } from "./students.ts";
import { readText } from "./text-file.ts";
import { type CourseTimes, instantAt } from "./wall-time.ts";

interface Known {
  readonly students: readonly ListedStudent[];
  readonly tests: readonly CourseTest[];
  readonly times: CourseTimes;
}

type ExtensionsByStudent = ReadonlyMap<StudentId, readonly Extension[]>;

/**
 * Reads `extensions.csv`, if there is one (`studentId,subject,testId,until`; `until` is wall time): the later deadlines of single
 * students. `known` is what the rest of the folder said.
 */
export const readExtensions = (
  folder: string,
  file: string,
  known: Known,
  problems: Problems,
): ExtensionsByStudent => {
  const byStudent = new Map<StudentId, Extension[]>();
  if (!existsSync(join(folder, file))) return byStudent;
  const text = readText(folder, file, problems);
  if (text === undefined) return byStudent;
  const columns = { required: ["studentId", "subject", "testId", "until"] as const, optional: [] };
  const students = new Map<string, ListedStudent>(known.students.map((s) => [s.studentId, s]));
  const tests = new Map(known.tests.map((t) => [`${t.subject}/${t.testId}`, t]));
  // What is unknown may only be unreadable: naming it here would send the trainer to the wrong file.
  const isComplete = problems.errors.length === 0;
  const seen = new Set<string>();
  for (const { line, cell } of readCsvTable<"studentId" | "subject" | "testId" | "until">(
    file,
    text,
    columns,
    problems,
  )) {
    const student = students.get(cell("studentId"));
    const test = tests.get(`${cell("subject")}/${cell("testId")}`);
    const deadline = instantAt({ file, line, text: cell("until") }, "until", known.times, problems);
    if (!student && isComplete) problems.add(file, line, `student "${cell("studentId")}" is not on the list`);
    if (!test && isComplete)
      problems.add(file, line, `there is no test "${cell("subject")}/${cell("testId")}"`);
    if (!student || !test || deadline === undefined) continue;
    const what = `${student.studentId} ${test.subject}/${test.testId}`;
    if (seen.has(what)) problems.add(file, line, `${what} is extended twice`);
    seen.add(what);
    if (test.deadline !== null && deadline <= test.deadline) {
      problems.warn(file, line, `${what}: ${cell("until")} is not later than the test's own deadline`);
    }
    const extensions = byStudent.get(student.studentId) ?? [];
    byStudent.set(student.studentId, extensions);
    extensions.push({ subject: test.subject, testId: test.testId, deadline });
  }
  return byStudent;
};
