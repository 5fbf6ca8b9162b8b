import { expect, test } from "@jest/globals";
import { keys } from "../../../course/storage/storage-keys.ts";
import { marked, readPublishingMark } from "../../../trainer/publish/publishing-mark.ts";
import { MemoryStore } from "../../tasks/support/memory-store.ts";

const nothing = async (): Promise<void> => undefined;
const isDone = async (store: MemoryStore) => (await readPublishingMark(store))?.isDone;

test("the mark stands while the work is done, and says afterwards that it ended", async () => {
  const store = new MemoryStore();
  await marked(store, null, async () => expect(await isDone(store)).toBe(false));
  expect(await isDone(store)).toBe(true);
});

test("no two marks are alike, so that one read before another publishing is never taken for the present one", async () => {
  const store = new MemoryStore();
  await marked(store, null, nothing);
  const before = await readPublishingMark(store);
  await marked(store, before, nothing);
  const late = marked(store, before, () => Promise.reject(new Error("was begun")));
  await expect(late).rejects.toThrow("Somebody else published at the same time");
  expect(await isDone(store)).toBe(true);
});

test("work that fails leaves the mark and says why it failed", async () => {
  const store = new MemoryStore();
  await expect(marked(store, null, () => Promise.reject(new Error("cut")))).rejects.toThrow("cut");
  expect(await isDone(store)).toBe(false);
});

test("where the mark can't be written again, the first failure is the one that is told", async () => {
  const store = new MemoryStore();
  store.failNext("put", keys.publishing, new Error("refused"));
  await expect(marked(store, null, () => Promise.reject(new Error("cut")))).rejects.toThrow("cut");
  expect(await isDone(store)).toBe(false);
});

test("whoever was overtaken by a publishing that ended is told, and leaves the mark", async () => {
  const store = new MemoryStore();
  const overtaken = marked(store, null, async () => marked(store, await readPublishingMark(store), nothing));
  await expect(overtaken).rejects.toThrow("Somebody else published at the same time");
  expect(await isDone(store)).toBe(false);
});
