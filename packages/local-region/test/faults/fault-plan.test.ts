import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { readFaultPlan } from "../../src/faults/fault-plan.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "faults-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const read = (text: string) => {
  const file = join(folder, "faults.yaml");
  writeFileSync(file, text);
  return readFaultPlan(file);
};

test("a plan is read from YAML, what it leaves out has its default", () => {
  const plan = read("seed: 7\ncalls:\n  - { action: 's3:*', throttle: 0.1 }\n  - { lost: { every: 3 } }\n");
  expect(plan).toEqual({
    seed: 7,
    calls: [
      { action: "s3:*", throttle: 0.1, slowSeconds: 1 },
      { action: "*", lost: { every: 3 }, slowSeconds: 1 },
    ],
    messages: [],
    functions: [],
    latencyMs: 0,
    ownersCallsToo: false,
  });
});

test("a plan is read from JSON", () => {
  expect(read('{"functions": [{"name": "Grade", "crash": {"every": 20}}]}').functions).toEqual([
    { name: "Grade", crash: { every: 20 }, when: "either" },
  ]);
});

test("everything that is wrong in a plan is named at once, with its place", () => {
  const wrong = () =>
    read(`sed: 1
calls: [{ action: "dynamodb:PutItem", error: 2 }, { throttle: 0.6, lost: 0.6 }]
messages: [{ doubled: often }]
functions: [{ crash: { every: 0 } }]
`);
  for (const words of [
    /The faults in .*faults\.yaml can't be used:\n/,
    /Unrecognized key: "sed"/,
    /calls\[0\]\.action: must be \*, or an action of s3, sqs, ses or states/,
    /calls\[0\]\.error: must be a probability from 0 to 1/,
    /calls\[1\]: the probabilities of throttle, error and lost are more than 1 together/,
    /messages\[0\]\.doubled: must be a probability from 0 to 1/,
    /functions\[0\]\.crash\.every: must be a probability from 0 to 1, or \{every: n\}/,
  ]) {
    expect(wrong).toThrow(words);
  }
});

test("a file that is no YAML is refused with the line", () => {
  expect(() => read("calls: [\n")).toThrow(/can't be used:\n.*line 2/s);
});

test("a file that is not there is refused by its name", () => {
  const file = join(folder, "nowhere.yaml");
  expect(() => readFaultPlan(file)).toThrow(`There is no file of faults ${file} that can be read.`);
});
