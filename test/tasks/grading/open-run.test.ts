import {
  type GradedThrough,
  openRunOutputSchema,
  type RunRecord,
  type RunRequest,
} from "../../../course/run.ts";
import { keys } from "../../../course/storage-keys.ts";
import { openRun } from "../../../tasks/grading/open-run.ts";
import { logger } from "../../../tasks/runtime/logger.ts";
import {
  aTest,
  course,
  due,
  instant,
  monday,
  mondayRun,
  rosterLine,
  runId,
  settings,
  student,
  testRef,
} from "../support/course.ts";
import { MemoryStore } from "../support/memory-store.ts";

logger.setLogLevel("SILENT");

const arn = (name: string) => `arn:aws:states:us-east-1:000000000000:execution:GradingRun:${name}`;

const publishedStore = (students = [student("ann"), student("bob")], tests = [aTest()]) =>
  new MemoryStore({ [keys.settings]: settings, [keys.tests]: tests }).setLines(keys.roster, students);

const open = (store: MemoryStore, request: RunRequest = {}, name = "x", startedAt = "2026-11-23T22:00:07Z") =>
  openRun(
    { executionArn: arn(name), startedAt, request },
    { store, bucketName: "bucket", submitTimeoutSeconds: 10 },
  );

const atDeadline: RunRequest = { scheduledTime: "2026-11-23T22:00:00Z" };
const record = (changes: Partial<RunRecord> = {}): RunRecord => ({
  runId: mondayRun,
  executionArn: arn("x"),
  cutoff: monday,
  resumes: null,
  status: "open",
  students: 2,
  ...changes,
});

describe("a run", () => {
  it("is opened for everybody who has a test due, under its cutoff", async () => {
    const store = publishedStore();
    const output = await open(store, atDeadline);
    expect(openRunOutputSchema.parse(output)).toEqual({
      status: "open",
      runId: "2026-11-23T22-00-00Z",
      course,
      roster: { bucket: "bucket", key: "runs/2026-11-23T22-00-00Z/roster.jsonl", students: 2 },
      resultsPrefix: "runs/2026-11-23T22-00-00Z/results",
      landedBy: "2026-11-23T22:00:25.000Z",
    });
    const lines = store.text(keys.runRoster(mondayRun)).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual([rosterLine("ann"), rosterLine("bob")]);
    expect(store.json(keys.run(mondayRun))).toEqual(record());
  });

  it("started by hand has the same id, and the moment it started", async () => {
    expect(await open(publishedStore(), {}, "hand", "2026-11-24T08:15:30.123Z")).toMatchObject({
      status: "open",
      runId: mondayRun,
    });
  });

  it("waits for what was accepted before the latest deadline it covers", async () => {
    const extended = student("bob", {
      extensions: [{ ...testRef(), deadline: instant("2026-11-25T22:00:00.000Z") }],
    });
    const output = await open(publishedStore([student("ann"), extended]), {}, "x", "2026-11-30T22:00:00Z");
    expect(output).toMatchObject({ runId: "2026-11-25T22-00-00Z", landedBy: "2026-11-25T22:00:25.000Z" });
  });

  it("leaves out students with nothing due", async () => {
    const store = publishedStore([
      student("ann"),
      student("bob", { extensions: [{ ...testRef(), deadline: instant("2026-11-25T22:00:00.000Z") }] }),
    ]);
    expect(await open(store, atDeadline)).toMatchObject({ roster: { students: 1 } });
    expect(store.text(keys.runRoster(mondayRun))).not.toContain("bob");
  });

  it("with nothing due is recorded and grades nobody", async () => {
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

  it("is not opened for tests that an earlier run graded", async () => {
    const graded: GradedThrough = [{ ...testRef(), cutoff: monday }];
    const store = publishedStore().set(keys.gradedThrough, graded);
    expect(await open(store, {}, "x", "2026-11-30T22:00:00Z")).toMatchObject({ status: "nothing-due" });
  });

  it("of a course that was not published fails, and says what to do", async () => {
    await expect(open(new MemoryStore(), atDeadline)).rejects.toThrow(
      "There is no course/settings.json. Publish the course first: bin/trainer publish DIR",
    );
  });
});

describe("a run's claim", () => {
  it("is had by one of two executions of the same deadline", async () => {
    const store = publishedStore();
    const [a, b] = await Promise.all([open(store, atDeadline, "a"), open(store, {}, "b")]);
    expect([a.status, b.status].toSorted()).toEqual(["already-run", "open"]);
    const other = a.status === "already-run" ? a : b;
    const owner = a.status === "open" ? "a" : "b";
    expect(other).toEqual({ status: "already-run", runId: mondayRun, executionArn: arn(owner) });
  });

  it("is found again by its own execution", async () => {
    const store = publishedStore();
    const first = await open(store, atDeadline);
    expect(await open(store, atDeadline)).toEqual(first);
  });

  it("that failed before its roster was written is finished by the next try", async () => {
    const store = publishedStore();
    store.failNext("put", keys.runRoster(mondayRun), new Error("lost"));
    await expect(open(store, atDeadline)).rejects.toThrow("lost");
    expect(await open(store, atDeadline)).toMatchObject({ status: "open" });
    expect(store.keys(keys.runRoster(mondayRun))).toHaveLength(1);
  });

  it("takes the place of a record that nothing was due", async () => {
    const store = publishedStore().set(
      keys.run(mondayRun),
      record({ executionArn: arn("earlier"), status: "nothing-due", students: 0 }),
    );
    expect(await open(store, {}, "later")).toMatchObject({ status: "open", runId: mondayRun });
    expect(store.json(keys.run(mondayRun))).toMatchObject({ executionArn: arn("later"), status: "open" });
  });

  it("does not take the place of a run that was closed", async () => {
    const store = publishedStore().set(keys.run(mondayRun), record({ status: "closed" }));
    expect(await open(store, atDeadline, "again")).toMatchObject({
      status: "already-run",
      executionArn: arn("x"),
    });
  });
});

describe("a resumption", () => {
  const both = [due("t1"), due("t2")];
  const students = ["ann", "bob", "cid", "dan"];
  const problem = (id: string, status: string, testId = "t1") => ({
    studentId: id,
    name: id,
    ...testRef(testId),
    revision: 1,
    status,
  });
  const report = (changes: object = {}) => ({
    runId: mondayRun,
    students: 4,
    tests: [],
    missing: [{ studentId: "ann", name: "ann", ...testRef() }],
    failed: [{ studentId: "bob", name: "bob", ...testRef("t2"), reason: "corrupt" }],
    mails: { sent: 1, problems: [problem("cid", "not-sent"), problem("dan", "unknown")] },
    ...changes,
  });
  const closedStore = () =>
    publishedStore(students.map((id) => student(id)))
      .set(keys.run(mondayRun), record({ status: "closed", students: 4 }))
      .setLines(
        keys.runRoster(mondayRun),
        students.map((id) => rosterLine(id, both)),
      )
      .set(keys.report(mondayRun), report());
  const resume = (store: MemoryStore, name = "r1", of = mondayRun) =>
    open(store, { resume: of }, name, "2026-11-24T09:00:00Z");
  const rosterOf = (store: MemoryStore, id: string) =>
    store
      .text(keys.runRoster(runId(id)))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));

  it("takes up failed tests and mails that surely did not go out, and nothing else", async () => {
    const store = closedStore();
    expect(await resume(store)).toMatchObject({ status: "open", runId: `${mondayRun}-resume-1` });
    expect(rosterOf(store, `${mondayRun}-resume-1`)).toEqual([
      rosterLine("bob", [due("t2")]),
      rosterLine("cid", [due("t1")]),
    ]);
    expect(store.json(keys.run(runId(`${mondayRun}-resume-1`)))).toMatchObject({
      resumes: mondayRun,
      cutoff: monday,
      students: 2,
    });
  });

  it("sees a mended e-mail address", async () => {
    const store = closedStore().setLines(keys.roster, [student("bob", { email: "new@example.com" })]);
    await resume(store);
    expect(rosterOf(store, `${mondayRun}-resume-1`)[0]).toMatchObject({ email: "new@example.com" });
  });

  it("takes up the whole roster of a run that never closed", async () => {
    const store = closedStore().set(keys.run(mondayRun), record({ status: "failed", students: 4 }));
    expect(await resume(store)).toMatchObject({ roster: { students: 4 } });
  });

  it("works out who was due when the run failed before it had a roster", async () => {
    const store = publishedStore().set(keys.run(mondayRun), record({ status: "failed" }));
    await resume(store);
    expect(rosterOf(store, `${mondayRun}-resume-1`)).toEqual([rosterLine("ann"), rosterLine("bob")]);
  });

  it("of a resumed run takes up what the last closed resumption left", async () => {
    const first = runId(`${mondayRun}-resume-1`);
    const store = closedStore()
      .set(
        keys.run(first),
        record({ runId: first, executionArn: arn("r1"), resumes: mondayRun, status: "closed" }),
      )
      .set(
        keys.report(first),
        report({ failed: [], mails: { sent: 0, problems: [problem("cid", "refused")] } }),
      );
    expect(await resume(store, "r2", first)).toMatchObject({ runId: `${mondayRun}-resume-2` });
    expect(rosterOf(store, `${mondayRun}-resume-2`)).toEqual([rosterLine("cid", [due("t1")])]);
  });

  it("is found again by its own execution, and numbered anew for another", async () => {
    const store = closedStore();
    const first = await resume(store, "r1");
    expect(await resume(store, "r1")).toEqual(first);
    expect(await resume(store, "r2")).toMatchObject({ runId: `${mondayRun}-resume-2` });
  });

  it("of a run that left nothing to do has nothing due", async () => {
    const store = closedStore().set(
      keys.report(mondayRun),
      report({ failed: [], mails: { sent: 4, problems: [] } }),
    );
    expect(await resume(store)).toEqual({ status: "nothing-due", runId: `${mondayRun}-resume-1` });
  });

  it("of a run that does not exist fails, and says so", async () => {
    await expect(resume(publishedStore())).rejects.toThrow(`There is no runs/${mondayRun}/run.json.`);
  });
});
