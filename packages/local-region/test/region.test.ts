import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { Clock } from "../src/clock.ts";
import { OtherStackError } from "../src/data-folder/data-stack.ts";
import { ClockBehindError } from "../src/data-folder/kept-clock.ts";
import { clientSettings } from "../src/owner-access.ts";
import { type Region, startRegion } from "../src/region.ts";
import { TemplateProblems } from "../src/template/problems.ts";
import { type FixtureOptions, writeAssembly } from "./fixture-assembly.ts";
import { signedInit } from "./http/start-endpoint.ts";

const tuesday = new Date("2026-11-17T19:00:00Z");
const monday = Date.parse("2026-11-23T22:00:00Z");

/** Threads start slowly on a busy machine. */
jest.setTimeout(30_000);

let folder: string;
let region: Region | undefined;
let clock: Clock;
let faults: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "region-"));
  clock = new Clock(tuesday);
  faults = [];
});

afterEach(async () => {
  await stop();
  clock.stop();
  rmSync(folder, { recursive: true });
});

const start = async (fixture: FixtureOptions = {}): Promise<Region> => {
  region = await startRegion({
    assembly: writeAssembly(join(folder, "assembly"), fixture),
    data: join(folder, "data"),
    clock,
    log: (line) => faults.push(line),
  });
  return region;
};

const stop = async (): Promise<void> => {
  await region?.stop();
  region = undefined;
};

const settings = (running: Region) => ({ ...clientSettings(running), maxAttempts: 1 });

const keysIn = async (running: Region): Promise<(string | undefined)[]> => {
  const Bucket = running.outputs.BucketName;
  const { Contents = [] } = await new S3Client(settings(running)).send(new ListObjectsV2Command({ Bucket }));
  return Contents.map(({ Key }) => Key);
};

const executionEnd = (running: Region): Promise<string> =>
  new Promise((resolve) => {
    const off = running.engine.onEvent(({ type }) => {
      if (!/^Execution(Succeeded|Failed|Aborted|TimedOut)$/.test(type ?? "")) return;
      off();
      resolve(type ?? "");
    });
  });

test("a call at the front door reaches its function, which writes to the bucket with its own rights", async () => {
  const running = await start();
  expect(running.outputs.ApiUrl).toBe(running.api);
  const response = await fetch(`${running.api}/live/things`, { method: "POST", body: "posted" });
  expect(response.status).toBe(200);
  const [Key = ""] = await keysIn(running);
  expect(Number(Key.split("/")[1])).toBeGreaterThanOrEqual(tuesday.getTime());
  const Bucket = running.outputs.BucketName;
  const { Body } = await new S3Client(settings(running)).send(new GetObjectCommand({ Bucket, Key }));
  expect(await Body?.transformToString()).toBe("posted");
});

test("a function whose role does not allow a call is refused it", async () => {
  const running = await start();
  const response = await fetch(`${running.api}/live/things`, { method: "PUT", body: "posted" });
  expect([response.status, await response.text()]).toEqual([403, expect.stringContaining("AccessDenied")]);
  expect(await keysIn(running)).toEqual([]);
});

test("a method that the function's policy does not let in is refused, and the log says so", async () => {
  const running = await start();
  const response = await fetch(`${running.api}/live/things`, { method: "DELETE" });
  expect([response.status, await response.json()]).toEqual([500, { message: "Internal server error" }]);
  expect(faults).toContainEqual(
    expect.stringMatching(
      /^Refused: arn:aws:execute-api:\S+\/live\/DELETE\/things has no permission to invoke arn:aws:lambda:\S+:Course-ApiFunction\.$/,
    ),
  );
});

test("a run calls a function, then waits for a queue's function to report", async () => {
  const running = await start();
  const ended = executionEnd(running);
  const client = new SFNClient(settings(running));
  const stateMachineArn = running.outputs.RunArn;
  const input = '{"scheduledTime":"by-hand"}';
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, input }));
  expect(await ended).toBe("ExecutionSucceeded");
  const { output } = await client.send(new DescribeExecutionCommand({ executionArn }));
  expect(output).toBe('"kept word"');
  expect(await keysIn(running)).toEqual(["from-queue/word", "from-run/by-hand"]);
});

test("the schedule starts the run on the region's clock, with the planned time", async () => {
  const running = await start();
  const ended = executionEnd(running);
  clock.moveTo(monday + 5_000);
  expect(await ended).toBe("ExecutionSucceeded");
  expect(await keysIn(running)).toContain("from-run/2026-11-23T22:00:00Z");
  const stateMachineArn = running.outputs.RunArn;
  const { executions } = await new SFNClient(settings(running)).send(
    new ListExecutionsCommand({ stateMachineArn }),
  );
  expect(executions).toMatchObject([
    { name: expect.stringMatching(/2026-11-23T22-00-00Z$/), status: "SUCCEEDED" },
  ]);
});

test("a schedule that was missed while the region was down fires once when it starts again", async () => {
  await start();
  await stop();
  clock.moveTo(monday + 3_600_000);
  const running = await start();
  expect(await executionEnd(running)).toBe("ExecutionSucceeded");
  expect(await keysIn(running)).toContain("from-run/2026-11-23T22:00:00Z");
});

test("the stack and its outputs are found through CloudFormation", async () => {
  const running = await start();
  const { Stacks } = await new CloudFormationClient(settings(running)).send(new DescribeStacksCommand({}));
  expect(Stacks?.[0]?.StackName).toBe("Course");
  expect(Stacks?.[0]?.Outputs).toContainEqual({ OutputKey: "ApiUrl", OutputValue: running.api });
});

test("the functions and schedules of the stack are listed", async () => {
  const running = await start();
  const listOf = async (service: string, path: string): Promise<unknown> => {
    const url = `${running.aws}${path}`;
    return await (await fetch(url, await signedInit(url, service, {}, running.owner))).json();
  };
  expect(await listOf("lambda", "/2015-03-31/functions/")).toMatchObject({
    Functions: expect.arrayContaining([expect.objectContaining({ FunctionName: "Course-ApiFunction" })]),
  });
  expect(await listOf("scheduler", "/schedules")).toMatchObject({
    Schedules: [{ Target: { Arn: expect.stringContaining(":stateMachine:") } }],
  });
});

test("a restart keeps what was stored, and a changed template takes effect", async () => {
  const first = await start();
  await fetch(`${first.api}/live/things`, { method: "POST", body: "kept" });
  const before = await keysIn(first);
  expect(before).toHaveLength(1);
  await stop();
  const second = await start({ stateName: "Toil" });
  expect(await keysIn(second)).toEqual(before);
  const stateMachineArn = second.outputs.RunArn;
  const { definition } = await new SFNClient(settings(second)).send(
    new DescribeStateMachineCommand({ stateMachineArn }),
  );
  expect(JSON.parse(definition ?? "").StartAt).toBe("Toil");
});

test("a folder that another region has is refused, and free again once that has stopped", async () => {
  const running = await start();
  await expect(
    startRegion({ assembly: join(folder, "assembly"), data: join(folder, "data") }),
  ).rejects.toThrow(/Another region is running in .*data \(process \d+\)/);
  await running.stop();
  await start();
});

test("a template with unsupported things starts nothing and names them all", async () => {
  const more = {
    Table: { Type: "AWS::DynamoDB::Table" },
    Fifo: { Type: "AWS::SQS::Queue", Properties: { FifoQueue: true } },
  };
  const failing = start({ more });
  await expect(failing).rejects.toThrow(TemplateProblems);
  await expect(failing).rejects.toThrow(/Table.*not supported.*Fifo.*FifoQueue is not supported/s);
  await start();
});

test("a state machine that the engine refuses stops the start, and leaves nothing open", async () => {
  await expect(start({ stateName: "x".repeat(81) })).rejects.toThrow(/Invalid State Machine Definition/);
  await start();
});

test("a taken port is an error in words", async () => {
  const running = await start();
  const { port } = new URL(running.api);
  const options = { assembly: join(folder, "assembly"), data: join(folder, "other"), port: Number(port) };
  await expect(startRegion(options)).rejects.toThrow(
    `The front door can't open at port ${port}; choose another`,
  );
});

test("a data folder of another stack is refused, and a clock that goes back; both change nothing", async () => {
  await start();
  await stop();
  await expect(start({ stackName: "another" })).rejects.toThrow(OtherStackError);
  clock.stop();
  clock = new Clock(new Date(tuesday.getTime() - 60_000));
  await expect(start()).rejects.toThrow(ClockBehindError);
  clock.stop();
  clock = new Clock(new Date(tuesday.getTime() + 60_000));
  await start();
});

/** What lies in the data folder and is open to others, and the folder itself. */
const openToOthers = (data: string): string[] =>
  [data, ...readdirSync(data, { recursive: true, encoding: "utf8" }).map((name) => join(data, name))].filter(
    (path) => (statSync(path).mode & 0o077) !== 0,
  );

test("only its user can read a region's files, also those that an earlier version left open", async () => {
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o755 });
  const running = await start();
  const ended = executionEnd(running);
  clock.moveTo(monday + 5_000);
  await ended;
  await fetch(`${running.api}/live/things`, { method: "POST", body: "x" });
  expect(openToOthers(data)).toEqual([]);
  await stop();
  expect(openToOthers(data)).toEqual([]);
  for (const path of [data, join(data, "logs")]) chmodSync(path, 0o755);
  for (const name of ["objects.db", "schedules.json", "region.pid"]) chmodSync(join(data, name), 0o644);
  await start();
  expect(openToOthers(data)).toEqual([]);
});

test("a folder that was something else before keeps its mode, and what lies in it", async () => {
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o755 });
  writeFileSync(join(data, "mine.txt"), "mine", { mode: 0o644 });
  await start();
  expect(openToOthers(data)).toEqual([data, join(data, "mine.txt")]);
});

test("the owner's key is the same after a restart, and another in another data folder", async () => {
  const { owner } = await start();
  await stop();
  expect((await start()).owner).toEqual(owner);
  await stop();
  rmSync(join(folder, "data"), { recursive: true });
  expect((await start()).owner.secretAccessKey).not.toBe(owner.secretAccessKey);
});

test("the key `owner` of earlier versions opens nothing", async () => {
  const running = await start();
  const credentials = { accessKeyId: "owner", secretAccessKey: "owner" };
  const client = new S3Client({ ...settings(running), credentials });
  const Bucket = running.outputs.BucketName;
  await expect(client.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({
    name: "InvalidAccessKeyId",
  });
});

test("stopping closes every port", async () => {
  const running = await start();
  await running.stop();
  for (const url of [running.api, running.aws, running.inbox]) await expect(fetch(url)).rejects.toThrow();
});

test("no fault of the region itself is reported on the way", async () => {
  const running = await start();
  await fetch(`${running.api}/live/things`, { method: "POST", body: "x" });
  await stop();
  expect(faults).toEqual([]);
});
