import { describe, expect, test } from "@jest/globals";
import { linesOf, percentOf, totalOf } from "../../tools/mutation/report.ts";
import { distancesTo, isPure, nearestTests } from "../../tools/mutation/test-files.ts";

describe("the tests that can notice a change of a module", () => {
  const modules: Readonly<Record<string, string>> = {
    "test/a.test.ts": 'import { a } from "../course/a.ts";',
    "test/b.test.ts": 'import type { B } from "../course/b.ts";\nimport { a } from "../course/a.ts";',
    "test/c.test.ts": 'import { test } from "@jest/globals";\nawait import("../course/text/c.ts");',
    "course/a.ts": 'export * from "./b.ts";',
    "course/b.ts": "",
    "course/text/c.ts": 'import {\n  b,\n} from "../b.ts";',
  };
  const tests = ["test/a.test.ts", "test/b.test.ts", "test/c.test.ts"];
  const near = (target: string) => [...distancesTo(target, tests, (path) => modules[path])];

  test("come nearest first, however they import it", () => {
    const found = near("course/b.ts");
    expect(new Map(found)).toEqual(
      new Map([
        ["course/b.ts", 0],
        ["course/a.ts", 1],
        ["course/text/c.ts", 1],
        ["test/b.test.ts", 1],
        ["test/a.test.ts", 2],
        ["test/c.test.ts", 2],
      ]),
    );
    expect(found.map(([, distance]) => distance)).toEqual([0, 1, 1, 1, 2, 2]);
  });

  test("are first those in the folder that mirrors its own, then those with fewest imports between", () => {
    const distances = new Map([
      ["test/tasks/a.test.ts", 1],
      ["test/course/b.test.ts", 4],
      ["test/course/text/c.test.ts", 3],
      ["test/course/text/d.test.ts", 2],
      ["test/course/words/e.test.ts", 1],
    ]);
    expect(nearestTests("course/text/x/y.ts", [...distances.keys(), "test/f.test.ts"], distances)).toEqual([
      "test/course/text/d.test.ts",
      "test/course/text/c.test.ts",
      "test/course/b.test.ts",
      "test/tasks/a.test.ts",
      "test/course/words/e.test.ts",
    ]);
  });

  test("are only those that import it", () => {
    expect(near("course/text/c.ts")).toEqual([
      ["course/text/c.ts", 0],
      ["test/c.test.ts", 1],
    ]);
    expect(near("course/unused.ts")).toEqual([["course/unused.ts", 0]]);
  });
});

test("a test file is pure where it needs no more of jest than to name tests and to expect", () => {
  expect(isPure('import { describe, expect, test } from "@jest/globals";')).toBe(true);
  expect(isPure('import { expect, test } from "@jest/globals";\nimport { a } from "./a.ts";')).toBe(true);
  expect(isPure('import {\n  expect,\n  test,\n} from "@jest/globals";')).toBe(true);
  expect(isPure('import { cases } from "./cases.ts";')).toBe(true);
  expect(isPure('import { afterEach, expect, test } from "@jest/globals";')).toBe(false);
});

describe("of changes that were made", () => {
  const mutant = (status: string) => ({
    mutatorName: "BooleanLiteral",
    replacement: "true",
    status,
    location: { start: { line: 3, column: 7 } },
  });
  const files = {
    "course/a.ts": { mutants: ["Killed", "Timeout", "Survived"].map(mutant) },
    "course/b.ts": { mutants: ["NoCoverage", "Ignored", "CompileError"].map(mutant) },
    "course/c.ts": { mutants: [] },
  };

  test("those that no test reaches count as unnoticed, and those that were never run not at all", () => {
    expect(totalOf({ files })).toEqual({ killed: 2, mutants: 4 });
    expect(percentOf({ killed: 2, mutants: 4 })).toBe(50);
  });

  test("each unnoticed one is shown with its place, then each file and all together", () => {
    expect(linesOf({ files })).toEqual([
      "unnoticed: course/a.ts:3:7 BooleanLiteral: true",
      "unnoticed: course/b.ts:3:7 BooleanLiteral: true",
      "  66.7 % of     3  course/a.ts",
      "   0.0 % of     1  course/b.ts",
      " 100.0 % of     0  course/c.ts",
      "  50.0 % of     4  together",
    ]);
  });
});
