import { expect, test } from "@jest/globals";
import { type Find, fuzz, fuzzFormats } from "../../tools/fuzz/fuzz.ts";

test.each(fuzzFormats)(
  "%s: no changed file crashes its reader, leaves the folder or is counted wrongly",
  async (format) => {
    const finds: Find[] = [];
    await fuzz({ format, seed: 1, from: 0, files: 12, onFind: (find) => finds.push(find) });
    expect(finds.map(({ number, what }) => `${number}: ${what}`)).toEqual([]);
  },
);
