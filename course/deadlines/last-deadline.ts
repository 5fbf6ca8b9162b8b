import { type Instant, testPath } from "../ids.ts";
import type { Student } from "../student.ts";
import { type NamedTest, underItsNames } from "../test-names.ts";

/** The latest extension of each test, by `testPath` as the extensions name it. */
export type LatestExtensions = ReadonlyMap<string, Instant>;

export const latestExtensions = (students: Iterable<Pick<Student, "extensions">>): LatestExtensions => {
  const latest = new Map<string, Instant>();
  for (const { extensions } of students) {
    for (const { deadline, ...ref } of extensions) {
      const path = testPath(ref);
      const known = latest.get(path);
      if (known === undefined || known < deadline) latest.set(path, deadline);
    }
  }
  return latest;
};

/** The latest deadline that any student has for the test; undefined: nobody has more time than the others. */
export const lastDeadlineOf = (
  test: NamedTest & { readonly deadline: Instant },
  latest: LatestExtensions,
): Instant | undefined => {
  const last = underItsNames(test, latest).toSorted().at(-1);
  return last !== undefined && last > test.deadline ? last : undefined;
};
