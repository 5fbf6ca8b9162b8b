import { describe, expect, test } from "@jest/globals";
import { jsonElements, jsonParts } from "../../../adapters/storage/json-stream.ts";

const inChunks = async function* (text: string, size: number): AsyncIterable<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let start = 0; start < bytes.length; start += size) yield bytes.slice(start, start + size);
};

const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

const elements = (text: string, size = 7) => collect(jsonElements(inChunks(text, size), "runs/a.json"));
const parts = (value: unknown, paths: readonly string[], size = 7) =>
  collect(jsonParts(inChunks(JSON.stringify(value), size), paths, "runs/a.json"));

/** All that might be taken for the end of a string, a list or an object. */
const values = [
  { Input: JSON.stringify({ name: 'Zoë "Z", [\\' }), Cause: "]},{[", nested: { list: [[], {}, "\\\\"] } },
  { Input: "żółw 🐢 \u2028\n\t", number: -1.5e3, yes: true, nothing: null },
  {},
];

describe("the elements of a JSON text", () => {
  test.each([1, 2, 3, 1000])("are the list's, whatever the chunks, here of %d bytes", async (size) => {
    expect(await elements(JSON.stringify(values), size)).toEqual(values);
    expect(await elements(JSON.stringify(values, null, 2), size)).toEqual(values);
  });

  test.each([1, 2, 3, 1000])(
    "are the lines' when it is no list, here in chunks of %d bytes",
    async (size) => {
      expect(await elements(values.map((value) => `${JSON.stringify(value)}\n`).join(""), size)).toEqual(
        values,
      );
      expect(await elements(values.map((value) => JSON.stringify(value)).join("\r\n\n"), size)).toEqual(
        values,
      );
    },
  );

  test("are none when it says nothing", async () => {
    for (const text of ["", "\n", " [ ] ", "  \n  "]) expect(await elements(text, 1)).toEqual([]);
  });

  test.each(['[{"a":1},{"a"', '[{"a":1}', '[{"a":1} {"a":2}]', '{"a":1}\n{"a"', "[1]x", '["\\x"]', "no"])(
    "are reported as corrupt, with the place, for %s",
    async (text) => {
      await expect(elements(text)).rejects.toMatchObject({ name: "CorruptError", key: "runs/a.json" });
    },
  );

  test("come before what follows is read", async () => {
    const read: string[] = [];
    const chunks = async function* (): AsyncIterable<Uint8Array> {
      for (const text of ["[1,", "2,", "3]"]) {
        read.push(text);
        yield new TextEncoder().encode(text);
      }
    };
    for await (const element of jsonElements(chunks(), "a")) if (element === 1) break;
    expect(read).toEqual(["[1,"]);
  });

  test("pass on a failure of their input as it is", async () => {
    const failing = async function* (): AsyncIterable<Uint8Array> {
      yield new TextEncoder().encode("[1,");
      throw new Error("cut");
    };
    await expect(collect(jsonElements(failing(), "a"))).rejects.toThrow(/^cut$/);
  });
});

describe("the parts of a JSON object", () => {
  const value = {
    runId: "r",
    failed: [{ a: 1, failed: ["no"] }, { a: [2] }],
    mails: { sent: 3, problems: [{ b: 1 }], failed: ["no"] },
    other: { failed: [1] },
  };

  test.each([1, 5, 1000])("are those at the paths and no others, in chunks of %d bytes", async (size) => {
    const paths = ["$.runId", "$.failed.*", "$.mails.sent", "$.mails.problems.*"];
    expect(await parts(value, paths, size)).toEqual([
      { in: "runId", value: "r" },
      { in: "failed", value: { a: 1, failed: ["no"] } },
      { in: "failed", value: { a: [2] } },
      { in: "mails.sent", value: 3 },
      { in: "mails.problems", value: { b: 1 } },
    ]);
  });

  test("are reported as corrupt when the text was cut off", async () => {
    const cut = inChunks('{"failed":[{"a":1}', 100);
    await expect(collect(jsonParts(cut, ["$.failed.*"], "r.json"))).rejects.toMatchObject({
      name: "CorruptError",
    });
  });
});
