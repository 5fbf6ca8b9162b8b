import { describe, expect, test } from "@jest/globals";
import * as z from "zod";
import { CorruptError, NotFoundError } from "../../../adapters/errors.ts";
import { findJson, readJson, readJsonLines, updateJson } from "../../../adapters/storage/json-store.ts";
import { MemoryStore } from "../../tasks/support/memory-store.ts";

const schema = z.object({ n: z.number() });

describe("a stored value", () => {
  test("that is missing is null, or an error with the key and what to do", async () => {
    const store = new MemoryStore();
    expect(await findJson(store, "a.json", schema)).toBeNull();
    await expect(readJson(store, "a.json", schema, "Publish first.")).rejects.toEqual(
      new NotFoundError("a.json", "Publish first."),
    );
  });

  test.each([
    ["{", "a.json is corrupt: it is not JSON."],
    ['{"n":"x"}', "a.json is corrupt: n must be a number, not a string."],
    ["", "a.json is corrupt: it is not JSON."],
  ])("that is %j is corrupt, and the key is named", async (text, sentence) => {
    const reading = readJson(new MemoryStore({ "a.json": text }), "a.json", schema);
    await expect(reading).rejects.toThrow(CorruptError);
    await expect(reading).rejects.toThrow(sentence);
  });

  test("in lines names the line that is corrupt, and passes over empty ones", async () => {
    const store = new MemoryStore({ "a.jsonl": '{"n":1}\n\n{"n":2}\n{"m":3}\n' });
    const seen: number[] = [];
    const reading = async () => {
      for await (const { n } of readJsonLines(store, "a.jsonl", schema)) seen.push(n);
    };
    await expect(reading()).rejects.toThrow("a.jsonl, line 4 is corrupt: n is missing.");
    expect(seen).toEqual([1, 2]);
  });
});

describe("an update", () => {
  const increment = (current: { n: number } | null) => ({ n: (current?.n ?? 0) + 1 });

  test("creates, then changes", async () => {
    const store = new MemoryStore();
    await updateJson(store, "a.json", schema, increment);
    await updateJson(store, "a.json", schema, increment);
    expect(store.json("a.json")).toEqual({ n: 2 });
  });

  test("begins again when another writer was faster, and loses neither", async () => {
    const store = new MemoryStore({ "a.json": { n: 1 } });
    let isFirst = true;
    await updateJson(store, "a.json", schema, (current) => {
      if (isFirst) store.set("a.json", { n: 41 });
      isFirst = false;
      return increment(current);
    });
    expect(store.json("a.json")).toEqual({ n: 42 });
  });

  test("leaves the value unchanged when the change is null", async () => {
    const store = new MemoryStore({ "a.json": { n: 1 } });
    await updateJson(store, "a.json", schema, () => null);
    expect(store.calls).toEqual(["get a.json"]);
  });

  test("gives up on a value that keeps changing", async () => {
    const store = new MemoryStore({ "a.json": { n: 0 } });
    let n = 0;
    const chasing = updateJson(store, "a.json", schema, (current) => {
      n += 1;
      store.set("a.json", { n });
      return increment(current);
    });
    await expect(chasing).rejects.toThrow("a.json kept changing");
  });
});
