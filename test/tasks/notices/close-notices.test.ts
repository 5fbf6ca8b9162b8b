import { describe, expect, test } from "@jest/globals";
import { ledgerName, type Notice, noticeIdOf } from "../../../course/notices/notice.ts";
import type { NoticeOutcome } from "../../../course/notices/notices-run.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { closeNotices } from "../../../tasks/notices/close-notices.ts";
import { logger } from "../../../tasks/runtime/logger.ts";
import { course, monday, studentId, testRef } from "../support/course.ts";
import { MemoryStore } from "../support/memory-store.ts";

logger.setLogLevel("SILENT");

const noticeId = noticeIdOf(monday);
const prefix = keys.noticeResults(noticeId, 0);
const manifest = `${prefix}/map/manifest.json`;
const opened: Notice = { kind: "opened", ...testRef(), title: "One", deadline: monday };

const outcome = (status: NoticeOutcome["status"]): NoticeOutcome => ({
  ...testRef(),
  ...{ name: "opened", status },
  ...((status === "unknown" || status === "refused") && { reason: "why" }),
});

const told = (id: string, ...statuses: NoticeOutcome["status"][]) => ({
  studentId: id,
  outcomes: statuses.map(outcome),
});

const failedChild = (id: string, notices: Notice[] = [opened]) => ({
  Input: JSON.stringify({ noticeId, course, student: { studentId: id, notices } }),
  Status: "FAILED",
  Error: "States.Timeout",
});

const finished = (succeeded: readonly object[], failed: readonly object[] = []): MemoryStore =>
  new MemoryStore({
    [manifest]: {
      ResultFiles: {
        SUCCEEDED: succeeded.length === 0 ? [] : [{ Key: `${prefix}/map/SUCCEEDED_0.jsonl` }],
        FAILED: failed.length === 0 ? [] : [{ Key: `${prefix}/map/FAILED_0.json` }],
        PENDING: [],
      },
    },
    [`${prefix}/map/FAILED_0.json`]: failed,
  }).setLines(`${prefix}/map/SUCCEEDED_0.jsonl`, succeeded);

const close = (store: MemoryStore, listed: number, manifests = [manifest]) =>
  closeNotices({ noticeId, at: monday, listed, manifests }, store);

describe("The report about an instant", () => {
  test("counts every notice once", async () => {
    const store = finished([
      told("ann", "told", "already"),
      told("bob", "submitted", "off"),
      told("cara", "lapsed", "refused", "unknown"),
    ]);
    const { counts } = await close(store, 7);
    expect(counts).toEqual({
      ...{ listed: 7, told: 1, already: 1, submitted: 1, off: 1 },
      ...{ lapsed: 1, refused: 1, unknown: 1, failed: 0 },
    });
    expect(store.json(keys.noticeReport(noticeId))).toMatchObject({
      at: monday,
      problems: [
        { studentId: "cara", status: "refused", reason: "why" },
        { studentId: "cara", status: "unknown", reason: "why" },
      ],
    });
  });

  test("takes from the ledger what a step could not say", async () => {
    const record = (id: string, entry: object) => ({
      [keys.noticeMail(studentId(id), opened, ledgerName(opened))]: { runId: noticeId, ...entry },
    });
    const store = finished(
      [told("ann", "unknown")],
      [failedChild("bob"), failedChild("cara"), failedChild("dan")],
    );
    const entries = {
      ...record("ann", { state: "sent", messageId: "1" }),
      ...record("bob", { state: "sent", messageId: "2" }),
      ...record("cara", { state: "claimed" }),
    };
    for (const [key, value] of Object.entries(entries)) store.set(key, value);
    expect((await close(store, 4)).counts).toMatchObject({ told: 2, unknown: 1, failed: 1 });
    expect(store.json(keys.noticeReport(noticeId))).toMatchObject({
      problems: [
        { studentId: "cara", status: "unknown" },
        { studentId: "dan", status: "failed", reason: "States.Timeout" },
      ],
    });
  });

  test("is written though nobody was to be told", async () => {
    const store = new MemoryStore();
    expect((await close(store, 0, [])).counts).toMatchObject({ listed: 0, told: 0 });
    expect(store.json(keys.noticeReport(noticeId))).toMatchObject({ problems: [] });
  });

  test.each([1, 3])("is not written when of %d listed notices two have an outcome", async (listed) => {
    const store = finished([told("ann", "told", "told")]);
    await expect(close(store, listed)).rejects.toMatchObject({ name: "LedgerNotClosed" });
    expect(store.keys(keys.noticeReport(noticeId))).toEqual([]);
  });
});
