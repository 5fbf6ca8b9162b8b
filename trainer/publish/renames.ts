import { type TestRef, testPath } from "../../course/ids.ts";
import { type Question, questionsSchema } from "../../course/test.ts";
import { goesBy, refsOf } from "../../course/test-names.ts";
import { jsonOrUndefined } from "../../course/unknown-value.ts";
import type { CourseTest } from "../course-folder/course.ts";
import type { Published, PublishedTest } from "./published.ts";

/** A name under which nothing counts any more, once a course is published. */
export interface DroppedName {
  readonly ref: TestRef;
  /** The published test that has, or once had, the name. */
  readonly of: PublishedTest;
}

/** The names of published tests that no test of the folder has, or says that it had. */
export const droppedNames = (tests: readonly CourseTest[], published: Published): DroppedName[] => {
  const kept = new Set(tests.flatMap(refsOf).map(testPath));
  return [...published.tests.values()].flatMap((of) =>
    refsOf(of.test)
      .filter((ref) => !kept.has(testPath(ref)))
      .map((ref) => ({ ref, of })),
  );
};

/** What is published of a test, under its name or, when that is new, under the latest of its earlier ones. */
export const publishedBefore = (test: CourseTest, published: Published): PublishedTest | undefined => {
  for (const ref of refsOf(test)) {
    const before = published.tests.get(testPath(ref));
    if (before) return before;
  }
  return undefined;
};

/** The test that a dropped name is probably the earlier name of: it took over the other name, the questions or the title. */
export const heirOf = (
  { ref, of }: DroppedName,
  tests: readonly CourseTest[],
  published: Published,
): CourseTest | undefined => {
  if (testPath(of.test) !== testPath(ref)) {
    const successor = tests.find((test) => goesBy(test, of.test));
    if (successor) return successor;
  }
  const added = tests.filter((test) => publishedBefore(test, published) === undefined);
  const questions = questionsSchema.safeParse(jsonOrUndefined(of.questions)).data ?? [];
  const texts = new Set(questions.map(textOf));
  const shared = (test: CourseTest): number => test.questions.filter((q) => texts.has(textOf(q))).length;
  return (
    added.find((test) => shared(test) * 2 > Math.max(texts.size, test.questions.length)) ??
    added.find((test) => test.title === of.test.title)
  );
};

const textOf = ({ question }: Question): string => question.trim();

/** The line of the heir's file that keeps what was handed in under the name, beside those that it says already. */
export const lineToAdd = (ref: TestRef, heir: CourseTest): string => {
  const names = [ref, ...(heir.renamedFrom ?? [])]
    .toSorted((a, b) => orderIn(heir, a) - orderIn(heir, b))
    .map((name) => (name.subject === heir.subject ? name.testId : testPath(name)));
  return `renamedFrom: ${names.length === 1 ? names[0] : `[${names.join(", ")}]`}`;
};

/** Earlier names come after those that the file says: they are older. */
const orderIn = ({ renamedFrom = [] }: CourseTest, ref: TestRef): number => {
  const index = renamedFrom.findIndex((name) => testPath(name) === testPath(ref));
  return index === -1 ? renamedFrom.length : index;
};
