import { describe, expect, test } from "@jest/globals";
import { advanceGradedThrough, dueRule } from "../../course/due.ts";
import { aTest, instant, monday, testRef } from "../tasks/support/course.ts";

const nextMonday = instant("2026-11-30T22:00:00.000Z");
const ids = (tests: readonly { testId: string }[]) => tests.map(({ testId }) => testId);

describe("a test", () => {
  test("is due from its deadline on", () => {
    expect(dueRule([aTest()], [], instant("2026-11-23T21:59:59.999Z"))([])).toEqual([]);
    expect(ids(dueRule([aTest()], [], monday)([]))).toEqual(["t1"]);
  });

  test("is due once: not again after the run that graded it", () => {
    const gradedThrough = [{ ...testRef(), cutoff: monday }];
    expect(dueRule([aTest()], gradedThrough, nextMonday)([])).toEqual([]);
  });

  test("with an extension is due in the run after the student's own deadline, and carries it", () => {
    const extensions = [{ ...testRef(), deadline: instant("2026-11-25T22:00:00.000Z") }];
    expect(dueRule([aTest()], [], monday)(extensions)).toEqual([]);
    const later = dueRule([aTest()], [{ ...testRef(), cutoff: monday }], nextMonday)(extensions);
    expect(later).toEqual([
      { ...testRef(), title: "Title of t1", deadline: instant("2026-11-25T22:00:00.000Z") },
    ]);
  });

  test("that was never graded is due however long ago its deadline was", () => {
    const old = aTest("old", { deadline: instant("2026-01-05T22:00:00.000Z") });
    expect(ids(dueRule([old, aTest()], [{ ...testRef(), cutoff: monday }], nextMonday)([]))).toEqual(["old"]);
  });
});

describe("the cutoff that tests are graded through", () => {
  test("is set for the run's tests and kept for the others", () => {
    const before = [{ ...testRef("other"), cutoff: monday }];
    expect(advanceGradedThrough(before, [testRef()], nextMonday)).toEqual([
      { ...testRef("other"), cutoff: monday },
      { ...testRef(), cutoff: nextMonday },
    ]);
  });

  test("never moves back, so a resumption of an old run makes nothing due again", () => {
    const before = [{ ...testRef(), cutoff: nextMonday }];
    expect(advanceGradedThrough(before, [testRef()], monday)).toEqual(before);
  });
});
