import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { subjectSchema, testIdSchema } from "../../course/ids.ts";
import { FormerNames } from "../../trainer/course-folder/former-names.ts";
import { Problems, problemLine } from "../../trainer/course-folder/problems.ts";
import { readTestFile } from "../../trainer/course-folder/test-file.ts";
import { formats } from "../../trainer/import/formats.ts";
import { importFiles } from "../../trainer/import/import-files.ts";
import { type PlannedFile, type PlannedTest, planTests } from "../../trainer/import/write/plan.ts";
import { mergeRoster } from "../../trainer/roster/merge-roster.ts";
import { readRoster } from "../../trainer/roster/read-roster.ts";
import { isStudentId } from "../../trainer/roster/student-id.ts";
import { Pictures } from "../../trainer/text/pictures.ts";

/** What is wrong with how a file was read; null: nothing. */
export type Reader = (bytes: Buffer, format: string, folder: string) => Promise<string | null>;

/** The importers' names of formats that are exported under others. */
const importNames: Readonly<Record<string, string>> = {
  "qti-1.2": "qti1",
  "qti-2.1": "qti2",
  "qti-2.2": "qti2",
  "qti-3.0": "qti2",
};

/** Questions: everything is counted once, lies in the folder, and what was taken is read by the course. */
export const readQuestions: Reader = async (bytes, name, folder) => {
  const format = formats.find((each) => each.name === (importNames[name] ?? name));
  const { questions, skipped } = await importFiles([{ file: "bank", bytes }], { format });
  if (skipped.some(({ why, what }) => why === "" || what === ""))
    return "something is skipped without a reason";
  const tests = planTests(questions, folder, undefined);
  const planned = tests.reduce((sum, test) => sum + test.questions.length, 0);
  if (planned !== questions.length)
    return `${questions.length} questions were taken, and ${planned} would be written`;
  const files = tests.flatMap(({ test, pictures }) => [test, ...pictures]);
  const outside = files.find(({ path }) => !resolve(folder, path).startsWith(resolve(folder) + sep));
  if (outside) return `${outside.path} lies outside the folder`;
  if (new Set(files.map(({ path }) => path.toLowerCase())).size < files.length)
    return "two files would have one name";
  return tests.map((planned) => faultOf(folder, planned)).find((fault) => fault !== null) ?? null;
};

const times = { timeZone: "UTC", weekly: "Monday 23:00" };

/** Most changed files become tests that others have become before. */
const mostKnown = 20_000;
const knownFaults = new Map<string, string | null>();

/** What the course's own reader finds wrong with a test that would be written. */
const faultOf = (folder: string, { test, pictures }: PlannedTest): string | null => {
  const hash = createHash("sha256");
  for (const { path, content } of [test, ...pictures])
    hash.update(`${path}\0${content.length}\0`).update(content);
  const known = hash.digest("base64");
  const before = knownFaults.get(known);
  if (before !== undefined) return before;
  if (knownFaults.size >= mostKnown) knownFaults.clear();
  const fault = whenWritten(folder, [test, ...pictures], () => readingFault(folder, test.path));
  knownFaults.set(known, fault);
  return fault;
};

/** @returns what `read` gives while the files are there. */
const whenWritten = <T>(folder: string, files: readonly PlannedFile[], read: () => T): T => {
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  try {
    return read();
  } finally {
    for (const { path } of files) rmSync(join(folder, path));
  }
};

const readingFault = (folder: string, file: string): string | null => {
  const problems = new Problems();
  const [subject, testId] = file.replace(/\.yaml$/, "").split("/");
  const ref = { subject: subjectSchema.parse(subject), testId: testIdSchema.parse(testId) };
  const context = { times, formerNames: new FormerNames(new Map()), pictures: new Pictures(folder) };
  readTestFile(folder, file, ref, context, problems);
  const [first] = problems.errors;
  return first ? `the course refuses what was written: ${problemLine(first)}` : null;
};

/** People: everybody is counted once, with an id and an address of their own. */
export const readPeople: Reader = async (bytes) => {
  const problems = new Problems();
  const { entries } = await readRoster(bytes, "list", { columns: {} }, problems);
  // A list with a fault is refused as a whole.
  if (problems.errors.length > 0) return null;
  const { added, skipped, updatingLines } = mergeRoster([], entries, { domain: "example.com" });
  if (added.length + skipped.length + updatingLines !== entries.length)
    return `${entries.length} lines were read, and ${added.length + skipped.length + updatingLines} counted`;
  if (added.some(({ studentId, email }) => !isStudentId(studentId) || !email.includes("@")))
    return "somebody has no legal id or address";
  const ids = new Set(added.map(({ studentId }) => studentId.toLowerCase()));
  return ids.size < added.length ? "two have one id" : null;
};
