import { describe, expect, test } from "@jest/globals";
import { type Attempt, attemptOfKey } from "../../course/attempts.ts";
import { submissionIdSchema } from "../../course/ids.ts";
import {
  accessTo,
  closedTests,
  isClosedTo,
  isTheirs,
  notSubmittedBySubject,
  openTests,
  upcoming,
} from "../../course/open-tests.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { testIndexSchema } from "../../course/test.ts";
import { testFinder, testOf } from "../../course/test-names.ts";
import { aTest, instant, monday, studentId, testRef } from "../tasks/support/course.ts";

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
    aTest("t4", { counts: "best", language: "pl", renamedFrom: [testRef("week-4")] }),
  ];
  const open = openTests(tests, [], new Map([["linux/t3", 2]]), now);

  test("come in deadline order, submitted or not", () => {
    expect(open.map(({ testId }) => testId)).toEqual(["t3", "t2", "t1", "t4"]);
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

  test("tell which attempts count, their language and earlier names where there is something to tell", () => {
    expect(open[3]).toMatchObject({ counts: "best", language: "pl", renamedFrom: [testRef("week-4")] });
    const [none] = openTests([aTest("t5", { counts: "latest", language: "" })], [], new Map(), now);
    expect(Object.keys(none ?? {}).filter((key) => /counts|language|renamed/.test(key))).toEqual([]);
  });

  test("that were not submitted are grouped by subject, in deadline order", () => {
    expect(notSubmittedBySubject(open)).toEqual([
      { subject: "networks", testIds: ["t2"] },
      { subject: "linux", testIds: ["t1", "t4"] },
    ]);
  });

  test("are an empty list when all is submitted", () => {
    expect(notSubmittedBySubject(open.slice(0, 1))).toEqual([]);
  });
});

test("a test is stored with all that is known of it, and read from what earlier versions stored", () => {
  const later = instant("2026-11-25T22:00:00.000Z");
  const more = {
    ...{ opens: now, lastDeadline: later, openSince: now, isListed: true as const, attemptsAllowed: 3 },
    ...{ counts: "average" as const, shuffle: ["answers" as const], language: "pl" },
    renamedFrom: [testRef("week-1")],
  };
  const stored = [aTest(), aTest("t2", more)];
  expect(testIndexSchema.parse(stored)).toEqual(stored);
  const bad = [
    { title: "" },
    { isListed: false },
    { attemptsAllowed: 0 },
    { deadline: null },
    { shuffle: [] },
  ];
  expect(bad.filter((each) => testIndexSchema.safeParse([{ ...aTest(), ...each }]).success)).toEqual([]);
});

describe("a closed test", () => {
  const [last, before] = [instant("2026-11-16T22:00:00.000Z"), instant("2026-11-09T22:00:00.000Z")];
  const attempt = (testId: string, at: string, digit = "a"): Attempt => {
    const id = submissionIdSchema.parse(digit.repeat(32));
    const key = keys.submission(studentId("ann"), testRef(testId), instant(at), id);
    const read = attemptOfKey(studentId("ann"), key);
    if (read === null) throw new Error("not read");
    return read;
  };
  const tests = [
    aTest("b", { deadline: last, language: "pl" }),
    aTest("c", { deadline: before }),
    aTest("a", { deadline: last }),
    aTest("open"),
    aTest("d", { deadline: before }),
    aTest("later", { opens: instant("2026-11-27T22:00:00.000Z") }),
  ];

  test("is a student's unless its deadline had passed when they came", () => {
    expect(isTheirs({}, last)).toBe(true);
    expect(isTheirs({ since: before }, last)).toBe(true);
    expect(isTheirs({ since: last }, last)).toBe(false);
    const came = { extensions: [], since: before };
    expect(tests.filter((each) => isClosedTo(each, came, now)).map(({ testId }) => testId)).toEqual([
      "b",
      "a",
    ]);
  });

  test("is listed with the time of what counts, the latest deadline first", () => {
    const attempts = [
      attempt("a", "2026-11-10T10:00:00.000Z"),
      attempt("a", "2026-11-12T10:00:00.000Z", "b"),
      attempt("a", "2026-11-18T10:00:00.000Z", "c"),
    ];
    const [title, receivedAt] = ["Title of ", null];
    expect(closedTests(tests, { extensions: [] }, attempts, now)).toEqual([
      { ...testRef("b"), title: `${title}b`, language: "pl", deadline: last, receivedAt },
      { ...testRef("a"), title: `${title}a`, deadline: last, receivedAt: "2026-11-12T10:00:00.000Z" },
      { ...testRef("d"), title: `${title}d`, deadline: before, receivedAt },
      { ...testRef("c"), title: `${title}c`, deadline: before, receivedAt },
    ]);
  });

  test("has the student's own deadline, and what came before that counts", () => {
    const deadline = instant("2026-11-19T22:00:00.000Z");
    const own = { extensions: [{ ...testRef("a"), deadline }] };
    const [first] = closedTests(tests, own, [attempt("a", "2026-11-18T10:00:00.000Z")], now);
    expect(first).toMatchObject({ testId: "a", deadline, receivedAt: "2026-11-18T10:00:00.000Z" });
  });
});

test("what comes next is when tests open next, and how many then", () => {
  const [soon, late] = [instant("2026-11-27T12:00:00.000Z"), instant("2026-12-04T12:00:00.000Z")];
  const opening = [late, soon, null, now, soon].map((opens, index) => aTest(`t${index}`, { opens }));
  expect(upcoming(opening, now)).toEqual({ opens: soon, tests: 2 });
  expect(upcoming(opening, soon)).toEqual({ opens: late, tests: 1 });
  expect(upcoming(opening, late)).toBeNull();
});

test("a name leads to the first test that has it or had it, looked up one by one or for many", () => {
  const renamed = aTest("boot", { renamedFrom: [testRef("week-2"), testRef("week-1")] });
  const other = aTest("week-2", { renamedFrom: [testRef("week-3")] });
  const found = (testId: string) => {
    const ref = testRef(testId);
    const [one, many] = [testOf(ref, [renamed, other]), testFinder([renamed, other])(ref)];
    expect(many).toBe(one);
    return one?.testId;
  };
  expect(["boot", "week-1", "week-2", "week-3", "week-4"].map(found)).toEqual([
    ...["boot", "boot", "boot", "week-2"],
    undefined,
  ]);
});
