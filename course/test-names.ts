import { type TestRef, testPath } from "./ids.ts";

/** A test and its earlier names; data that is stored under any of them belongs to it. */
export interface NamedTest extends TestRef {
  /** Latest first. */
  readonly renamedFrom?: readonly TestRef[] | undefined;
}

/** Every name under which something of the test may be stored; its own first. */
export const refsOf = ({ subject, testId, renamedFrom = [] }: NamedTest): readonly TestRef[] => [
  { subject, testId },
  ...renamedFrom,
];

/** Whether a test has or had this name. */
export const goesBy = (test: NamedTest, ref: TestRef): boolean =>
  refsOf(test).some((own) => testPath(own) === testPath(ref));

/** The entries of a map by `testPath` for all names of a test. */
export const underItsNames = <T>(test: NamedTest, byPath: ReadonlyMap<string, T>): T[] =>
  refsOf(test).flatMap((ref) => byPath.get(testPath(ref)) ?? []);

/** The test that a grade or a submission is of, whatever the name of the test was then. */
export const testOf = <T extends NamedTest>(ref: TestRef, tests: readonly T[]): T | undefined =>
  tests.find((test) => goesBy(test, ref));

/** As `testOf`, for many refs: the tests are looked through once. */
export const testFinder = <T extends NamedTest>(tests: readonly T[]): ((ref: TestRef) => T | undefined) => {
  const byPath = new Map<string, T>();
  for (const test of tests) {
    for (const ref of refsOf(test)) if (!byPath.has(testPath(ref))) byPath.set(testPath(ref), test);
  }
  return (ref) => byPath.get(testPath(ref));
};
