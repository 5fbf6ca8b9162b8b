import { describe, expect, test } from "@jest/globals";
import { bookByStudent, emptyUnreadableParts, setInBook } from "../../../adapters/gradebook/course-book.ts";
import { foldEarlierRuns } from "../../../adapters/runs/earlier-runs.ts";
import type { Override } from "../../../course/gradebook/override.ts";
import type { RunReport } from "../../../course/run/run-report.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { aTest, due, instant, mondayRun, rosterLine, runId, studentId, testRef } from "../support/course.ts";
import { close, failedChild, finishedMap, record, reportOf, resultsKey } from "../support/finished-map.ts";
import type { MemoryStore } from "../support/memory-store.ts";
import { failed, graded, missing } from "../support/outcomes.ts";

const cellsOf = async (store: MemoryStore, id: string) =>
  (await bookByStudent(store)).get(studentId(id))?.cells;
const of = (id: string, ...tests: object[]) => ({ studentId: id, tests, mails: [] });

const byHand = (value: Override["value"]): Override => ({
  ...{ value, because: "the key was wrong", by: "Tess", at: instant("2026-11-22T10:00:00.000Z") },
});

const threeStudents = () =>
  finishedMap(["ann", "bob", "cid"], {
    succeeded: [of("ann", graded("t1"), graded("t2", 3)), of("bob", missing("t1"), failed("t2"))],
    failed: [failedChild("cid", { Error: "States.Timeout", Cause: "" })],
  });

describe("a run that closes", () => {
  test("is taken into the course's book: graded, missing, failed, and who failed as a whole", async () => {
    const store = threeStudents();
    await close(store);
    expect(await cellsOf(store, "ann")).toEqual({
      "linux/t1": {
        outcome: { status: "graded", right: 2, questions: 3, scale: 5, revision: 1, run: mondayRun },
      },
      "linux/t2": {
        outcome: { status: "graded", right: 3, questions: 3, scale: 5, revision: 1, run: mondayRun },
      },
    });
    expect(await cellsOf(store, "bob")).toMatchObject({
      "linux/t1": { outcome: { status: "missing", run: mondayRun } },
      "linux/t2": { outcome: { status: "failed" } },
    });
    expect(await cellsOf(store, "cid")).toMatchObject({
      "linux/t1": { outcome: { status: "failed" } },
      "linux/t2": { outcome: { status: "failed" } },
    });
  });

  test("says in the book what came at the test's own deadline or after it", async () => {
    const store = threeStudents();
    store.set(keys.tests, [aTest("t1", { deadline: graded().receivedAt }), aTest("t2")]);
    await close(store);
    expect(await cellsOf(store, "ann")).toMatchObject({
      "linux/t1": { outcome: { late: true } },
      "linux/t2": { outcome: expect.not.objectContaining({ late: true }) },
    });
  });

  test("reports what was set by hand and stays", async () => {
    const store = threeStudents();
    const value = { kind: "score", score: "4.5" } as const;
    await setInBook(store, studentId("ann"), testRef(), byHand(value));
    await close(store);
    const expected: RunReport["overrides"] = [
      { studentId: studentId("ann"), name: "Name of ann", ...testRef(), value, graded: "3.33" },
    ];
    expect(reportOf(store).overrides).toEqual(expected);
    expect(await cellsOf(store, "ann")).toMatchObject({ "linux/t1": { override: { value } } });
  });

  test("names as excused, and not as missing, whom the trainer has excused; the counts still add up", async () => {
    const store = threeStudents();
    await setInBook(store, studentId("bob"), testRef(), byHand({ kind: "excused" }));
    await close(store);
    const { missing: list, tests, overrides } = reportOf(store);
    expect(list).toEqual([]);
    expect(overrides).toMatchObject([{ studentId: "bob", value: { kind: "excused" } }]);
    expect(tests.map(({ counts }) => counts)).toEqual([
      { roster: 3, graded: 1, missing: 1, failed: 1, excused: 1 },
      { roster: 3, graded: 1, missing: 0, failed: 2 },
    ]);
  });

  test("reports also what was set by hand under a test's earlier name", async () => {
    const store = threeStudents();
    const renamed = (name: string) => ({ ...due(name), renamedFrom: [testRef("old")] });
    const names = ["ann", "bob", "cid"];
    store.setLines(
      keys.runRoster(mondayRun),
      names.map((name) => ({ ...rosterLine(name), tests: [renamed("t1"), due("t2")] })),
    );
    const value = { kind: "score", score: "4.5" } as const;
    await setInBook(store, studentId("ann"), testRef("old"), byHand(value));
    await close(store);
    expect(reportOf(store).overrides).toEqual([
      { studentId: "ann", name: "Name of ann", ...testRef(), value, graded: "3.33" },
    ]);
  });

  test("takes from the book what the course keeps no longer, of students of other runs too", async () => {
    const store = threeStudents();
    const old = { outcome: { status: "missing", run: runId("2026-05-18T22-00-00Z") } };
    store.setLines(keys.bookPart(0), [
      {
        studentId: "zoe",
        cells: { "linux/t0": old, "linux/t1": { outcome: { status: "missing", run: mondayRun } } },
      },
    ]);
    await close(store, undefined, mondayRun, 6);
    expect(Object.keys((await cellsOf(store, "zoe")) ?? {})).toEqual(["linux/t1"]);
  });

  test("takes closed runs from before there was a book into it, each once", async () => {
    const earlier = runId("2026-11-16T22-00-00Z");
    const at = (name: string) => resultsKey(name).replace(mondayRun, earlier);
    const store = threeStudents()
      .set(keys.run(earlier), { ...record(1), runId: earlier, status: "closed" })
      .set(at("manifest.json"), {
        ResultFiles: { SUCCEEDED: [{ Key: at("S.jsonl") }], FAILED: [], PENDING: [] },
      })
      .setLines(at("S.jsonl"), [of("bob", graded("t0"))]);
    await close(store);
    expect(await cellsOf(store, "bob")).toMatchObject({ "linux/t0": { outcome: { run: earlier } } });
    expect(store.json(keys.run(earlier))).toMatchObject({ booked: true });
    store.calls.length = 0;
    await close(store);
    expect(store.calls).not.toContain(`lines ${at("S.jsonl")}`);
  });

  test("closes also when an earlier run's results are gone", async () => {
    const earlier = runId("2026-11-16T22-00-00Z");
    const at = (name: string) => resultsKey(name).replace(mondayRun, earlier);
    const files = { SUCCEEDED: [{ Key: at("S.jsonl") }], FAILED: [], PENDING: [] };
    const store = threeStudents()
      .set(keys.run(earlier), { ...record(1), runId: earlier, status: "closed" })
      .set(at("manifest.json"), { ResultFiles: files });
    await close(store);
    expect(store.json(keys.run(mondayRun))).toMatchObject({ status: "closed", booked: true });
    expect(store.json(keys.run(earlier))).not.toHaveProperty("booked");
  });

  test("closes also when the book can't be read, and is added once it can", async () => {
    const store = threeStudents().set(keys.bookPart(0), "{");
    await close(store);
    expect(store.json(keys.run(mondayRun))).toMatchObject({ status: "closed" });
    expect(store.json(keys.run(mondayRun))).not.toHaveProperty("booked");
    expect(await emptyUnreadableParts(store)).toEqual([keys.bookPart(0)]);
    expect(await foldEarlierRuns(store)).toEqual([]);
    expect(await cellsOf(store, "ann")).toMatchObject({ "linux/t1": { outcome: { right: 2 } } });
  });
});
