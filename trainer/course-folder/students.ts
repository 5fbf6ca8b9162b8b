import { join } from "node:path";
import * as z from "zod";
import { looseId, type StudentId, studentIdSchema } from "../../course/ids.ts";
import { quote } from "../../course/problems.ts";
import { groupSchema } from "../../course/student.ts";
import { isRosterHeader } from "../roster/roster-columns.ts";
import { alikeSentence } from "./alike.ts";
import { readCsvTable } from "./csv-table.ts";
import { valueSentence } from "./issue-sentence.ts";
import { lineText } from "./plain-text.ts";
import type { Problems } from "./problems.ts";
import { readText } from "./text-file.ts";
import { checkTree, parseTree } from "./tree.ts";

/** A student of the list, with file and line. */
export interface ListedStudent {
  readonly studentId: StudentId;
  readonly email: string;
  readonly name: string;
  readonly groups?: readonly string[];
  readonly file: string;
  readonly line: number;
}

/** A student as one line of `students.csv` says it. */
export const csvStudentSchema = z.object({ studentId: studentIdSchema, email: z.email(), name: lineText });

const columns = {
  required: ["studentId", "email"],
  optional: ["name", "groups"],
} as const;

/** Reads `students.csv` (`studentId,email,name,groups`). A student without a name is called by the id. */
export const readStudentsCsv = (folder: string, file: string, problems: Problems): ListedStudent[] => {
  const text = readText(folder, file, problems);
  if (text === undefined) return [];
  const adviceFor = (header: readonly string[]): string => importAdvice(folder, file, header);
  const rows = readCsvTable(file, text, { ...columns, adviceFor }, problems);
  return rows.flatMap(({ line, cell }) => {
    const studentId = cell("studentId");
    const student = { studentId, email: cell("email"), name: cell("name") || studentId };
    const parsed = csvStudentSchema.safeParse(student);
    const groups = readGroups({ file, line }, cell("groups"), problems);
    if (parsed.success) return [{ ...parsed.data, ...(groups.length > 0 && { groups }), file, line }];
    for (const issue of parsed.error.issues) {
      const column = String(issue.path[0]);
      problems.add(file, line, `${column} ${valueSentence(issue, Reflect.get(student, column))}`);
    }
    return [];
  });
};

/** Labels between blanks or semicolons, each once. */
const readGroups = (
  { file, line }: { readonly file: string; readonly line: number },
  cell: string,
  problems: Problems,
): string[] => {
  const labels = [...new Set(cell.split(/[;\s]+/).filter((label) => label !== ""))];
  for (const label of labels) {
    if (groupSchema.safeParse(label).success) continue;
    problems.add(
      file,
      line,
      `groups: ${quote(label)} can't be a group; use letters, digits, dots, dashes and underscores, at most 40, and write a blank or a semicolon between two groups`,
    );
  }
  return labels;
};

const importAdvice = (folder: string, file: string, header: readonly string[]): string => {
  const columns = isRosterHeader(header) ? "" : " --columns studentId=…,email=…,name=…";
  const command = `bin/trainer students import ${quoted(join(folder, file))} --into ${quoted(folder)}${columns}`;
  return `A list of another system is taken in with: ${command}`;
};

/** Quoted where needed, so that a shell takes it as one argument. */
const quoted = (path: string): string =>
  /^[\w./~-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;

const earlierListSchema = z.array(z.object({ student_id: studentIdSchema, email: z.email() })).min(1);

/** Reads `studentsList/studentsList.json` of the earlier system, which knew no names. */
export const readEarlierStudents = (folder: string, file: string, problems: Problems): ListedStudent[] => {
  const text = readText(folder, file, problems);
  const tree = text === undefined ? undefined : parseTree(file, text, "text", problems);
  const students = tree && checkTree(tree, earlierListSchema, problems);
  if (!students) return [];
  return students.map(({ student_id: studentId, email }, index) => ({
    studentId,
    email,
    name: studentId,
    file,
    line: tree.lineOf([index, "student_id"]),
  }));
};

/** Notes students that are on the list twice, and warns of ids that are easily confused and of addresses shared by two. */
export const checkStudents = (students: readonly ListedStudent[], problems: Problems): void => {
  const byId = new Map<string, ListedStudent>();
  const byLooseId = new Map<string, ListedStudent>();
  const byEmail = new Map<string, ListedStudent>();
  for (const student of students) {
    const { studentId, email, file, line } = student;
    const same = byId.get(studentId);
    if (same) problems.add(file, line, `student "${studentId}" is there already: ${same.file}:${same.line}`);
    else byId.set(studentId, student);
    const alike = byLooseId.get(looseId(studentId));
    if (alike && !same) problems.warn(file, line, alikeSentence(studentId, alike.studentId));
    else byLooseId.set(looseId(studentId), student);
    const sharing = byEmail.get(email.toLowerCase());
    if (sharing && !same) {
      const message = `${studentId} has the address of ${sharing.studentId}; scores of both will go there`;
      problems.warn(file, line, message);
    } else byEmail.set(email.toLowerCase(), student);
  }
};
