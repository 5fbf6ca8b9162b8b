import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type * as z from "zod";
import {
  looseId,
  type Subject,
  subjectSchema,
  type TestRef,
  testIdSchema,
  testPath,
} from "../../course/ids.ts";
import { Pictures } from "../text/pictures.ts";
import { alikeSentence } from "./alike.ts";
import type { CourseTest } from "./course.ts";
import { readEarlierTest } from "./earlier-test.ts";
import { FormerNames } from "./former-names.ts";
import { valueSentence } from "./issue-sentence.ts";
import type { Problems } from "./problems.ts";
import { readTestFile } from "./test-file.ts";
import type { CourseTimes } from "./wall-time.ts";

/** Folders of the earlier system; every other folder of a course is a subject. */
const earlierFolders = { subjects: "subjects", students: "studentsList" } as const;

interface FoundTest {
  readonly ref: TestRef;
  readonly file: string;
  read(formerNames: FormerNames): CourseTest | undefined;
}

/** Reads all tests of a course folder, in both formats, by subject and test id. */
export const readTests = (folder: string, times: CourseTimes, problems: Problems): CourseTest[] => {
  const pictures = new Pictures(folder);
  const unread: string[] = [];
  const reserved: readonly string[] = Object.values(earlierFolders);
  const found = [
    ...foldersIn(folder)
      .filter((name) => !reserved.includes(name))
      .flatMap((name) => findTests(folder, name, { times, pictures, unread }, problems)),
    ...findEarlierTests(folder, pictures, problems),
  ];
  if (found.length === 0 && problems.errors.length === 0) {
    problems.add("course.yaml", 1, "has no test beside it; write one as <subject>/<testId>.yaml");
  }
  checkTwice(found, problems);
  const formerNames = new FormerNames(new Map(found.map(({ ref, file }) => [testPath(ref), file])));
  const tests = found.flatMap(({ read }) => read(formerNames) ?? []);
  warnOfUnread(unread, pictures, problems);
  return tests.toSorted((a, b) => compare(a.subject, b.subject) || compare(a.testId, b.testId));
};

interface Subjects {
  readonly times: CourseTimes;
  readonly pictures: Pictures;
  /** Files and folders beside the tests, which may be pictures. */
  readonly unread: string[];
}

const findTests = (
  folder: string,
  name: string,
  { times, pictures, unread }: Subjects,
  problems: Problems,
): FoundTest[] => {
  const subject = readName(subjectSchema, name, name, "subject", problems);
  const files = visibleIn(join(folder, name));
  const testFiles = files.filter((file) => /\.ya?ml$/.test(file));
  unread.push(...files.filter((other) => !testFiles.includes(other)).map((file) => `${name}/${file}`));
  return testFiles.flatMap((testFile) => {
    const file = `${name}/${testFile}`;
    const testId = readName(testIdSchema, testFile.replace(/\.ya?ml$/, ""), file, "test id", problems);
    if (!subject || !testId) return [];
    const ref = { subject, testId };
    const read = (formerNames: FormerNames) =>
      readTestFile(folder, file, ref, { times, formerNames, pictures }, problems);
    return [{ ref, file, read }];
  });
};

const warnOfUnread = (unread: readonly string[], pictures: Pictures, problems: Problems): void => {
  const shown = [...pictures.files];
  for (const file of unread) {
    if (shown.some((picture) => picture === file || picture.startsWith(`${file}/`))) continue;
    problems.warn(
      file,
      1,
      "is not read: tests are files that end in .yaml, and no text shows it as a picture",
    );
  }
};

const findEarlierTests = (folder: string, pictures: Pictures, problems: Problems): FoundTest[] => {
  const root = earlierFolders.subjects;
  if (!foldersIn(folder).includes(root)) return [];
  return foldersIn(join(folder, root)).flatMap((name) => {
    const subject = readName(subjectSchema, name, `${root}/${name}`, "subject", problems);
    return subject ? findEarlierTestsOf(folder, subject, pictures, problems) : [];
  });
};

const findEarlierTestsOf = (
  folder: string,
  subject: Subject,
  pictures: Pictures,
  problems: Problems,
): FoundTest[] => {
  const subjectFolder = `${earlierFolders.subjects}/${subject}`;
  return foldersIn(join(folder, subjectFolder)).flatMap((name) => {
    const file = `${subjectFolder}/${name}`;
    const testId = readName(testIdSchema, name, file, "test id", problems);
    if (!testId) return [];
    const ref = { subject, testId };
    return [{ ref, file, read: () => readEarlierTest(folder, file, ref, pictures, problems) }];
  });
};

const readName = <S extends z.ZodType>(
  schema: S,
  name: string,
  file: string,
  what: string,
  problems: Problems,
): z.output<S> | undefined => {
  const parsed = schema.safeParse(name);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) problems.add(file, 1, `the ${what} ${valueSentence(issue, name)}`);
  return undefined;
};

const checkTwice = (found: readonly FoundTest[], problems: Problems): void => {
  const firstWith = new Map<string, string>();
  const looseWith = new Map<string, string>();
  for (const { ref, file } of found) {
    const key = `${ref.subject}/${ref.testId}`;
    const first = firstWith.get(key);
    if (first !== undefined) problems.add(file, 1, `is the test ${key}, as ${first} is`);
    else {
      firstWith.set(key, file);
      const alike = looseWith.get(looseId(key));
      if (alike !== undefined) problems.warn(file, 1, `the test ${alikeSentence(key, alike)}`);
      looseWith.set(looseId(key), key);
    }
  }
};

/** Names that begin with a dot belong to editors and version control. */
const visibleIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => !name.startsWith("."))
    .toSorted(compare);

const foldersIn = (folder: string): string[] =>
  visibleIn(folder).filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory());

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
