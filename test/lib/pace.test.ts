import { describe, expect, test } from "@jest/globals";
import { heartbeatEverySeconds } from "../../course/run/queued-message.ts";
import { gradingTimes, mailTimes, paceFor } from "../../lib/pace.ts";
import { asRecord, ofType, synthesize } from "./support/template.ts";

describe("The pace of a run", () => {
  test.each([
    [1, { mailsPerSecondPerWorker: 0.5, mailBatchSize: 1, maxConcurrency: 90, noticesAtOnce: 9 }],
    [14, { mailsPerSecondPerWorker: 7, mailBatchSize: 10, maxConcurrency: 1000, noticesAtOnce: 100 }],
    [200, { mailsPerSecondPerWorker: 100, mailBatchSize: 10, maxConcurrency: 1000, noticesAtOnce: 100 }],
    [0.01, { mailsPerSecondPerWorker: 0.005, mailBatchSize: 1, maxConcurrency: 1, noticesAtOnce: 1 }],
  ])("follows what SES may send: %d a second", (mailsPerSecond, pace) => {
    expect(paceFor(mailsPerSecond)).toEqual(pace);
  });

  test.each([1, 2, 5, 14, 50])(
    "at %d a second ends a full batch within half of the worker's timeout",
    (rate) => {
      const { mailBatchSize, mailsPerSecondPerWorker } = paceFor(rate);
      const seconds = (mailBatchSize * 10) / mailsPerSecondPerWorker;
      expect(seconds).toBeLessThanOrEqual(mailTimes.worker.toSeconds() / 2);
    },
  );

  test("leaves time for at least three heartbeats within a waiting step's limit", () => {
    for (const { heartbeat } of [gradingTimes, mailTimes]) {
      expect(heartbeat.toSeconds()).toBeGreaterThanOrEqual(3 * heartbeatEverySeconds);
    }
  });

  test("is given to the mail worker", async () => {
    const [worker] = ofType(await synthesize({ mailsPerSecond: 3 }), "AWS::Lambda::Function").filter(
      ([id]) => id === "TasksMailStudentWorkerFunction",
    );
    expect(asRecord(asRecord(worker?.[1].Environment).Variables).MAILS_PER_SECOND_PER_WORKER).toBe("1.5");
  });
});
