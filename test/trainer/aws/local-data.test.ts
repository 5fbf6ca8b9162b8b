import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { findLocalData, usualData } from "../../../trainer/aws/local-data.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "local-data-"));
  for (const name of [".region", "other", "empty"]) mkdirSync(join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true }));

const runIn = (data: string): void => writeFileSync(join(data, "ready.json"), "{}");

describe("--local without --data means", () => {
  test("the region that runs in this folder, or on it", () => {
    runIn(join(folder, "other"));
    expect(findLocalData(folder, {})).toBe(join(folder, "other"));
    expect(findLocalData(join(folder, "other"), {})).toBe(join(folder, "other"));
  });

  test("before that, the one that TEST_TIME_DATA names", () => {
    runIn(join(folder, "other"));
    expect(findLocalData(folder, { TEST_TIME_DATA: "empty" })).toBe(join(folder, "empty"));
  });

  test("the usual one when none runs here", () => {
    expect(findLocalData(folder, {})).toBe(usualData);
  });

  test("none of several that run here: it asks which", () => {
    runIn(join(folder, ".region"));
    runIn(join(folder, "other"));
    expect(() => findLocalData(folder, {})).toThrow(/Several local regions run in this folder: .*--data/);
  });
});
