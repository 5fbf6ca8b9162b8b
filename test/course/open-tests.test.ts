import { describe, expect, test } from "@jest/globals";
import { accessTo, notSubmittedBySubject, openTests } from "../../course/open-tests.ts";
import { aTest, instant, monday, testRef } from "../tasks/support/course.ts";

const now = instant("2026-11-20T12:00:00.000Z");

describe("a test", () => {
  test("that opens later is not there", () => {
    const test = aTest("t1", { opens: instant("2026-11-20T12:00:00.001Z") });
    expect(accessTo(test, [], now)).toBe("not-yet-open");
    expect(openTests([test], [], new Map(), now)).toEqual([]);
  });

  test("is open from the instant it opens until just before its deadline", () => {
    const test = aTest("t1", { opens: now });
    expect(accessTo(test, [], now)).toBe("open");
    expect(accessTo(test, [], instant("2026-11-23T21:59:59.999Z"))).toBe("open");
    expect(accessTo(test, [], monday)).toBe("closed");
  });

  test("stays open to a student with an extension, with that deadline", () => {
    const extensions = [{ ...testRef(), deadline: instant("2026-11-25T22:00:00.000Z") }];
    expect(accessTo(aTest(), extensions, monday)).toBe("open");
    expect(openTests([aTest()], extensions, new Map(), monday)).toMatchObject([
      { deadline: "2026-11-25T22:00:00.000Z" },
    ]);
  });
});

describe("the open tests", () => {
  const sooner = instant("2026-11-21T22:00:00.000Z");
  const tests = [
    aTest("t1", { attemptsAllowed: 2 }),
    aTest("t2", { ...testRef("t2", "networks"), deadline: sooner }),
    aTest("t3", { deadline: sooner }),
    aTest("old", { deadline: instant("2026-11-16T22:00:00.000Z") }),
  ];
  const open = openTests(tests, [], new Map([["linux/t3", 2]]), now);

  test("come in deadline order, submitted or not", () => {
    expect(open.map(({ testId }) => testId)).toEqual(["t3", "t2", "t1"]);
  });

  test("tell attempts used and allowed", () => {
    expect(open[0]).toEqual({
      ...testRef("t3"),
      title: "Title of t3",
      opens: null,
      deadline: sooner,
      submitted: true,
      attemptsUsed: 2,
      attemptsAllowed: null,
    });
    expect(open[2]).toMatchObject({ submitted: false, attemptsUsed: 0, attemptsAllowed: 2 });
  });

  test("that were not submitted are grouped by subject, in deadline order", () => {
    expect(notSubmittedBySubject(open)).toEqual([
      { subject: "networks", testIds: ["t2"] },
      { subject: "linux", testIds: ["t1"] },
    ]);
  });

  test("are an empty list when all is submitted", () => {
    expect(notSubmittedBySubject(open.slice(0, 1))).toEqual([]);
  });
});
