import { execFile } from "node:child_process";
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { transformSync } from "esbuild";
import * as z from "zod";

const projectRoot = resolve(import.meta.dirname, "..");
const cruiser = join(projectRoot, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
const config = join(projectRoot, ".dependency-cruiser.js");

const reportSchema = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** What dependency-cruiser says of the modules of a project in `folder`. */
const cruise = (
  folder: string,
  modules: readonly string[],
): Promise<z.infer<typeof reportSchema>["summary"]> =>
  new Promise((done, failed) => {
    const args = [cruiser, "--config", config, "--output-type", "json", ...modules];
    const options = { cwd: folder, timeout: 60_000, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      const report = reportSchema.safeParse(stdout === "" ? undefined : JSON.parse(stdout));
      if (report.success) done(report.data.summary);
      else failed(new Error(`dependency-cruiser gave no report. ${stderr}`, { cause: error }));
    });
  });

const projectModules = [
  "adapters",
  "bin",
  "course",
  "lib",
  "packages",
  "tasks",
  "test",
  "tools",
  "trainer",
  "web",
  "workflows",
];

const regionFolder = "packages/local-region";

/** The installed packages, with the region's that lies in `folder` itself in the place of the project's. */
const linkPackages = (folder: string): void => {
  const installed = join(projectRoot, "node_modules");
  mkdirSync(join(folder, "node_modules"));
  for (const name of readdirSync(installed)) {
    const target = name === "local-region" ? join(folder, regionFolder) : join(installed, name);
    symlinkSync(target, join(folder, "node_modules", name));
  }
};

/** The modules as they are, but with calls in the place of JSX, which the parser that finds imports does not read. */
const copyWithoutJsx = (folder: string): void => {
  for (const module of projectModules) {
    cpSync(join(projectRoot, module), join(folder, module), { recursive: true });
  }
  for (const file of globSync(join(folder, "web/**/*.tsx"))) {
    const { code } = transformSync(readFileSync(file, "utf8"), {
      loader: "tsx",
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    });
    writeFileSync(file, code);
  }
};

describe("The project", () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "test-time-modules-"));
    linkPackages(folder);
    cpSync(join(projectRoot, "package.json"), join(folder, "package.json"));
    copyWithoutJsx(folder);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test("keeps to its import rules", async () => {
    const { violations, totalCruised } = await cruise(folder, projectModules);
    expect(violations.map(({ from, to, rule }) => `${from} may not import ${to} (${rule.name})`)).toEqual([]);
    expect(totalCruised).toBeGreaterThan(100);
  }, 90_000);
});

const regionFile = `${regionFolder}/src/service.ts`;
const engine = `${regionFolder}/src/services/stepfunctions`;

/** An import that each rule refuses: the file, what it imports, the rule. */
const refused: readonly (readonly [file: string, imports: string, rule: string])[] = [
  ["course/reads-files.ts", "node:fs", "course-no-io"],
  ["course/calls-aws.ts", "@aws-sdk/client-s3", "course-imports"],
  ["course/knows-tasks.ts", "../tasks/runtime/shared.ts", "course-imports"],
  ["adapters/knows-tasks.ts", "../tasks/runtime/shared.ts", "adapters-imports"],
  ["adapters/knows-trainer.ts", "../trainer/command.ts", "adapters-imports"],
  ["tasks/api/knows-cdk.ts", "aws-cdk-lib", "tasks-imports"],
  ["tasks/api/knows-lib.ts", "../../lib/construct.ts", "tasks-imports"],
  ["tasks/api/knows-region.ts", `../../${regionFile}`, "tasks-imports"],
  ["tasks/api/knows-a-handler.ts", "./list-tests.ts", "tasks-no-other-handler"],
  ["tasks/mail/knows-the-api.ts", "../api/shared.ts", "tasks-folders-apart"],
  ["tasks/runtime/knows-the-api.ts", "../api/shared.ts", "tasks-runtime-no-task"],
  ["lib/knows-tasks.ts", "../tasks/api/list-tests.ts", "lib-imports"],
  ["lib/knows-workflows.ts", "../workflows/workflow.ts", "lib-imports"],
  ["lib/knows-region.ts", `../${regionFile}`, "lib-imports"],
  ["lib/test-time-stack.ts", "../tasks/api/list-tests.ts", "stack-imports"],
  ["workflows/knows-tasks.ts", "../tasks/api/list-tests.ts", "workflows-imports"],
  ["workflows/knows-region.ts", `../${regionFile}`, "workflows-imports"],
  ["workflows/knows-the-stack.ts", "../lib/test-time-stack.ts", "workflows-no-stack"],
  ["packages/local-region/src/knows-course.ts", "../../../course/rule.ts", "region-imports"],
  ["packages/local-region/test/knows-the-app.ts", "../../../test/some.ts", "region-imports"],
  ["packages/local-region/src/knows-cdk.ts", "aws-cdk-lib", "region-dependencies"],
  ["test/reaches-inside.ts", `../${regionFile}`, "region-by-its-exports"],
  ["tools/reaches-inside.ts", `../${regionFile}`, "region-by-its-exports"],
  ["tools/reaches-past-the-exports.ts", "local-region/src/service.ts", "nothing-unresolved"],
  ["trainer/knows-the-region.ts", "local-region", "trainer-imports"],
  ["trainer/knows-tasks.ts", "../tasks/runtime/shared.ts", "trainer-imports"],
  ["trainer/knows-a-task.ts", "../tasks/api/list-tests.ts", "trainer-imports"],
  ["trainer/knows-cdk.ts", "aws-cdk-lib", "trainer-imports"],
  ["trainer/knows-region.ts", `../${regionFile}`, "trainer-imports"],
  ["web/knows-lib.ts", "../lib/construct.ts", "web-imports"],
  ["course/knows-tests.ts", "../test/some.ts", "nobody-imports-the-ways-in"],
  ["course/knows-itself.ts", "./knows-itself-too.ts", "no-cycles"],
  [`${engine}/knows-a-type.ts`, "./knows-its-type.ts", "no-cycles"],
  ["course/leads-nowhere.ts", "./none.ts", "nothing-unresolved"],
];

describe("The rules refuse", () => {
  let folder: string;
  let violations: z.infer<typeof reportSchema>["summary"]["violations"];

  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "test-time-imports-"));
    linkPackages(folder);
    const targets = [
      "course/rule.ts",
      "lib/construct.ts",
      regionFile,
      `${regionFolder}/src/index.ts`,
      "test/some.ts",
      "trainer/command.ts",
      "tasks/api/list-tests.ts",
      "tasks/api/shared.ts",
      "tasks/runtime/shared.ts",
      "workflows/workflow.ts",
    ];
    for (const file of targets) write(file, "export const it = 1;\n");
    for (const file of ["package.json", `${regionFolder}/package.json`]) {
      write(file, readFileSync(join(projectRoot, file), "utf8"));
    }
    write("course/knows-itself-too.ts", 'export * from "./knows-itself.ts";\n');
    write(`${engine}/knows-its-type.ts`, 'export type * from "./knows-a-type.ts";\n');
    for (const [file, imports] of refused) write(file, `import * as it from "${imports}";\nexport { it };\n`);
    const modules = projectModules.filter((module) => module !== "bin");
    ({ violations } = await cruise(folder, modules));
  }, 90_000);

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test.each(refused)("%s importing %s, by %s", (file, _, rule) => {
    // A cycle is reported once, for one of its files.
    const reported = violations.filter(({ from, to }) => from === file || to === file);
    expect(reported.map((violation) => violation.rule.name)).toContain(rule);
  });
});
