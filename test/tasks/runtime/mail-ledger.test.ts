import { describe, expect, test } from "@jest/globals";
import type { OnceOutcome } from "../../../adapters/mail/mail-ledger.ts";
import type { SendOutcome } from "../../../adapters/mail/mailer.ts";
import { logger } from "../../../tasks/runtime/logger.ts";
import { sendOnce } from "../../../tasks/runtime/mail-ledger.ts";
import { mondayRun, runId } from "../support/course.ts";
import { MemoryStore } from "../support/memory-store.ts";

logger.setLogLevel("SILENT");

const key = "students/ann/mail/linux/t1/1.json";
const nextRun = runId("2026-11-30T22-00-00Z");
const sent: SendOutcome = { status: "sent", messageId: "id" };

const sending = (store: MemoryStore, outcome: SendOutcome = sent, run = mondayRun) => {
  let sends = 0;
  const result = sendOnce(store, key, run, async () => {
    sends += 1;
    return outcome;
  });
  return { result, sends: () => sends };
};

/** As S3 with an SDK that tries again: the write was done, its answer lost, and the second try finds it done. */
class ForgetfulStore extends MemoryStore {
  override async create(...write: Parameters<MemoryStore["create"]>): Promise<boolean> {
    await super.create(...write);
    return false;
  }

  override async replace(...write: Parameters<MemoryStore["replace"]>): Promise<boolean> {
    await super.replace(...write);
    return false;
  }
}

describe("a mail", () => {
  test("is claimed before it is sent, and confirmed after", async () => {
    const store = new MemoryStore();
    let whileSending: unknown;
    await sendOnce(store, key, mondayRun, async () => {
      whileSending = store.json(key);
      return sent;
    });
    expect(whileSending).toEqual({ state: "claimed", runId: mondayRun, claimId: expect.any(String) });
    expect(store.json(key)).toEqual({ state: "sent", runId: mondayRun, messageId: "id" });
  });

  test("that was sent is not sent again", async () => {
    const store = new MemoryStore({ [key]: { state: "sent", runId: mondayRun, messageId: "id" } });
    const { result, sends } = sending(store, sent, nextRun);
    expect(await result).toEqual({ status: "already-sent" });
    expect(sends()).toBe(0);
  });

  test("that this very run sent counts as sent by it, when its message comes twice", async () => {
    const store = new MemoryStore({ [key]: { state: "sent", runId: mondayRun, messageId: "id" } });
    const { result, sends } = sending(store);
    expect(await result).toEqual({ status: "sent" });
    expect(sends()).toBe(0);
  });

  test("that can't be made is given back, for surely nothing was sent", async () => {
    const store = new MemoryStore();
    const result = sendOnce(store, key, mondayRun, async () => {
      throw new Error("no such address");
    });
    await expect(result).rejects.toThrow("no such address");
    expect(store.json(key)).toMatchObject({
      state: "released",
      reason: expect.stringContaining("no such address"),
    });
    expect(await sending(store, sent, nextRun).result).toEqual({ status: "sent" });
  });

  test("that was claimed and never confirmed is unknown, and left alone", async () => {
    const store = new MemoryStore({ [key]: { state: "claimed", runId: mondayRun } });
    const { result, sends } = sending(store, sent, nextRun);
    expect(await result).toMatchObject({ status: "unknown" });
    expect(sends()).toBe(0);
    expect(store.json(key)).toMatchObject({ state: "claimed" });
  });

  test.each([
    ["first", undefined],
    ["again", { state: "released", runId: mondayRun, reason: "Throttling" }],
  ])("whose claim was taken %s without an answer is sent, as nobody else has it", async (_, before) => {
    const store = new ForgetfulStore(before ? { [key]: before } : {});
    const { result, sends } = sending(store);
    expect(await result).toEqual({ status: "sent" });
    expect(sends()).toBe(1);
  });

  test("that two workers want is sent by one of them", async () => {
    const store = new MemoryStore();
    const [a, b] = [sending(store), sending(store)];
    await Promise.all([a.result, b.result]);
    expect(a.sends() + b.sends()).toBe(1);
  });

  test.each<[string, SendOutcome, OnceOutcome]>([
    ["sent", sent, { status: "sent" }],
    ["refused", { status: "refused", reason: "no" }, { status: "refused", reason: "no" }],
  ])("that a copy of the message has begun is %s when the copy's is", async (_, outcome, expected) => {
    const store = new MemoryStore();
    const ses = Promise.withResolvers<SendOutcome>();
    const first = sendOnce(store, key, mondayRun, () => ses.promise);
    const copy = sending(store);
    ses.resolve(outcome);
    expect(await first).toEqual(expected);
    expect(await copy.result).toEqual(expected);
    expect(copy.sends()).toBe(0);
  });

  test("that SES did not take is given back, and sent by the next try", async () => {
    const store = new MemoryStore();
    const { result } = sending(store, { status: "not-taken", reason: "Throttling: slow down" });
    await expect(result).rejects.toMatchObject({ name: "TransientError" });
    expect(store.json(key)).toMatchObject({ state: "released", reason: "Throttling: slow down" });
    expect(await sending(store).result).toEqual({ status: "sent" });
  });

  test("that SES refused stays refused in its run, and is tried again by a later one", async () => {
    const store = new MemoryStore();
    const refusal: SendOutcome = { status: "refused", reason: "MessageRejected: not verified" };
    expect(await sending(store, refusal).result).toEqual(refusal);
    const again = sending(store);
    expect(await again.result).toEqual(refusal);
    expect(again.sends()).toBe(0);
    expect(await sending(store, sent, nextRun).result).toEqual({ status: "sent" });
  });

  test("whose answer was lost stays claimed", async () => {
    const store = new MemoryStore();
    const lost: SendOutcome = { status: "unknown", reason: "ECONNRESET" };
    expect(await sending(store, lost).result).toEqual(lost);
    expect(store.json(key)).toMatchObject({ state: "claimed" });
  });

  test("that went out counts as sent even when that can't be written down", async () => {
    const store = new MemoryStore();
    store.failNext("put", key, new Error("S3 is down"));
    expect(await sending(store).result).toEqual({ status: "sent" });
  });

  test("that can't be claimed is not sent", async () => {
    const store = new MemoryStore();
    store.failNext("create", key, new Error("S3 is down"));
    const { result, sends } = sending(store);
    await expect(result).rejects.toThrow("S3 is down");
    expect(sends()).toBe(0);
  });
});
