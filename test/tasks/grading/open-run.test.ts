import { describe, expect, test } from "@jest/globals";
import { openRunOutputSchema } from "../../../course/run/run.ts";
import { isAgain } from "../../../course/run/run-id.ts";
import { type GradedThrough, runRecordSchema } from "../../../course/run/run-record.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import {
  course,
  due,
  instant,
  monday,
  mondayRun,
  rosterLine,
  runId,
  student,
  testRef,
} from "../support/course.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { arn, atDeadline, open, publishedStore, record } from "../support/opened-run.ts";

describe("a run", () => {
  test("is opened for everybody who has a test due, under its cutoff", async () => {
    const store = publishedStore();
    const output = await open(store, atDeadline);
    expect(openRunOutputSchema.parse(output)).toEqual({
      status: "open",
      runId: "2026-11-23T22-00-00Z",
      course,
      parts: [
        {
          part: 0,
          roster: { bucket: "bucket", key: "runs/2026-11-23T22-00-00Z/roster.jsonl", students: 2 },
          resultsPrefix: "runs/2026-11-23T22-00-00Z/results",
        },
      ],
      landedBy: "2026-11-23T22:00:35.000Z",
    });
    const lines = store.text(keys.runRoster(mondayRun)).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual([rosterLine("ann"), rosterLine("bob")]);
    const { subject, testId, title } = due();
    expect(store.json(keys.run(mondayRun))).toEqual(record({ tests: [{ subject, testId, title }] }));
  });

  test("started by hand has the same id, and the moment it started", async () => {
    expect(await open(publishedStore(), {}, "hand", "2026-11-24T08:15:30.123Z")).toMatchObject({
      status: "open",
      runId: mondayRun,
    });
  });

  test("waits for what was accepted before the latest deadline it covers", async () => {
    const extended = student("bob", {
      extensions: [{ ...testRef(), deadline: instant("2026-11-25T22:00:00.000Z") }],
    });
    const output = await open(publishedStore([student("ann"), extended]), {}, "x", "2026-11-30T22:00:00Z");
    expect(output).toMatchObject({ runId: "2026-11-25T22-00-00Z", landedBy: "2026-11-25T22:00:35.000Z" });
  });

  test("leaves out students with nothing due", async () => {
    const store = publishedStore([
      student("ann"),
      student("bob", { extensions: [{ ...testRef(), deadline: instant("2026-11-25T22:00:00.000Z") }] }),
    ]);
    expect(await open(store, atDeadline)).toMatchObject({ parts: [{ roster: { students: 1 } }] });
    expect(store.text(keys.runRoster(mondayRun))).not.toContain("bob");
  });

  test("with nothing due is recorded and grades nobody", async () => {
    const store = publishedStore();
    const early = await open(store, { scheduledTime: "2026-11-16T22:00:00Z" });
    expect(openRunOutputSchema.parse(early)).toEqual({
      status: "nothing-due",
      runId: "2026-11-16T22-00-00Z",
    });
    expect(store.json(keys.run(runId("2026-11-16T22-00-00Z")))).toMatchObject({
      status: "nothing-due",
      students: 0,
    });
    expect(store.keys("runs/").filter((key) => key.endsWith("roster.jsonl"))).toEqual([]);
  });

  test("is not opened for tests that an earlier run graded", async () => {
    const graded: GradedThrough = [{ ...testRef(), cutoff: monday }];
    const store = publishedStore().set(keys.gradedThrough, graded);
    expect(await open(store, {}, "x", "2026-11-30T22:00:00Z")).toMatchObject({ status: "nothing-due" });
  });

  test("of a course that was not published fails, and says what to do", async () => {
    await expect(open(new MemoryStore(), atDeadline)).rejects.toThrow(
      "There is no course/settings.json. Publish the course first: bin/trainer publish DIR",
    );
  });
});

describe("a run's claim", () => {
  test("is had by one of two executions of the same deadline", async () => {
    const store = publishedStore();
    const [a, b] = await Promise.all([open(store, atDeadline, "a"), open(store, {}, "b")]);
    expect([a.status, b.status].toSorted()).toEqual(["already-run", "open"]);
    const other = a.status === "already-run" ? a : b;
    const owner = a.status === "open" ? "a" : "b";
    expect(other).toEqual({ status: "already-run", runId: mondayRun, executionArn: arn(owner) });
  });

  test("is found again by its own execution", async () => {
    const store = publishedStore();
    const first = await open(store, atDeadline);
    expect(await open(store, atDeadline)).toEqual(first);
  });

  test("that failed before its roster was written is finished by the next try", async () => {
    const store = publishedStore();
    store.failNext("put", keys.runRoster(mondayRun), new Error("lost"));
    await expect(open(store, atDeadline)).rejects.toThrow("lost");
    expect(await open(store, atDeadline)).toMatchObject({ status: "open" });
    expect(store.keys(keys.runRoster(mondayRun))).toHaveLength(1);
  });

  test("takes the place of a record that nothing was due", async () => {
    const store = publishedStore().set(
      keys.run(mondayRun),
      record({ executionArn: arn("earlier"), status: "nothing-due", students: 0 }),
    );
    expect(await open(store, {}, "later")).toMatchObject({ status: "open", runId: mondayRun });
    expect(store.json(keys.run(mondayRun))).toMatchObject({ executionArn: arn("later"), status: "open" });
  });

  test("does not take the place of a run that was closed: what is due all the same gets a run of its own", async () => {
    const store = publishedStore().set(keys.run(mondayRun), record({ status: "closed" }));
    const again = runId("2026-11-23T22-00-00Z-again-1");
    const opened = await open(store, {}, "later");
    const parts = [{ roster: { key: keys.runRoster(again) } }];
    expect(opened).toMatchObject({ status: "open", runId: again, parts });
    expect(store.json(keys.run(again))).toMatchObject({ cutoff: monday, status: "open", resumes: null });
    expect(store.json(keys.run(mondayRun))).toEqual(record({ status: "closed" }));
    expect(await open(store, {}, "later")).toEqual(opened);
    expect(await open(store, {}, "third")).toMatchObject({ status: "already-run", runId: again });
  });

  test("says that tests were to be graded again, also under the later cutoff of somebody who had more time", async () => {
    const wednesday = instant("2026-11-25T22:00:00.000Z");
    const extensions = [{ ...testRef(), deadline: wednesday }];
    const store = publishedStore().set(keys.run(mondayRun), record({ status: "closed" }));
    store.setLines(keys.roster, [student("ann"), student("bob", { extensions })]);
    const opened = await open(store, { again: true }, "later", "2026-11-26T12:00:00Z");
    expect(opened).toMatchObject({ status: "open", runId: "2026-11-25T22-00-00Z" });
    const stored = runRecordSchema.parse(store.json(keys.run(runId("2026-11-25T22-00-00Z"))));
    expect([stored.again, isAgain(stored)]).toEqual([true, true]);
  });

  test("finds nothing left when the run closes while the roster is read", async () => {
    const store = publishedStore().set(keys.run(mondayRun), record({ status: "closed" }));
    store.set(keys.gradedThrough, [{ ...testRef(), cutoff: monday }]);
    const get = store.get.bind(store);
    let looks = 0;
    store.get = async (key) => {
      if (key !== keys.gradedThrough) return get(key);
      looks += 1;
      return looks === 1 ? null : get(key);
    };
    expect(await open(store, {}, "later")).toMatchObject({ status: "nothing-due" });
    expect(store.keys("runs/").filter((key) => key.includes("again"))).toEqual([]);
  });
});
