import { beforeAll, describe, expect, test } from "@jest/globals";
import { askedIn } from "../../../adapters/scores/tallies.ts";
import { closeRunOutputSchema } from "../../../course/run/run.ts";
import { storedTallySchema } from "../../../course/statistics/stored-tally.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { gradesOf, single } from "../../course/statistics/support/made-up-grades.ts";
import { monday, mondayRun, studentId, testRef } from "../support/course.ts";
import { close, closedAt, failedChild, finishedMap, record, reportOf } from "../support/finished-map.ts";
import type { MemoryStore } from "../support/memory-store.ts";
import { failed, graded, mail, missing } from "../support/outcomes.ts";

describe("a run is closed", () => {
  const store = finishedMap(["ann", "bob", "cid"], {
    succeeded: [
      { studentId: "bob", tests: [missing("t1"), missing("t2")], mails: [] },
      {
        studentId: "ann",
        tests: [graded("t1"), graded("t2", 0)],
        mails: [mail("sent", "t1"), mail("already-sent", "t2")],
      },
    ],
    failed: [
      failedChild("cid", {
        Error: "StudentFailed",
        Cause: JSON.stringify({
          studentId: "cid",
          error: "StudentFailed",
          cause: "linux/t2: it is corrupt",
          tests: [graded("t1", 3), failed("t2")],
          mails: [mail("sent", "t1")],
        }),
      }),
    ],
  });

  beforeAll(async () => {
    await close(store);
  });

  test("with its counts, small enough for a state's payload", async () => {
    expect(closeRunOutputSchema.parse(await close(store))).toEqual({
      runId: mondayRun,
      counts: { roster: 6, graded: 3, missing: 2, failed: 1 },
      reportKey: keys.report(mondayRun),
      gradebookKey: keys.gradebook(mondayRun),
      mails: { sent: 2, alreadySent: 1, refused: 0, notSent: 0, unknown: 0 },
    });
  });

  test("with a report of every test", () => {
    const report = reportOf(store);
    expect(report.tests.map(({ testId, counts }) => [testId, counts])).toEqual([
      ["t1", { roster: 3, graded: 2, missing: 1, failed: 0 }],
      ["t2", { roster: 3, graded: 1, missing: 1, failed: 1 }],
    ]);
    expect(report.mails).toEqual({ sent: 2, alreadySent: 1, problems: [] });
    expect(report.failed).toMatchObject([{ studentId: "cid", testId: "t2", reason: "it is corrupt" }]);
  });

  test("with what its grades say of each test; one that can't be read, or is not there, is in none", async () => {
    const questions = [single("q1", "ab"), single("q2", "ab")];
    const grade = gradesOf([["a", "b"]])[0];
    store
      .set(keys.questions(testRef("t1")), questions)
      .set(keys.grade(studentId("ann"), testRef("t1")), grade)
      .set(keys.grade(studentId("cid"), testRef("t1")), "{");
    await close(store);
    const stored = storedTallySchema.parse(store.json(keys.tally(testRef("t1"), mondayRun, 0)));
    expect([stored.students, [...stored.results]]).toEqual([["ann"], [["1 2 all", 1]]]);
    expect(stored.asked).toBe(askedIn(questions));
    const other = storedTallySchema.parse(store.json(keys.tally(testRef("t2"), mondayRun, 0)));
    expect(other.students).toEqual([]);
  });

  test("with a gradebook in the roster's order", () => {
    expect(store.text(keys.gradebook(mondayRun)).split("\r\n")).toEqual([
      '"studentId","name","email","linux/t1","linux/t2"',
      '"ann","Name of ann","ann@example.com","3.33","0"',
      '"bob","Name of bob","bob@example.com","missing","missing"',
      '"cid","Name of cid","cid@example.com","5","failed"',
      "",
    ]);
  });

  test("so that its tests are not due again, and its record says so", () => {
    expect(store.json(keys.gradedThrough)).toEqual([
      { ...testRef("t1"), cutoff: monday },
      { ...testRef("t2"), cutoff: monday },
    ]);
    expect(store.json(keys.run(mondayRun))).toMatchObject({ ...record(3), status: "closed", booked: true });
  });

  test("and its record tells which tests it graded, and when", () => {
    expect(store.json(keys.run(mondayRun))).toHaveProperty("closed", {
      at: closedAt,
      tests: ["t1", "t2"].map((id) => ({ ...testRef(id), title: `Title of ${id}` })),
      counts: { roster: 6, graded: 3, missing: 2, failed: 1 },
    });
  });

  test("and counted in the metrics", async () => {
    const counted: object[] = [];
    await close(store, (counts) => void counted.push(counts));
    expect(counted).toEqual([
      {
        runsClosed: 1,
        testsGraded: 3,
        testsMissing: 2,
        testsFailed: 1,
        mailsSent: 2,
        mailsToSettle: 0,
      },
    ]);
  });

  test("again with the same artefacts", async () => {
    const before = store.keys().map((key) => store.text(key));
    await close(store);
    expect(store.keys().map((key) => store.text(key))).toEqual(before);
  });
});

describe("a run does not close", () => {
  const unclosable = async (store: MemoryStore, sentence: string) => {
    await expect(close(store)).rejects.toMatchObject({ name: "LedgerNotClosed" });
    await expect(close(store)).rejects.toThrow(sentence);
    expect(store.keys(keys.report(mondayRun))).toEqual([]);
    expect(store.json(keys.run(mondayRun))).toMatchObject({ status: "open" });
  };
  const whole = (id: string) => ({ studentId: id, tests: [missing("t1"), missing("t2")], mails: [] });

  test("when a student is lost", async () => {
    await unclosable(
      finishedMap(["ann", "bob"], { succeeded: [whole("ann")] }),
      "bob has no result for linux/t1",
    );
  });

  test("when a student is counted twice", async () => {
    await unclosable(
      finishedMap(["ann"], { succeeded: [whole("ann"), whole("ann")] }),
      "ann has two results",
    );
  });

  test("when a result is of nobody on the roster", async () => {
    await unclosable(finishedMap(["ann"], { succeeded: [whole("ann"), whole("eve")] }), "eve has a result");
  });

  test("and says so in the metrics", async () => {
    const counted: object[] = [];
    const closing = close(finishedMap(["ann"], { succeeded: [] }), (counts) => void counted.push(counts));
    await expect(closing).rejects.toMatchObject({ name: "LedgerNotClosed" });
    expect(counted).toEqual([{ ledgersNotClosed: 1 }]);
  });

  test("over a result that can't be read, which it names", async () => {
    const store = finishedMap(["ann"], { succeeded: [{ studentId: "ann" }] });
    await expect(close(store)).rejects.toThrow("SUCCEEDED_0.jsonl, line 1 is corrupt: tests is missing");
  });
});

describe("a large class", () => {
  test("of 5,000 is closed with nobody lost", async () => {
    const ids = Array.from({ length: 5_000 }, (_, n) => `s${n}`);
    const store = finishedMap(ids, {
      succeeded: ids.map((id) => ({
        studentId: id,
        tests: [graded("t1"), missing("t2")],
        mails: [mail("sent", "t1")],
      })),
    });
    const { counts } = await close(store);
    expect(counts).toEqual({ roster: 10_000, graded: 5_000, missing: 5_000, failed: 0 });
    expect(store.text(keys.gradebook(mondayRun)).split("\r\n")).toHaveLength(5_002);
  });
});
