import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { measureClass } from "../../../tools/large-class/measure-class.ts";

jest.setTimeout(180_000);

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "large-class-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

test("the deployed functions of a run are measured from its opening to a resumption", async () => {
  const sizes = { students: 3, tests: 2, earlierTests: 1, questions: 2, answerMs: 1 };
  const measured = await measureClass({ ...sizes, kind: "mails-open", folder, log: () => undefined });
  expect(measured.map(({ step, timeoutSeconds }) => [step, timeoutSeconds])).toEqual([
    ["Open run", 300],
    ["Close part, 1 of 1", 300],
    ["Close run", 300],
    ["Mail trainer", 120],
    ["Open run, resuming", 300],
  ]);
  for (const { seconds, processorSeconds, memoryMb } of measured) {
    expect([seconds, processorSeconds, memoryMb].every((figure) => figure > 0)).toBe(true);
  }
});
