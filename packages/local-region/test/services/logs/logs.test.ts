import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { AwsService, Json } from "../../../src/ports.ts";
import { logsService } from "../../../src/services/logs/service.ts";

const folder = mkdtempSync(join(tmpdir(), "logs-"));
const group = "/aws/lambda/Grade";
const times = [1, 2, 3].map((second) => Date.parse(`2026-11-23T22:00:0${second}.000Z`));
const lines = [
  '{"timestamp":"2026-11-23T22:00:01.000Z","level":"INFO","message":"Opened a run."}',
  "REPORT RequestId: 1 Duration: 3 ms",
  '{"timestamp":"2026-11-23T22:00:02.000Z","level":"ERROR","message":"No such test."}',
  '{"timestamp":"2026-11-23T22:00:03.000Z","level":"INFO","message":"Closed a run."}',
];
let service: AwsService;

beforeAll(() => {
  writeFileSync(join(folder, "Grade.log"), `${lines.join("\n")}\n`);
  const functions = [
    { name: "Mail", logGroup: "/aws/lambda/Mail" },
    { name: "Grade", logGroup: group },
  ];
  service = logsService({ functions, folder, startedMs: 5 });
});
afterAll(() => rmSync(folder, { recursive: true }));

const ask = async (action: string, input: Json = {}): Promise<Record<string, unknown>> => {
  const answer = await service({
    ...{ method: "POST", path: "/", query: new URLSearchParams(), principal: { kind: "owner" } },
    headers: { "x-amz-target": `Logs_20140328.${action}` },
    body: Buffer.from(JSON.stringify(input)),
  });
  return { status: answer.status, ...JSON.parse(String(answer.body)) };
};

const messages = ({ events }: Record<string, unknown>): unknown[] =>
  [events].flat().map((event) => Object(event).message);

test("the log groups are the functions', by name, page by page", async () => {
  const first = await ask("DescribeLogGroups", { limit: 1 });
  expect(first).toMatchObject({ logGroups: [{ logGroupName: group, creationTime: 5 }], nextToken: "1" });
  const second = await ask("DescribeLogGroups", { limit: 1, nextToken: "1" });
  expect(second).toMatchObject({ logGroups: [{ logGroupName: "/aws/lambda/Mail" }] });
  expect(second).not.toHaveProperty("nextToken");
});

test("a group has one stream, and none before the function was called", async () => {
  expect(await ask("DescribeLogStreams", { logGroupName: group })).toMatchObject({
    logStreams: [{ logStreamName: "local", firstEventTimestamp: times[0], lastEventTimestamp: times[2] }],
  });
  expect(await ask("DescribeLogStreams", { logGroupName: "/aws/lambda/Mail" })).toMatchObject({
    logStreams: [],
  });
  expect(await ask("DescribeLogStreams", { logGroupName: "other" })).toMatchObject({
    status: 400,
    __type: "ResourceNotFoundException",
  });
});

test("the events of a stream are read from either end, and a line without a time has that of the one before", async () => {
  const of = {
    logGroupIdentifier: `arn:aws:logs:us-east-1:000000000000:log-group:${group}`,
    logStreamName: "local",
  };
  const last = await ask("GetLogEvents", { ...of, limit: 2 });
  expect(messages(last)).toEqual(lines.slice(2));
  const before = await ask("GetLogEvents", { ...of, limit: 2, nextToken: String(last.nextBackwardToken) });
  expect(before.events).toMatchObject([{ timestamp: times[0] }, { timestamp: times[0], message: lines[1] }]);
  const onward = await ask("GetLogEvents", { ...of, nextToken: String(last.nextForwardToken) });
  expect(messages(onward)).toEqual([]);
});

test.each([
  ['"a run"', [0, 3]],
  ["?ERROR ?REPORT", [1, 2]],
  ["run -Closed", [0]],
  ["", [0, 1, 2, 3]],
])("the pattern %s finds the lines %j", async (filterPattern, found) => {
  const answer = await ask("FilterLogEvents", { logGroupName: group, filterPattern });
  expect(messages(answer)).toEqual(found.map((index) => lines[index]));
});

test("a filter keeps to its time and its limit, and goes on where it stopped", async () => {
  const of = { logGroupName: group, startTime: times[1] ?? 0, limit: 1 };
  const first = await ask("FilterLogEvents", of);
  expect(messages(first)).toEqual([lines[2]]);
  expect(messages(await ask("FilterLogEvents", { ...of, nextToken: String(first.nextToken) }))).toEqual([
    lines[3],
  ]);
});

test("what is not followed is refused by name", async () => {
  const pattern = await ask("FilterLogEvents", { logGroupName: group, filterPattern: "{ $.level = 1 }" });
  expect(pattern).toMatchObject({ status: 400, message: expect.stringContaining("patterns of terms") });
  expect(await ask("PutLogEvents")).toMatchObject({ __type: "UnknownOperationException" });
});
