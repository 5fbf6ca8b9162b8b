import { describe, expect, test } from "@jest/globals";
import type { ReportFailureInput } from "../../../course/run/run.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { reportFailure } from "../../../tasks/mail/report-failure.ts";
import { logger } from "../../../tasks/runtime/logger.ts";
import { monday, mondayRun, settings } from "../support/course.ts";
import { FakeMailer } from "../support/fake-mailer.ts";
import { MemoryStore } from "../support/memory-store.ts";

logger.setLogLevel("SILENT");

const record = {
  runId: mondayRun,
  executionArn: "arn:x",
  cutoff: monday,
  resumes: null,
  status: "open",
  students: 2,
};
const runKey = keys.run(mondayRun);

const setup = (changes: object = {}) => ({
  store: new MemoryStore({ [keys.settings]: settings, [runKey]: { ...record, ...changes } }),
  mailer: new FakeMailer(),
});

const failure: ReportFailureInput = {
  executionArn: "arn:x",
  request: {},
  runId: mondayRun,
  error: "LedgerNotClosed",
  cause: "bob has no result",
};

describe("a failed run", () => {
  test("is recorded as failed, and the trainer is told how to resume it", async () => {
    const deps = setup();
    expect(await reportFailure(failure, deps)).toEqual({ status: "sent" });
    expect(deps.store.json(runKey)).toEqual({
      ...record,
      status: "failed",
      failure: { error: "LedgerNotClosed", cause: "bob has no result" },
    });
    const [sent] = deps.mailer.tries;
    expect(sent?.to).toBe("trainer@example.com");
    expect(sent?.mail.text).toContain("bob has no result");
    expect(sent?.mail.text).toContain(`bin/trainer resume ${mondayRun}`);
  });

  test("is told of once", async () => {
    const deps = setup();
    await reportFailure(failure, deps);
    expect(await reportFailure(failure, deps)).toEqual({ status: "sent" });
    expect(deps.mailer.tries).toHaveLength(1);
  });

  test("that was closed stays closed: only its mail failed", async () => {
    const deps = setup({ status: "closed" });
    await reportFailure(failure, deps);
    expect(deps.store.json(runKey)).toMatchObject({ status: "closed" });
  });

  test("does not mark another execution's run", async () => {
    const deps = setup({ executionArn: "arn:other" });
    await reportFailure(failure, deps);
    expect(deps.store.json(runKey)).toMatchObject({ status: "open" });
  });

  test("before it was opened is told of all the same", async () => {
    const deps = setup();
    expect(await reportFailure({ ...failure, runId: null }, deps)).toEqual({ status: "sent" });
    expect(deps.mailer.tries[0]?.mail.text).toContain("bin/trainer grade");
    expect(deps.store.json(runKey)).toEqual(record);
  });

  test("fails the step when the trainer could not be told", async () => {
    const deps = setup();
    deps.mailer.nextOutcomes.push({ status: "refused", reason: "not verified" });
    await expect(reportFailure(failure, deps)).rejects.toMatchObject({ name: "TrainerMailNotSent" });
  });

  test("is told of by the next try when SES was busy", async () => {
    for (const runId of [mondayRun, null]) {
      const deps = setup();
      deps.mailer.nextOutcomes.push({ status: "not-taken", reason: "busy" });
      await expect(reportFailure({ ...failure, runId }, deps)).rejects.toMatchObject({
        name: "TransientError",
      });
      expect(await reportFailure({ ...failure, runId }, deps)).toEqual({ status: "sent" });
    }
  });
});
