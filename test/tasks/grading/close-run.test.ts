import { closeRunOutputSchema, type RunRecord, runReportSchema } from "../../../course/run.ts";
import { keys } from "../../../course/storage-keys.ts";
import { type CloseRunDeps, closeRun } from "../../../tasks/grading/close-run.ts";
import { logger } from "../../../tasks/runtime/logger.ts";
import { course, due, monday, mondayRun, rosterLine, studentId, testRef } from "../support/course.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { failed, graded, mail, missing } from "../support/outcomes.ts";

logger.setLogLevel("SILENT");

const resultsKey = (name: string) => `${keys.runResults(mondayRun)}/map-1/${name}`;
const manifestKey = resultsKey("manifest.json");

const record = (students: number): RunRecord => ({
  runId: mondayRun,
  executionArn: "arn:x",
  cutoff: monday,
  resumes: null,
  status: "open",
  students,
});

const childInput = (id: string) =>
  JSON.stringify({ runId: mondayRun, course, student: rosterLine(id, [due("t1"), due("t2")]) });

const failedChild = (id: string, fields: object) => ({
  ExecutionArn: `arn:aws:states:us-east-1:000000000000:execution:GradingRun/Map:${id}`,
  Input: childInput(id),
  Status: "FAILED",
  ...fields,
});

interface Results {
  readonly succeeded?: readonly object[];
  readonly failed?: readonly object[];
  readonly pending?: readonly object[];
}

const finishedMap = (ids: readonly string[], { succeeded = [], failed = [], pending = [] }: Results) => {
  const files = (names: string[], isThere: boolean) =>
    isThere ? names.map((name) => ({ Key: resultsKey(name), Size: 1 })) : [];
  return new MemoryStore({
    [keys.run(mondayRun)]: record(ids.length),
    [manifestKey]: {
      DestinationBucket: "bucket",
      MapRunArn: "arn:map",
      ResultFiles: {
        SUCCEEDED: files(["SUCCEEDED_0.jsonl"], succeeded.length > 0),
        FAILED: files(["FAILED_0.json"], failed.length > 0),
        PENDING: files(["PENDING_0.json"], pending.length > 0),
      },
    },
    [resultsKey("FAILED_0.json")]: failed,
    [resultsKey("PENDING_0.json")]: pending,
  })
    .setLines(resultsKey("SUCCEEDED_0.jsonl"), succeeded)
    .setLines(
      keys.runRoster(mondayRun),
      ids.map((id) => rosterLine(id, [due("t1"), due("t2")])),
    );
};

const close = (store: MemoryStore, countInMetrics: CloseRunDeps["countInMetrics"] = () => {}) =>
  closeRun(
    { runId: mondayRun, course, manifest: { bucket: "bucket", key: manifestKey } },
    { store, countInMetrics },
  );
const reportOf = (store: MemoryStore) => runReportSchema.parse(store.json(keys.report(mondayRun)));

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

  it("with its counts, small enough for a state's payload", async () => {
    expect(closeRunOutputSchema.parse(await close(store))).toEqual({
      runId: mondayRun,
      counts: { roster: 6, graded: 3, missing: 2, failed: 1 },
      reportKey: keys.report(mondayRun),
      gradebookKey: keys.gradebook(mondayRun),
    });
  });

  it("with a report of every test", () => {
    const report = reportOf(store);
    expect(report.tests.map(({ testId, counts }) => [testId, counts])).toEqual([
      ["t1", { roster: 3, graded: 2, missing: 1, failed: 0 }],
      ["t2", { roster: 3, graded: 1, missing: 1, failed: 1 }],
    ]);
    expect(report.mails).toEqual({ sent: 3, problems: [] });
    expect(report.failed).toMatchObject([{ studentId: "cid", testId: "t2", reason: "it is corrupt" }]);
  });

  it("with a gradebook in the roster's order", () => {
    expect(store.text(keys.gradebook(mondayRun)).split("\r\n")).toEqual([
      '"studentId","name","email","linux/t1","linux/t2"',
      '"ann","Name of ann","ann@example.com","3.33","0"',
      '"bob","Name of bob","bob@example.com","missing","missing"',
      '"cid","Name of cid","cid@example.com","5","failed"',
      "",
    ]);
  });

  it("so that its tests are not due again, and its record says so", () => {
    expect(store.json(keys.gradedThrough)).toEqual([
      { ...testRef("t1"), cutoff: monday },
      { ...testRef("t2"), cutoff: monday },
    ]);
    expect(store.json(keys.run(mondayRun))).toEqual({ ...record(3), status: "closed" });
  });

  it("and counted in the metrics", async () => {
    const counted: object[] = [];
    await close(store, (counts) => void counted.push(counts));
    expect(counted).toEqual([{ graded: 3, missing: 2, failed: 1, mailProblems: 0 }]);
  });

  it("again with the same artefacts", async () => {
    const before = store.keys().map((key) => store.text(key));
    await close(store);
    expect(store.keys().map((key) => store.text(key))).toEqual(before);
  });
});

describe("a student whose child did not succeed", () => {
  const closing = async (child: Results) => {
    const store = finishedMap(["ann"], child);
    await close(store);
    return reportOf(store);
  };

  it("is failed with the error and cause of the child", async () => {
    const report = await closing({
      failed: [failedChild("ann", { Error: "States.Timeout", Cause: "too late" })],
    });
    expect(report.failed).toMatchObject([
      { testId: "t1", reason: "States.Timeout: too late" },
      { testId: "t2", reason: "States.Timeout: too late" },
    ]);
  });

  it("is failed with the child's status when it has no error", async () => {
    const report = await closing({ failed: [failedChild("ann", { Status: "ABORTED" })] });
    expect(report.failed[0]?.reason).toBe("ABORTED");
  });

  it("is failed when the run never came to it", async () => {
    const report = await closing({ pending: [failedChild("ann", { Status: "PENDING" })] });
    expect(report.failed[0]?.reason).toBe("The run ended before it came to this student.");
  });

  it("is found in lines as well as in a list", async () => {
    const store = finishedMap(["ann"], { failed: [{}] });
    store.setLines(resultsKey("FAILED_0.json"), [failedChild("ann", { Error: "DeadLettered" })]);
    await close(store);
    expect(reportOf(store).failed).toHaveLength(2);
  });

  it("keeps what was graded before its mail step failed", async () => {
    const report = await closing({
      failed: [
        failedChild("ann", {
          Error: "StudentFailed",
          Cause: JSON.stringify({
            studentId: "ann",
            error: "TransientError",
            cause: "SES did not take the mail",
            tests: [graded("t1"), missing("t2")],
            mails: [],
          }),
        }),
      ],
    });
    expect(report.failed).toEqual([]);
    expect(report.mails.problems).toMatchObject([{ studentId: "ann", testId: "t1", status: "not-sent" }]);
  });
});

describe("a mail that the results leave open is settled by the mail ledger", () => {
  const settled = async (record: object | null) => {
    const store = finishedMap(["ann"], {
      succeeded: [{ studentId: "ann", tests: [graded("t1"), missing("t2")], mails: [mail("unknown", "t1")] }],
    });
    if (record) store.set(keys.mail(studentId("ann"), testRef(), 1), { runId: mondayRun, ...record });
    await close(store);
    return reportOf(store).mails;
  };

  it("as sent when another delivery of the message confirmed it", async () => {
    expect(await settled({ state: "sent", messageId: "id" })).toEqual({ sent: 1, problems: [] });
  });

  it("as unknown when nobody did", async () => {
    expect((await settled({ state: "claimed" })).problems).toMatchObject([{ status: "unknown" }]);
  });

  it("as not sent when there is no claim", async () => {
    expect((await settled(null)).problems).toMatchObject([{ status: "not-sent" }]);
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

  it("when a student is lost", async () => {
    await unclosable(
      finishedMap(["ann", "bob"], { succeeded: [whole("ann")] }),
      "bob has no result for linux/t1",
    );
  });

  it("when a student is counted twice", async () => {
    await unclosable(
      finishedMap(["ann"], { succeeded: [whole("ann"), whole("ann")] }),
      "ann has two results",
    );
  });

  it("when a result is of nobody on the roster", async () => {
    await unclosable(finishedMap(["ann"], { succeeded: [whole("ann"), whole("eve")] }), "eve has a result");
  });

  it("over a result that can't be read, which it names", async () => {
    const store = finishedMap(["ann"], { succeeded: [{ studentId: "ann" }] });
    await expect(close(store)).rejects.toThrow("SUCCEEDED_0.jsonl, line 1 is corrupt: tests is missing");
  });
});

describe("a large class", () => {
  it("of 5,000 is closed with nobody lost", async () => {
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
