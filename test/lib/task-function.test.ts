import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { App, Duration, Stack } from "aws-cdk-lib";
import { bundle } from "../../lib/task-bundles.ts";
import { TaskFunction } from "../../lib/task-function.ts";
import { asRecord, ofType, synthesize } from "./support/template.ts";

const run = promisify(execFile);

const resources = await synthesize();

describe("Every function", () => {
  const functions = ofType(resources, "AWS::Lambda::Function");

  test("runs a bundle on Node 24 and arm64, traced, logging JSON", () => {
    expect(functions).toHaveLength(16);
    for (const [, properties] of functions) {
      expect(properties).toMatchObject({
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        Handler: "index.handler",
        TracingConfig: { Mode: "Active" },
        LoggingConfig: { LogFormat: "JSON" },
      });
    }
  });

  test("has at most five minutes, and a longer timeout is refused at synthesis", () => {
    for (const [id, { Timeout }] of functions) expect([id, Number(Timeout) <= 300]).toEqual([id, true]);
    const stack = new Stack(new App());
    const timeout = Duration.seconds(301);
    expect(() => new TaskFunction(stack, "Slow", { task: "closeRun", timeout })).toThrow(
      "Slow: a timeout of 301 s is longer than 300 s. Let the function do less at once, in parts.",
    );
  });

  test("writes a log of its own, kept for a month", () => {
    const groups = new Map(ofType(resources, "AWS::Logs::LogGroup"));
    const logs = functions.map(([, f]) => String(asRecord(f.LoggingConfig).LogGroup).replace(/^<|>$/g, ""));
    expect(new Set(logs).size).toBe(functions.length);
    for (const log of logs) expect(groups.get(log)?.RetentionInDays).toBe(30);
  });

  test("keeps little garbage however much memory it has, and may use nine tenths of that", () => {
    const limits = functions.map(([, { MemorySize, Environment }]) => {
      return [MemorySize, asRecord(asRecord(Environment).Variables).NODE_OPTIONS].join(": ");
    });
    const options = "--enable-source-maps --max-semi-space-size=16 --max-old-space-size=";
    expect(new Set(limits)).toEqual(new Set([`1769: ${options}1592`, `512: ${options}460`]));
  });

  test("gets the place of the course's data and its task's settings, and nothing more", () => {
    const shared = {
      POWERTOOLS_METRICS_NAMESPACE: "TestTime/Rules",
    };
    const environment = Object.fromEntries(
      functions.map(([id, f]) => {
        const { NODE_OPTIONS: _, ...variables } = asRecord(asRecord(f.Environment).Variables);
        return [id.replace(/Function$/, ""), variables];
      }),
    );
    const expected = (task: string, more: object = { BUCKET_NAME: "<StorageBucket>" }) => ({
      ...shared,
      POWERTOOLS_SERVICE_NAME: task,
      ...more,
    });
    const linking = {
      BUCKET_NAME: "<StorageBucket>",
      PAGE_URL: "https://<StudentPageDistribution.DomainName>",
    };
    expect(environment).toEqual({
      StudentApiChangeCalendar: expected("changeCalendar", linking),
      StudentApiShowCalendar: expected("showCalendar", linking),
      DeadlineWatchWatchDeadline: expected("watchDeadline"),
      StudentApiAuthorize: expected("authorize"),
      StudentApiListTests: expected("listTests"),
      StudentApiShowScore: expected("showScore"),
      StudentApiAppealQuestion: expected("appealQuestion"),
      StudentApiShowTest: expected("showTest"),
      StudentApiSubmitTest: expected("submitTest"),
      TasksOpenRun: expected("openRun", {
        ...{ BUCKET_NAME: "<StorageBucket>", LATE_WRITES_SECONDS: "35", STUDENTS_OF_PART: "10000" },
      }),
      TasksGradeStudentWorker: expected("gradeStudent"),
      TasksMailStudentWorker: expected("mailStudent", { ...linking, MAILS_PER_SECOND_PER_WORKER: "7" }),
      TasksClosePart: expected("closePart"),
      TasksCloseRun: expected("closeRun"),
      TasksMailTrainer: expected("mailTrainer"),
      TasksReportFailure: expected("reportFailure"),
    });
  });

  test("of the API ends within the time that the run's wait for late writes counts on", () => {
    const timeouts = functions.filter(([id]) => id.startsWith("StudentApi")).map(([, f]) => f.Timeout);
    expect([timeouts.length, new Set(timeouts)]).toEqual([8, new Set([10])]);
  });
});

describe("A bundle", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "test-time-bundle-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test("is one CommonJS file that runs with nothing beside it: the AWS SDK is inside", async () => {
    const files = (await bundle({ entry: "test/lib/support/bundled-task.ts" })).get("entry") ?? new Map();
    expect([...files.keys()]).toEqual(["index.js.map", "index.js", "package.json"]);
    for (const [name, contents] of files) writeFileSync(join(folder, name), contents);
    const script = 'import("./index.js").then(async ({ handler }) => console.log(await handler()))';
    const { stdout } = await run(process.execPath, ["-e", script], { cwd: folder, env: {}, timeout: 60_000 });
    expect(stdout).toBe("S3 true\n");
  }, 90_000);

  test("of a file that isn't there fails with its name", async () => {
    await expect(bundle({ entry: "tasks/none.ts" })).rejects.toThrow(/tasks\/none\.ts/);
  });
});
