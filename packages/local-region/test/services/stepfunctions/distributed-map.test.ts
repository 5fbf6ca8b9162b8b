import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  DescribeStateMachineForExecutionCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  SendTaskSuccessCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Json } from "../../../src/ports.ts";
import { asking, mapOf } from "./support/machines.ts";
import { Rig } from "./support/rig.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.stop());

const pass: Json = { StartAt: "Show", States: { Show: { Type: "Pass", End: true } } };

const askingEach: Json = { StartAt: "Ask", States: { Ask: asking } };

const reader = (InputType: string, Key: string, more: object = {}): object => ({
  ItemReader: {
    Resource: "arn:aws:states:::s3:getObject",
    Arguments: { Bucket: "data", Key },
    ReaderConfig: { InputType, ...more },
  },
});

const mapRunOf = async (executionArn: string) => {
  const { mapRuns } = await rig.client.send(new ListMapRunsCommand({ executionArn }));
  return mapRuns?.[0];
};

const childrenOf = async (mapRunArn: string | undefined) => {
  const { executions } = await rig.client.send(new ListExecutionsCommand({ mapRunArn }));
  return executions ?? [];
};

describe("a Distributed Map", () => {
  test("runs each line of a JSONL object in a child execution, with the parent's events as on AWS", async () => {
    rig.objects.stored.set("roster.jsonl", '{"id":"a"}\n{"id":"b"}\n\n{"id":"c"}');
    const { arn, output } = await rig.run(
      mapOf(pass, {
        ...reader("JSONL", "{% $states.input.key %}"),
        ItemSelector: {
          id: "{% $states.context.Map.Item.Value.id %}",
          index: "{% $states.context.Map.Item.Index %}",
          key: "{% $states.input.key %}",
        },
      }),
      { key: "roster.jsonl" },
    );
    const expected = ["a", "b", "c"].map((id, index) => ({ id, index, key: "roster.jsonl" }));
    expect(JSON.parse(output ?? "")).toEqual(expected);
    const events = await rig.history(arn);
    expect(events.map((e) => e.type)).toEqual([
      "ExecutionStarted",
      "MapStateEntered",
      "MapStateStarted",
      "MapRunStarted",
      "MapRunSucceeded",
      "MapStateSucceeded",
      "MapStateExited",
      "ExecutionSucceeded",
    ]);
    expect(events[2]?.mapStateStartedEventDetails).toEqual({ length: 0 });
    const run = await mapRunOf(arn);
    expect(events[3]?.mapRunStartedEventDetails).toEqual({ mapRunArn: run?.mapRunArn });
    expect(run?.mapRunArn).toMatch(
      /^arn:aws:states:us-east-1:000000000000:mapRun:machine-1\/grade:[0-9a-f-]{36}$/,
    );
  });

  test("its children are executions of their own, listed by the map run", async () => {
    const { arn } = await rig.run(mapOf(pass), [1, 2]);
    const run = await mapRunOf(arn);
    const children = await childrenOf(run?.mapRunArn);
    expect(children).toHaveLength(2);
    const executionArn = children[0]?.executionArn;
    expect(executionArn).toMatch(
      /^arn:aws:states:us-east-1:000000000000:execution:machine-1\/grade:[0-9a-f-]{36}$/,
    );
    expect(await rig.client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      mapRunArn: run?.mapRunArn,
      stateMachineArn: "arn:aws:states:us-east-1:000000000000:stateMachine:machine-1/grade",
      status: "SUCCEEDED",
      input: "2",
    });
    const { definition, label, mapRunArn } = await rig.client.send(
      new DescribeStateMachineForExecutionCommand({ executionArn }),
    );
    expect([label, mapRunArn]).toEqual(["grade", run?.mapRunArn]);
    expect(JSON.parse(definition ?? "")).toMatchObject({ StartAt: "Show" });
    expect(await rig.types(String(executionArn))).toEqual([
      "ExecutionStarted",
      "PassStateEntered",
      "PassStateExited",
      "ExecutionSucceeded",
    ]);
    const described = await rig.client.send(new DescribeMapRunCommand({ mapRunArn: run?.mapRunArn }));
    expect(described).toMatchObject({
      executionArn: arn,
      status: "SUCCEEDED",
      maxConcurrency: 10_000,
      executionCounts: { total: 2, succeeded: 2, running: 0, pending: 0, resultsWritten: 2 },
      itemCounts: { total: 2, succeeded: 2, failed: 0 },
    });
  });

  test("counts items that wait for their turn as pending", async () => {
    rig.objects.stored.set("many.jsonl", "1\n2\n3\n4\n5\n");
    const countsOf = async (more: object) => {
      const second = rig.queues.sent.length + 1;
      const arn = await rig.start(mapOf(askingEach, { ...reader("JSONL", "many.jsonl"), ...more }));
      await rig.queues.message(second);
      const { mapRunArn } = (await mapRunOf(arn)) ?? {};
      return await rig.client.send(new DescribeMapRunCommand({ mapRunArn }));
    };
    expect(await countsOf({ MaxConcurrency: 2 })).toMatchObject({
      itemCounts: { total: 5, running: 2, pending: 3 },
      executionCounts: { total: 5, running: 2, pending: 3 },
    });
    expect(await countsOf({ MaxConcurrency: 2, ItemBatcher: { MaxItemsPerBatch: 2 } })).toMatchObject({
      itemCounts: { total: 5, running: 4, pending: 1 },
      executionCounts: { total: 2, running: 2, pending: 0 },
    });
  });

  test("reads CSV with a header row, JSON arrays and listings", async () => {
    rig.objects.stored.set("a.csv", 'id,name\n1,"Ada, A."\n2\n');
    rig.objects.stored.set("given.csv", "1;x;left out\n");
    rig.objects.stored.set("a.json", "[1,[2]]");
    expect(await rig.output(mapOf(pass, reader("CSV", "a.csv", { CSVHeaderLocation: "FIRST_ROW" })))).toEqual(
      [
        { id: "1", name: "Ada, A." },
        { id: "2", name: "" },
      ],
    );
    const given = { CSVHeaderLocation: "GIVEN", CSVHeaders: ["n", "letter"], CSVDelimiter: "SEMICOLON" };
    expect(await rig.output(mapOf(pass, reader("CSV", "given.csv", given)))).toEqual([
      { n: "1", letter: "x" },
    ]);
    expect(await rig.output(mapOf(pass, reader("JSON", "a.json", { MaxItems: 1 })))).toEqual([1]);
    rig.objects.stored.set("deep.json", '{"a/b":[{"items":[7]}]}');
    const pointed = (ItemsPointer: string) => mapOf(pass, reader("JSON", "deep.json", { ItemsPointer }));
    expect(await rig.output(pointed("/a~1b/0/items"))).toEqual([7]);
    expect(await rig.output(pointed("/a~1b/0"))).toEqual([{ Key: "items", Value: [7] }]);
    expect(await rig.run(pointed("/a~1b/0/items/0"))).toMatchObject({
      error: "States.ItemReaderFailed",
      cause: "s3://data/deep.json at /a~1b/0/items/0 must hold a JSON array or object to be mapped over.",
    });
    const listing = {
      ItemReader: {
        Resource: "arn:aws:states:::s3:listObjectsV2",
        Arguments: { Bucket: "data", Prefix: "a." },
      },
      ItemSelector: "{% $states.context.Map.Item.Value.Key %}",
    };
    expect(await rig.output(mapOf(pass, listing))).toEqual(["a.csv", "a.json"]);
  });

  test("fails with States.ItemReaderFailed, naming what can't be read", async () => {
    rig.objects.stored.set("bad.jsonl", "1\n{nonsense\n");
    expect(await rig.run(mapOf(pass, reader("JSONL", "none")))).toMatchObject({
      error: "States.ItemReaderFailed",
      cause: "NoSuchKey: The specified key does not exist.",
    });
    const { arn, error, cause } = await rig.run(mapOf(pass, reader("JSONL", "bad.jsonl")));
    expect(error).toBe("States.ItemReaderFailed");
    expect(cause).toContain("Line 2 of s3://data/bad.jsonl is not JSON");
    expect((await rig.types(arn)).slice(3)).toEqual([
      "MapRunStarted",
      "MapRunFailed",
      "MapStateFailed",
      "ExecutionFailed",
    ]);
  });

  test("fails with States.ItemReaderFailed when the object breaks off, and reads characters that chunks divide", async () => {
    const bytes = Buffer.from('"ż"\n2');
    rig.objects.streams.set("cut", [bytes.subarray(0, 2), bytes.subarray(2)]);
    expect(await rig.output(mapOf(pass, reader("JSONL", "cut")))).toEqual(["ż", 2]);
    for (const format of ["JSONL", "CSV", "JSON"]) {
      const more = format === "CSV" ? { CSVHeaderLocation: "FIRST_ROW" } : {};
      rig.objects.streams.set("broken", [Buffer.from("1\n2\n"), new Error("the disk is gone")]);
      const { error, cause } = await rig.run(mapOf(pass, reader(format, "broken", more)));
      expect([error, cause]).toEqual([
        "States.ItemReaderFailed",
        expect.stringContaining("the disk is gone"),
      ]);
    }
  });

  test("batches items by number and by size, with BatchInput beside them", async () => {
    const batch = (more: object) =>
      mapOf(pass, { ItemBatcher: { BatchInput: { run: "{% $states.context.State.Name %}" }, ...more } });
    expect(await rig.output(batch({ MaxItemsPerBatch: 2 }), [1, 2, 3])).toEqual([
      { BatchInput: { run: "Each" }, Items: [1, 2] },
      { BatchInput: { run: "Each" }, Items: [3] },
    ]);
    const output = await rig.output(batch({ MaxInputBytesPerBatch: 60 }), ["aaaaaaaaaa", "bbbbbbbbbb", "c"]);
    expect(output).toEqual([
      { BatchInput: { run: "Each" }, Items: ["aaaaaaaaaa"] },
      { BatchInput: { run: "Each" }, Items: ["bbbbbbbbbb", "c"] },
    ]);
  });

  test("runs no more children at once than MaxConcurrency says", async () => {
    const arn = await rig.start(mapOf(askingEach, { MaxConcurrency: "{% 2 %}" }), [1, 2, 3]);
    const first = await rig.queues.token(0);
    await rig.queues.token(1);
    expect(rig.queues.sent).toHaveLength(2);
    const answer = (taskToken: string, output: string) =>
      rig.client.send(new SendTaskSuccessCommand({ taskToken, output }));
    await answer(first, '"a"');
    await answer(await rig.queues.token(2), '"c"');
    await answer(await rig.queues.token(1), '"b"');
    expect(await rig.ended(arn)).toMatchObject({ status: "SUCCEEDED" });
  });
});

test("stopping the parent aborts the children", async () => {
  const resting: Json = { StartAt: "Rest", States: { Rest: { Type: "Wait", Seconds: 1000, End: true } } };
  const arn = await rig.start(mapOf(resting), [1, 2]);
  await rig.event(() => rig.events.filter((e) => e.type === "WaitStateEntered").length === 2);
  await rig.client.send(new StopExecutionCommand({ executionArn: arn, error: "Stopped", cause: "by hand" }));
  expect(await rig.ended(arn)).toMatchObject({ status: "ABORTED", error: "Stopped", cause: "by hand" });
  const run = await mapRunOf(arn);
  const children = await childrenOf(run?.mapRunArn);
  expect(children.map(({ status }) => status)).toEqual(["ABORTED", "ABORTED"]);
  const { status } = await rig.client.send(new DescribeMapRunCommand({ mapRunArn: run?.mapRunArn }));
  expect(status).toBe("ABORTED");
});
