import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { courseApp } from "../../bin/course-app.ts";

const projectRoot = resolve(import.meta.dirname, "../..");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "test-time-app-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const goodSettings = `title: Łódź evenings
trainer: { name: Ada Nowak, email: trainer@example.com }
sender: no-reply@example.com
timeZone: Europe/Warsaw
deadline: Monday 23:00
`;

/** What the toolkit says to bundle nothing. */
const bundlesNothing = { "aws:cdk:bundling-stacks": [] };

interface Synthesis {
  readonly code: number;
  readonly stderr: string;
}

/**
 * Runs bin/app.ts on a course folder with this course.yaml, bundling nothing, and without the rules of cdk-nag and of CDK:
 * `npm run synth`, a step of `.ci/run`, fails on any that is broken.
 */
const runApp = (yaml: string): Promise<Synthesis> => {
  writeFileSync(join(folder, "course.yaml"), yaml);
  const env = {
    PATH: process.env.PATH,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    CDK_OUTDIR: join(folder, "out"),
    CDK_VALIDATION: process.env.CDK_VALIDATION,
    CDK_CONTEXT_JSON: JSON.stringify(bundlesNothing),
    TEST_TIME_COURSE: folder,
  };
  return new Promise((done) => {
    execFile(
      process.execPath,
      ["bin/app.ts"],
      { cwd: projectRoot, env, timeout: 60_000 },
      (error, _, stderr) => done({ code: typeof error?.code === "number" ? error.code : 0, stderr }),
    );
  });
};

/** A problem that is told without a stack trace. */
const problem = (message: string) => ({ name: "TrainerError", message });

const readJson = (assembly: string, file: string): unknown =>
  JSON.parse(readFileSync(join(assembly, file), "utf8"));

describe("The CDK app", () => {
  test("makes one stack for the course, without a warning", async () => {
    expect(await runApp(goodSettings)).toEqual({ code: 0, stderr: "" });
    const out = join(folder, "out");
    expect(readJson(out, "manifest.json")).toMatchObject({
      artifacts: { "TestTime-lodz-evenings": { properties: { terminationProtection: true } } },
    });
    expect(readJson(out, "TestTime-lodz-evenings.template.json")).not.toHaveProperty("Rules.CourseIsNamed");
  }, 90_000);

  test("names all that is wrong with the settings: file, line, key and value, without a stack trace", async () => {
    const { code, stderr } = await runApp(
      goodSettings.replace("Europe/Warsaw", "Europe/Warsow").replace("Monday 23:00", "Monday 25:00"),
    );
    expect(code).toBe(1);
    expect(stderr).toBe(
      `The settings of the course in ${folder} can't be used:
course.yaml:4: timeZone must be a time zone such as "Europe/Warsaw", not "Europe/Warsow"
course.yaml:5: deadline must be a weekday and a time such as "Monday 23:00", not "Monday 25:00"
`,
    );
  }, 90_000);

  test.each(["deploy", "destroy"])("refuses to %s without a course that is named", async (command) => {
    await expect(courseApp({ TEST_TIME_COMMAND: command }, bundlesNothing)).rejects.toMatchObject(
      problem(`Name the course, by its folder: npm run ${command} -- -c course=my-course`),
    );
  });

  test("knows one value for the page, and no domain without its certificate", async () => {
    await expect(courseApp({ TEST_TIME_PAGE: "no" }, bundlesNothing)).rejects.toMatchObject(
      problem("There is one value for the page: -c page=none leaves it out."),
    );
    await expect(courseApp({}, { ...bundlesNothing, domain: "tests.example.com" })).rejects.toMatchObject(
      problem("A domain of the page's own needs both: -c domain=tests.example.com -c certificate=ARN."),
    );
  });

  test("shows the example when no course is named, as a template that AWS refuses", async () => {
    const { directory } = (await courseApp({}, bundlesNothing)).synth();
    expect(readJson(directory, "TestTime-linux-evening-class.template.json")).toHaveProperty(
      "Rules.CourseIsNamed.Assertions.0.AssertDescription",
      "Name the course, by its folder: npm run deploy -- -c course=my-course",
    );
  });
});
