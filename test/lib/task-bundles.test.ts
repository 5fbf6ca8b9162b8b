import { expect, test } from "@jest/globals";
import { bundle } from "../../lib/task-bundles.ts";
import { type TaskName, taskEntries } from "../../lib/task-entries.ts";
import { withoutCode } from "../../lib/unused-parts.ts";

const isTask = (name: string): name is TaskName => Object.hasOwn(taskEntries, name);
const taskNames = Object.keys(taskEntries).filter(isTask);
const bundles = await bundle(taskEntries);

const codeOf = (name: keyof typeof taskEntries): string =>
  bundles.get(name)?.find(({ path }) => path.endsWith(".mjs"))?.text ?? "";

test.each([
  ["authorize", ["list-type"], ["AWSStepFunctions", "SendRawEmail"]],
  ["gradeStudent", ["list-type", "AWSStepFunctions"], ["SendRawEmail"]],
  ["mailStudent", ["list-type", "AWSStepFunctions", "SendRawEmail"], []],
] as const)(
  "the bundle of %s holds the calls that it makes and no others, and no client of the SDK",
  (name, used, unused) => {
    const code = codeOf(name);
    for (const service of used) expect(code.includes(service)).toBe(true);
    for (const service of [...unused, "AmazonS3", "SimpleEmailService", "aws-sdk-js"]) {
      expect(code.includes(service)).toBe(false);
    }
  },
);

test("no bundle holds the schema library's translations, which are half of it", () => {
  for (const name of ["authorize", "gradeStudent", "mailStudent"] as const) {
    const code = codeOf(name);
    expect(code.includes("Invalid input")).toBe(true);
    expect(code.includes("Ungültige Eingabe")).toBe(false);
    expect(code.includes("Nieprawidłowe")).toBe(false);
  }
});

/** In kB of code. The schema library alone is 85, calls of AWS are 30, the logger 21. */
const ordinaryLimit = 300;

/** Functions with a large library more. Who raises a limit first looks what the bundle holds: esbuild's metafile says it. */
const largerLimits: Partial<Readonly<Record<TaskName, number>>> = {
  gradeStudent: 350, // RE2: 151.
  closePart: 415, // RE2, for the answers that statistics group: 151; CSV and streamed JSON: 35.
  mailTrainer: 345, // MIME, CSV and streamed JSON: 129.
  mailStudent: 390, // MIME, Temporal and both catalogues of words: 174.
};

test("no bundle is larger than what it uses needs", () => {
  const sizes = taskNames.map((task) => ({ task, kB: Math.round(codeOf(task).length / 1000) }));
  expect(sizes.filter(({ task, kB }) => kB > (largerLimits[task] ?? ordinaryLimit))).toEqual([]);
  // A bundle that is missing has no size.
  expect(sizes.filter(({ kB }) => kB < 100)).toEqual([]);
});

test("what a bundle leaves out throws when it is called, and a library that has changed is refused", () => {
  const code = withoutCode(
    "mime-types.js",
    "export const detectMimeType = 1;\nexport function detectExtension() {}\n",
  );
  expect(code.match(/export const \w+/g)).toEqual([
    "export const detectMimeType",
    "export const detectExtension",
  ]);
  expect(() => withoutCode("mime-types.js", "export {};")).toThrow("mime-types.js exports nothing");
});
