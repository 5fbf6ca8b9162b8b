import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { loadCloudAssembly } from "../../src/template/cloud-assembly.ts";
import { TemplateProblems } from "../../src/template/problems.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "assembly-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const write = (file: string, content: object): void =>
  writeFileSync(join(folder, file), JSON.stringify(content));

const stack = { type: "aws:cloudformation:stack", properties: { templateFile: "t.json" } };

test("the stack, its template and the assets it names are found", () => {
  write("manifest.json", {
    artifacts: {
      Course: stack,
      "Course.assets": { type: "cdk:asset-manifest", properties: { file: "a.json" } },
    },
  });
  write("t.json", { Resources: {} });
  write("a.json", {
    files: { x: { source: { path: "asset.x" }, destinations: { here: { objectKey: "x.zip" } } } },
  });
  const assembly = loadCloudAssembly(folder);
  expect(assembly.stackName).toBe("Course");
  expect(assembly.assets).toEqual(new Map([["x.zip", join(folder, "asset.x")]]));
});

test("a folder without a manifest is named", () => {
  expect(() => loadCloudAssembly(folder)).toThrow(/manifest\.json can't be read/);
});

test("a manifest or a list of assets of another shape is named, in a sentence", () => {
  write("manifest.json", { version: "1" });
  expect(() => loadCloudAssembly(folder)).toThrow(
    `${join(folder, "manifest.json")} is not as cdk synth writes it (artifacts: Invalid input: expected record, received undefined). Synthesize again.`,
  );
  write("manifest.json", { artifacts: { Course: { type: "aws:cloudformation:stack" } } });
  expect(() => loadCloudAssembly(folder)).toThrow(/manifest\.json is not as cdk synth writes it/);
  write("manifest.json", {
    artifacts: { Course: stack, Assets: { type: "cdk:asset-manifest", properties: { file: "a.json" } } },
  });
  write("a.json", { files: { x: {} } });
  expect(() => loadCloudAssembly(folder)).toThrow(/a\.json is not as cdk synth writes it \(files\.x\./);
});

test("two stacks are refused", () => {
  write("manifest.json", { artifacts: { A: stack, B: stack } });
  expect(() => loadCloudAssembly(folder)).toThrow(/runs one stack.* has 2/);
});

test("sections and attributes that would change a resource are refused by name", () => {
  write("manifest.json", { artifacts: { Course: stack } });
  write("t.json", {
    Conditions: {},
    Resources: { Queue: { Type: "AWS::SQS::Queue", Condition: "IsLarge" } },
  });
  expect(() => loadCloudAssembly(folder)).toThrow(TemplateProblems);
  expect(() => loadCloudAssembly(folder)).toThrow(/Resources\.Queue\.Condition is not supported/);
  expect(() => loadCloudAssembly(folder)).toThrow(/- Conditions is not supported/);
});
