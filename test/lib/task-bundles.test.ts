import { expect, test } from "@jest/globals";
import { bundle } from "../../lib/task-bundles.ts";
import { taskEntries } from "../../lib/task-entries.ts";

const { authorize, gradeStudent, mailStudent } = taskEntries;
const bundles = bundle({ authorize, gradeStudent, mailStudent });

const codeOf = (name: keyof typeof taskEntries): string =>
  bundles.get(name)?.find(({ path }) => path.endsWith(".mjs"))?.text ?? "";

test.each([
  ["authorize", ["AmazonS3"], ["AWSStepFunctions", "SimpleEmailService"]],
  ["gradeStudent", ["AmazonS3", "AWSStepFunctions"], ["SimpleEmailService"]],
  ["mailStudent", ["AmazonS3", "AWSStepFunctions", "SimpleEmailService"], []],
] as const)("the bundle of %s holds the clients that it uses and no other", (name, used, unused) => {
  const code = codeOf(name);
  for (const service of used) expect(code.includes(service)).toBe(true);
  for (const service of unused) expect(code.includes(service)).toBe(false);
});

test("no bundle holds the schema library's translations, which are half of it", () => {
  for (const name of ["authorize", "gradeStudent", "mailStudent"] as const) {
    const code = codeOf(name);
    expect(code.includes("Invalid input")).toBe(true);
    expect(code.includes("Ungültige Eingabe")).toBe(false);
    expect(code.includes("Nieprawidłowe")).toBe(false);
  }
});
