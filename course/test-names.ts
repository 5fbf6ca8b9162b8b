import { type TestRef, testPath } from "./ids.ts";

/** A test and the names that it had before: what is stored under any of them is about it. */
export interface NamedTest extends TestRef {
  /** Latest first. */
  readonly renamedFrom?: readonly TestRef[] | undefined;
}

/** Every name under which something of the test may be stored; its own first. */
export const refsOf = ({ subject, testId, renamedFrom = [] }: NamedTest): readonly TestRef[] => [
  { subject, testId },
  ...renamedFrom,
];

/** Whether a test has this name, or had it once. */
export const goesBy = (test: NamedTest, ref: TestRef): boolean =>
  refsOf(test).some((own) => testPath(own) === testPath(ref));

/** What a map by `testPath` says of a test under each of its names that it has an entry for. */
export const underItsNames = <T>(test: NamedTest, byPath: ReadonlyMap<string, T>): T[] =>
  refsOf(test).flatMap((ref) => byPath.get(testPath(ref)) ?? []);

/** The test that a grade or a submission is of, whatever the name of the test was then. */
export const testOf = <T extends NamedTest>(ref: TestRef, tests: readonly T[]): T | undefined =>
  tests.find((test) => goesBy(test, ref));
