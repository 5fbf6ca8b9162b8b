import * as z from "zod";
import { subjectSchema, type TestRef, testIdSchema, testPath } from "../../course/ids.ts";
import type { Problems } from "./problems.ts";
import type { Tree } from "./tree.ts";

/** `renamedFrom:` of a test's file: one earlier name or several, the latest first; each `<testId>` or `<subject>/<testId>`. */
export const renamedFromSchema = z.union(
  [z.string().transform((name) => [name]), z.array(z.string()).min(1)],
  {
    error: 'must be the name that the test had, such as "test01" or "linux/test01", or a list of them',
  },
);

const refSchema = z.tuple([subjectSchema, testIdSchema]);

/** The earlier names of a folder's tests: what was handed in under a name can count for one test only. */
export class FormerNames {
  readonly #tests: ReadonlyMap<string, string>;
  readonly #claimed = new Map<string, string>();

  /** @param tests file of each test by `<subject>/<testId>`. */
  constructor(tests: ReadonlyMap<string, string>) {
    this.#tests = tests;
  }

  /** What the names of `renamedFrom:` mean in a test's file; those that can't be are noted as problems. */
  claim(names: readonly string[], own: TestRef, { file, lineOf }: Tree, problems: Problems): TestRef[] {
    return names.flatMap((name) => {
      const line = lineOf(["renamedFrom"]);
      const ref = refOf(name, own);
      if (ref === null) {
        problems.add(
          file,
          line,
          `renamedFrom: "${name}" is no name of a test, such as "test01" or "linux/test01"`,
        );
        return [];
      }
      const path = testPath(ref);
      const other = this.#tests.get(path) ?? this.#claimed.get(path);
      if (other !== undefined)
        problems.add(file, line, `renamedFrom: ${path} ${this.#useOf(path, file, other)}`);
      this.#claimed.set(path, file);
      return [ref];
    });
  }

  #useOf(path: string, file: string, other: string): string {
    if (other === file) return this.#tests.has(path) ? "is the test's own name" : "is named twice";
    return this.#tests.has(path) ? `is a test of its own, ${other}` : `is claimed by ${other} too`;
  }
}

const refOf = (name: string, { subject }: TestRef): TestRef | null => {
  const parts = name.split("/");
  const parsed = refSchema.safeParse(parts.length === 1 ? [subject, ...parts] : parts);
  return parsed.success ? { subject: parsed.data[0], testId: parsed.data[1] } : null;
};
