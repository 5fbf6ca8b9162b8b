import { describe, expect, test } from "@jest/globals";
import { linesOf } from "../../../adapters/storage/lines.ts";

async function* inChunks(text: string, size: number): AsyncIterable<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let start = 0; start < bytes.length; start += size) yield bytes.slice(start, start + size);
}

const read = async (text: string, size: number): Promise<string[]> => {
  const lines: string[] = [];
  for await (const line of linesOf(inChunks(text, size))) lines.push(line);
  return lines;
};

describe("lines", () => {
  test.each([1, 2, 3, 1000])("are whole whatever the chunks, here of %d bytes", async (size) => {
    expect(await read("żółw\nx\r\n\n€uro", size)).toEqual(["żółw", "x", "", "€uro"]);
  });

  test("end with the last line's end", async () => {
    expect(await read("a\nb\n", 10)).toEqual(["a", "b"]);
    expect(await read("", 10)).toEqual([]);
  });

  test("pass on a failure of their input", async () => {
    const failing = async function* (): AsyncIterable<Uint8Array> {
      yield new TextEncoder().encode("a\n");
      throw new Error("cut");
    };
    const reading = async () => {
      for await (const line of linesOf(failing())) expect(line).toBe("a");
    };
    await expect(reading()).rejects.toThrow("cut");
  });
});
