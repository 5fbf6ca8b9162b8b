import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";

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

interface Synthesis {
  readonly code: number;
  readonly stderr: string;
  /** Names of the files of the cloud assembly. */
  readonly written: readonly string[];
}

/** Runs bin/app.ts, bundling nothing. */
const runApp = (more: Readonly<Record<string, string>>): Promise<Synthesis> => {
  const out = join(folder, "out");
  const env = {
    PATH: process.env.PATH,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    CDK_OUTDIR: out,
    CDK_CONTEXT_JSON: JSON.stringify({ "aws:cdk:bundling-stacks": [] }),
    ...more,
  };
  return new Promise((done) => {
    execFile(
      process.execPath,
      ["bin/app.ts"],
      { cwd: projectRoot, env, timeout: 60_000 },
      (error, _, stderr) => {
        const written = error ? [] : readdirSync(out);
        done({ code: typeof error?.code === "number" ? error.code : 0, stderr, written });
      },
    );
  });
};

/** Runs it on a course folder with this course.yaml. */
const synthesize = (yaml: string): Promise<Synthesis> => {
  writeFileSync(join(folder, "course.yaml"), yaml);
  return runApp({ TEST_TIME_COURSE: folder });
};

const readOut = (file: string): unknown => JSON.parse(readFileSync(join(folder, "out", file), "utf8"));

describe("The CDK app", () => {
  test("makes one stack for the course, clean under cdk-nag, without a warning", async () => {
    const { code, stderr, written } = await synthesize(goodSettings);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(written).toContain("TestTime-lodz-evenings.template.json");
    expect(readOut("manifest.json")).toMatchObject({
      artifacts: { "TestTime-lodz-evenings": { properties: { terminationProtection: true } } },
    });
    expect(readOut("TestTime-lodz-evenings.template.json")).not.toHaveProperty("Rules.CourseIsNamed");
  }, 90_000);

  test("names all that is wrong with the settings: file, line, key and value, without a stack trace", async () => {
    const { code, stderr } = await synthesize(
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

  test.each(["deploy", "destroy"])(
    "refuses to %s without a course that is named",
    async (command) => {
      expect(await runApp({ TEST_TIME_COMMAND: command })).toEqual({
        code: 1,
        stderr: `Name the course, by its folder: npm run ${command} -- -c course=my-course\n`,
        written: [],
      });
    },
    90_000,
  );

  test("knows one value for the page", async () => {
    const { code, stderr } = await runApp({ TEST_TIME_PAGE: "no" });
    expect([code, stderr]).toEqual([1, "There is one value for the page: -c page=none leaves it out.\n"]);
  }, 90_000);

  test("shows the example when no course is named, as a template that AWS refuses", async () => {
    // The rules of cdk-nag take two seconds, and hold for the first stack already.
    expect(await runApp({ CDK_VALIDATION: "false" })).toMatchObject({ code: 0, stderr: "" });
    expect(readOut("TestTime-linux-evening-class.template.json")).toHaveProperty(
      "Rules.CourseIsNamed.Assertions.0.AssertDescription",
      "Name the course, by its folder: npm run deploy -- -c course=my-course",
    );
  }, 90_000);
});
