import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { claimForStack, OtherStackError } from "../../src/data-folder/data-stack.ts";

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "data-stack-"));
});
afterEach(() => rmSync(data, { recursive: true }));

const bucketsOf = (stackName: string) => [
  { logicalId: "Bucket", name: `${stackName}-bucket`, isVersioned: true, settings: { Tags: [] } },
];
const planOf = (stackName: string) => ({ stackName, buckets: bucketsOf(stackName) });

test("a new folder belongs to the first stack, and opens with it again", () => {
  claimForStack(data, planOf("Linux"), []);
  claimForStack(data, planOf("Linux"), ["Linux-bucket"]);
});

test("a folder of one stack is refused to another, by both names", () => {
  claimForStack(data, planOf("Linux"), []);
  expect(() => claimForStack(data, planOf("Unix"), ["Linux-bucket"])).toThrow(OtherStackError);
  expect(() => claimForStack(data, planOf("Unix"), [])).toThrow(
    `${data} holds the data of the stack Linux, and this is the stack Unix. Choose another folder with --data.`,
  );
});

test("a folder from before stacks were kept is known by its buckets", () => {
  expect(() => claimForStack(data, planOf("Unix"), ["Linux-bucket"])).toThrow(
    "holds the data of the stack of the bucket Linux-bucket, and this is the stack Unix",
  );
  claimForStack(data, planOf("Linux"), ["Linux-bucket"]);
  expect(() => claimForStack(data, planOf("Unix"), ["Linux-bucket"])).toThrow("of the stack Linux,");
});

test("a damaged file is named, with what belongs there", () => {
  writeFileSync(join(data, "stack.json"), "");
  expect(() => claimForStack(data, planOf("Linux"), [])).toThrow(/stack\.json is damaged.*"stackName"/);
});
