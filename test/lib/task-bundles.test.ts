import { expect, test } from "@jest/globals";
import { allTaskBundles } from "../../lib/task-bundles.ts";
import { type TaskName, taskEntries } from "../../lib/task-entries.ts";
import { withoutCode, withPlainKeys } from "../../lib/unused-parts.ts";

const isTask = (name: string): name is TaskName => Object.hasOwn(taskEntries, name);
const taskNames = Object.keys(taskEntries).filter(isTask);
const bundles = await allTaskBundles();

const codeOf = (name: keyof typeof taskEntries): string =>
  Buffer.from(bundles.get(name)?.get("index.js") ?? "").toString();

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

test("no bundle imports node:http, since Node then loads all of its fetch, which no function uses", () => {
  const imports = (code: string) => code.match(/(\bfrom|\bimport\()\s*"(node:)?http"/g);
  expect(imports('import*as h from"http";await import("node:http")')).toHaveLength(2);
  expect(taskNames.filter((task) => imports(codeOf(task)))).toEqual([]);
  expect(codeOf("authorize")).toMatch(/\brequire\("(node:)?http"\)/);
});

test("every bundle is ASCII: one other sign doubles the memory of the whole text, and makes it slower to load", () => {
  const others = taskNames.map((task) => [task, codeOf(task).match(/.{0,20}[^\0-\x7f].{0,20}/)?.[0]]);
  expect(others.filter(([, found]) => found !== undefined)).toEqual([]);
});

/** In kB of code. The S3 client and the schema library alone are 330, the logger 21. */
const ordinaryLimit = 420;

/** Functions with a large library more. Who raises a limit first looks what the bundle holds: esbuild's metafile says it. */
const largerLimits: Partial<Readonly<Record<TaskName, number>>> = {
  changeCalendar: 460, // Both catalogues of words: 56.
  showCalendar: 500, // The words and iCalendar: 93.
  closePart: 640, // RE2, for the answers that statistics group: 151; CSV: 43.
  closeRun: 500, // CSV and streamed JSON: 67.
  findWhomToTell: 460, // Temporal: 56.
  reportFailure: 500, // SES and MIME: 88.
  planDay: 560, // SES, MIME and Temporal.
  mailTrainer: 605, // SES, MIME, CSV and streamed JSON.
  gradeStudent: 620, // RE2: 151; Step Functions: 23.
  mailStudent: 690, // SES, MIME, Temporal, Step Functions, the words.
};

test("no bundle is larger than what it uses needs", () => {
  const sizes = taskNames.map((task) => ({ task, kB: Math.round(codeOf(task).length / 1000) }));
  expect(sizes.filter(({ task, kB }) => kB > (largerLimits[task] ?? ordinaryLimit))).toEqual([]);
  // A bundle that is missing has no size.
  expect(sizes.filter(({ kB }) => kB < 300)).toEqual([]);
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

test("the keys of an AWS client's shapes become words, other keys stay", () => {
  const source = 'const _hH = "httpHeader";\nexport var A$ = [0, { [_hH]: _b, [_c]: 1 }];\n';
  expect(withPlainKeys(source)).toBe(source.replace("[_hH]", '"httpHeader"'));
});
