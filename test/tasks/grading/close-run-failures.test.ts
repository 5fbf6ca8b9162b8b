import { describe, expect, test } from "@jest/globals";
import { keys } from "../../../course/storage/storage-keys.ts";
import { mondayRun, studentId, testRef } from "../support/course.ts";
import {
  close,
  failedChild,
  finishedMap,
  type Results,
  reportOf,
  resultsKey,
} from "../support/finished-map.ts";
import { graded, mail, missing } from "../support/outcomes.ts";

describe("a student whose child did not succeed", () => {
  const closing = async (child: Results) => {
    const store = finishedMap(["ann"], child);
    await close(store);
    return reportOf(store);
  };

  test("is failed with the error and cause of the child", async () => {
    const report = await closing({
      failed: [failedChild("ann", { Error: "States.Timeout", Cause: "too late" })],
    });
    expect(report.failed).toMatchObject([
      { testId: "t1", reason: "States.Timeout: too late" },
      { testId: "t2", reason: "States.Timeout: too late" },
    ]);
  });

  test("is failed with the child's status when it has no error", async () => {
    const report = await closing({ failed: [failedChild("ann", { Status: "ABORTED" })] });
    expect(report.failed[0]?.reason).toBe("ABORTED");
  });

  test("is failed when the run never came to it", async () => {
    const report = await closing({ pending: [failedChild("ann", { Status: "PENDING" })] });
    expect(report.failed[0]?.reason).toBe("The run ended before it came to this student.");
  });

  test("is found in lines as well as in a list", async () => {
    const store = finishedMap(["ann"], { failed: [{}] });
    store.setLines(resultsKey("FAILED_0.json"), [failedChild("ann", { Error: "DeadLettered" })]);
    await close(store);
    expect(reportOf(store).failed).toHaveLength(2);
  });

  test("keeps what was graded before its mail step failed", async () => {
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

  test("as sent when another delivery of the message confirmed it", async () => {
    expect(await settled({ state: "sent", messageId: "id" })).toEqual({
      sent: 1,
      alreadySent: 0,
      problems: [],
    });
  });

  test("as unknown when nobody did", async () => {
    expect((await settled({ state: "claimed" })).problems).toMatchObject([{ status: "unknown" }]);
  });

  test("as not sent when there is no claim", async () => {
    expect((await settled(null)).problems).toMatchObject([{ status: "not-sent" }]);
  });
});
