import { describe, expect, test } from "@jest/globals";
import { advanceGradedThrough, dueRule, extendedRule } from "../../../course/run/due.ts";
import { aTest, instant, monday, testRef } from "../../tasks/support/course.ts";

const nextMonday = instant("2026-11-30T22:00:00.000Z");
const ids = (tests: readonly { testId: string }[]) => tests.map(({ testId }) => testId);

/** On the list from the start, with no more time than others. */
const always = { extensions: [] };

describe("a test", () => {
  test("is due from its deadline on", () => {
    expect(dueRule([aTest()], [], instant("2026-11-23T21:59:59.999Z"))(always)).toEqual([]);
    expect(ids(dueRule([aTest()], [], monday)(always))).toEqual(["t1"]);
  });

  test("is due once: not again after the run that graded it", () => {
    const gradedThrough = [{ ...testRef(), cutoff: monday }];
    expect(dueRule([aTest()], gradedThrough, nextMonday)(always)).toEqual([]);
  });

  test("with an extension is due in the run after the student's own deadline, and carries it", () => {
    const extensions = [{ ...testRef(), deadline: instant("2026-11-25T22:00:00.000Z") }];
    expect(dueRule([aTest()], [], monday)({ extensions })).toEqual([]);
    const later = dueRule([aTest()], [{ ...testRef(), cutoff: monday }], nextMonday)({ extensions });
    expect(later).toEqual([
      { ...testRef(), title: "Title of t1", deadline: instant("2026-11-25T22:00:00.000Z") },
    ]);
  });

  test("is due with what grading needs to know of it, and no more", () => {
    const { title: _, ...plain } = dueRule([aTest()], [], monday)(always)[0] ?? {};
    expect(plain).toStrictEqual({ ...testRef(), deadline: monday });
    const known = { counts: "best" as const, lastDeadline: nextMonday, renamedFrom: [testRef("t0")] };
    const whole = aTest("t1", { ...known, shuffle: ["questions"], language: "pl" });
    expect(dueRule([whole], [], monday)(always)).toStrictEqual([
      { ...testRef(), title: "Title of t1", deadline: monday, ...known },
    ]);
  });

  test("that was never graded is due however long ago its deadline was", () => {
    const old = aTest("old", { deadline: instant("2026-01-05T22:00:00.000Z") });
    expect(ids(dueRule([old, aTest()], [{ ...testRef(), cutoff: monday }], nextMonday)(always))).toEqual([
      "old",
    ]);
  });
});

describe("a test that others have due is reported as due later", () => {
  const later = { ...testRef(), deadline: nextMonday };

  test("for a student who has more time, and for nobody else", () => {
    const rule = extendedRule([aTest()], [], monday);
    expect(rule({ extensions: [later] })).toStrictEqual([{ ...later, title: "Title of t1" }]);
    expect(rule(always)).toEqual([]);
    expect(rule({ extensions: [{ ...testRef(), deadline: monday }] })).toEqual([]);
  });

  test("but not before it is due for others, nor after the run that graded it", () => {
    const before = extendedRule([aTest()], [], instant("2026-11-23T21:59:59.999Z"));
    expect(before({ extensions: [later] })).toEqual([]);
    const after = extendedRule([aTest()], [{ ...testRef(), cutoff: monday }], monday);
    expect(after({ extensions: [later] })).toEqual([]);
  });
});

describe("who came on the list after a test had closed", () => {
  const late = { extensions: [], since: instant("2026-11-24T10:00:00.000Z") };

  test("is not due for it, not even when it is graded again", () => {
    const open = aTest("t2", { deadline: nextMonday });
    expect(ids(dueRule([aTest(), open], [], nextMonday)(late))).toEqual(["t2"]);
  });

  test("is due for it when an extension opens it again", () => {
    const extensions = [{ ...testRef(), deadline: nextMonday }];
    expect(ids(dueRule([aTest()], [], nextMonday)({ ...late, extensions }))).toEqual(["t1"]);
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

  test("moves on with a later run that graded the test again", () => {
    expect(advanceGradedThrough([{ ...testRef(), cutoff: monday }], [testRef()], nextMonday)).toEqual([
      { ...testRef(), cutoff: nextMonday },
    ]);
  });

  test("never moves back, so a resumption of an old run makes nothing due again", () => {
    const before = [{ ...testRef(), cutoff: nextMonday }];
    expect(advanceGradedThrough(before, [testRef()], monday)).toEqual(before);
  });
});
