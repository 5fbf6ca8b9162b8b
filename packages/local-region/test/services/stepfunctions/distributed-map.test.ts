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
import { machineOf, queueUrl, Rig } from "./support/rig.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.stop());

const pass: Json = { StartAt: "Show", States: { Show: { Type: "Pass", End: true } } };

/** Fails for the items that are negative. */
const picky: Json = {
  StartAt: "Pick",
  States: {
    Pick: {
      Type: "Choice",
      Choices: [{ Condition: "{% $states.input < 0 %}", Next: "Break" }],
      Default: "Fine",
    },
    Break: { Type: "Fail", Error: "Negative", Cause: "{% 'it is ' & $states.input %}" },
    Fine: { Type: "Succeed", Output: "{% [$states.input, $states.input * 10] %}" },
  },
};

/** Waits for an answer to its message. */
const asking: Json = {
  StartAt: "Ask",
  States: {
    Ask: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Arguments: { QueueUrl: queueUrl, MessageBody: { token: "{% $states.context.Task.Token %}" } },
      End: true,
    },
  },
};

const map = (processor: Json, more: object = {}): Json =>
  machineOf("Each", {
    Each: {
      Type: "Map",
      Label: "grade",
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
        ...Object(processor),
      },
      End: true,
      ...more,
    },
  });

const reader = (InputType: string, Key: string, more: object = {}): object => ({
  ItemReader: {
    Resource: "arn:aws:states:::s3:getObject",
    Arguments: { Bucket: "data", Key },
    ReaderConfig: { InputType, ...more },
  },
});

const writer = (config?: object): object => ({
  ResultWriter: {
    Resource: "arn:aws:states:::s3:putObject",
    Arguments: { Bucket: "data", Prefix: "{% 'runs/' & $states.input.run %}" },
    ...(config ? { WriterConfig: config } : {}),
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
      map(pass, {
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
    const { arn } = await rig.run(map(pass), [1, 2]);
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
      const arn = await rig.start(map(asking, { ...reader("JSONL", "many.jsonl"), ...more }));
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
    expect(await rig.output(map(pass, reader("CSV", "a.csv", { CSVHeaderLocation: "FIRST_ROW" })))).toEqual([
      { id: "1", name: "Ada, A." },
      { id: "2", name: "" },
    ]);
    const given = { CSVHeaderLocation: "GIVEN", CSVHeaders: ["n", "letter"], CSVDelimiter: "SEMICOLON" };
    expect(await rig.output(map(pass, reader("CSV", "given.csv", given)))).toEqual([{ n: "1", letter: "x" }]);
    expect(await rig.output(map(pass, reader("JSON", "a.json", { MaxItems: 1 })))).toEqual([1]);
    rig.objects.stored.set("deep.json", '{"a/b":[{"items":[7]}]}');
    const pointed = (ItemsPointer: string) => map(pass, reader("JSON", "deep.json", { ItemsPointer }));
    expect(await rig.output(pointed("/a~1b/0/items"))).toEqual([7]);
    expect(await rig.run(pointed("/a~1b/0"))).toMatchObject({
      error: "States.ItemReaderFailed",
      cause: "s3://data/deep.json at /a~1b/0 must hold a JSON array to be mapped over.",
    });
    const listing = {
      ItemReader: {
        Resource: "arn:aws:states:::s3:listObjectsV2",
        Arguments: { Bucket: "data", Prefix: "a." },
      },
      ItemSelector: "{% $states.context.Map.Item.Value.Key %}",
    };
    expect(await rig.output(map(pass, listing))).toEqual(["a.csv", "a.json"]);
  });

  test("fails with States.ItemReaderFailed, naming what can't be read", async () => {
    rig.objects.stored.set("bad.jsonl", "1\n{nonsense\n");
    expect(await rig.run(map(pass, reader("JSONL", "none")))).toMatchObject({
      error: "States.ItemReaderFailed",
      cause: "NoSuchKey: The specified key does not exist.",
    });
    const { arn, error, cause } = await rig.run(map(pass, reader("JSONL", "bad.jsonl")));
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
    expect(await rig.output(map(pass, reader("JSONL", "cut")))).toEqual(["ż", 2]);
    for (const format of ["JSONL", "CSV", "JSON"]) {
      const more = format === "CSV" ? { CSVHeaderLocation: "FIRST_ROW" } : {};
      rig.objects.streams.set("broken", [Buffer.from("1\n2\n"), new Error("the disk is gone")]);
      const { error, cause } = await rig.run(map(pass, reader(format, "broken", more)));
      expect([error, cause]).toEqual([
        "States.ItemReaderFailed",
        expect.stringContaining("the disk is gone"),
      ]);
    }
  });

  test("batches items by number and by size, with BatchInput beside them", async () => {
    const batch = (more: object) =>
      map(pass, { ItemBatcher: { BatchInput: { run: "{% $states.context.State.Name %}" }, ...more } });
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
    const arn = await rig.start(map(asking, { MaxConcurrency: "{% 2 %}" }), [1, 2, 3]);
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

describe("tolerated failures", () => {
  test("no child may fail where nothing is said", async () => {
    const { arn, error, cause } = await rig.run(map(picky), [1, -1]);
    expect([error, cause]).toEqual([
      "States.ExceedToleratedFailureThreshold",
      "The specified tolerated failure threshold was exceeded",
    ]);
    expect((await rig.types(arn)).slice(3)).toEqual([
      "MapRunStarted",
      "MapRunFailed",
      "MapStateFailed",
      "ExecutionFailed",
    ]);
  });

  test("as many as the count or the percentage says may fail, and their failures stand in the result", async () => {
    for (const more of [{ ToleratedFailureCount: 1 }, { ToleratedFailurePercentage: 50 }]) {
      const output = await rig.output(map(picky, more), [1, -1]);
      expect(output).toMatchObject([
        [1, 10],
        { Status: "FAILED", Error: "Negative", Cause: "it is -1", Input: "-1" },
      ]);
    }
    expect(await rig.run(map(picky, { ToleratedFailurePercentage: 49 }), [1, -1])).toMatchObject({
      error: "States.ExceedToleratedFailureThreshold",
    });
  });
});

describe("ResultWriter", () => {
  const run = async (config?: object, items: Json = [1, -1, 2]) => {
    const definition = map(picky, {
      Items: "{% $states.input.items %}",
      ToleratedFailurePercentage: 100,
      MaxConcurrency: 1,
      ...writer(config),
    });
    const { arn, output } = await rig.run(definition, { run: "r1", items });
    const { MapRunArn, ResultWriterDetails } = JSON.parse(output ?? "{}");
    const uuid = String(MapRunArn).split(":").at(-1);
    expect(ResultWriterDetails).toEqual({ Bucket: "data", Key: `runs/r1/${uuid}/manifest.json` });
    expect((await mapRunOf(arn))?.mapRunArn).toBe(MapRunArn);
    return { MapRunArn, folder: `runs/r1/${uuid}/`, manifest: rig.objects.json(ResultWriterDetails.Key) };
  };

  test("writes a manifest and a file for each status, with the children's metadata", async () => {
    const { MapRunArn, folder, manifest } = await run();
    const size = (key: string) => rig.objects.stored.get(key)?.length;
    const file = (name: string) => ({ Key: folder + name, Size: size(folder + name) });
    expect(manifest).toEqual({
      DestinationBucket: "data",
      MapRunArn,
      ResultFiles: {
        FAILED: [file("FAILED_0.json")],
        PENDING: [],
        SUCCEEDED: [file("SUCCEEDED_0.json")],
      },
    });
    const child = (more: object) => ({
      ExecutionArn: expect.stringContaining(":execution:machine-1/grade:"),
      InputDetails: { Included: true },
      Name: expect.any(String),
      OutputDetails: { Included: true },
      RedriveCount: 0,
      StartDate: expect.stringMatching(/^2026-11-23T.*Z$/),
      StateMachineArn: expect.stringContaining(":stateMachine:machine-1/grade"),
      StopDate: expect.any(String),
      ...more,
    });
    const succeeded = {
      Status: "SUCCEEDED",
      RedriveStatus: "NOT_REDRIVABLE",
      RedriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
    };
    const failed = { Status: "FAILED", RedriveStatus: "REDRIVABLE_BY_MAP_RUN" };
    expect(rig.objects.json(`${folder}SUCCEEDED_0.json`)).toEqual([
      child({ ...succeeded, Input: "1", Output: "[1,10]" }),
      child({ ...succeeded, Input: "2", Output: "[2,20]" }),
    ]);
    expect(rig.objects.json(`${folder}FAILED_0.json`)).toEqual([
      child({ ...failed, Input: "-1", Error: "Negative", Cause: "it is -1" }),
    ]);
  });

  test("COMPACT keeps the outputs only, FLATTEN joins arrays, JSONL writes lines; failures stay as they are", async () => {
    const compact = await run({ Transformation: "COMPACT", OutputType: "JSON" });
    expect(rig.objects.json(`${compact.folder}SUCCEEDED_0.json`)).toEqual([
      [1, 10],
      [2, 20],
    ]);
    expect(rig.objects.json(`${compact.folder}FAILED_0.json`)).toMatchObject([{ Status: "FAILED" }]);
    const flat = await run({ Transformation: "FLATTEN", OutputType: "JSONL" });
    expect(rig.objects.stored.get(`${flat.folder}SUCCEEDED_0.jsonl`)).toBe("1\n10\n2\n20\n");
  });

  test("lists what was never started when the run fails", async () => {
    const definition = map(picky, { Items: "{% $states.input.items %}", MaxConcurrency: 1, ...writer() });
    await rig.run(definition, { run: "r2", items: [-1, 5, 6] });
    const key = [...rig.objects.stored.keys()].find((k) => k.endsWith("PENDING_0.json"));
    expect(rig.objects.json(String(key))).toEqual([
      { Input: "5", InputDetails: { Included: true }, Status: "PENDING" },
      { Input: "6", InputDetails: { Included: true }, Status: "PENDING" },
    ]);
  });

  test("fails with States.ResultWriterFailed when it can't write", async () => {
    const definition = map(pass, {
      ResultWriter: { Resource: "arn:aws:states:::s3:putObject", Arguments: { Bucket: "absent" } },
    });
    expect(await rig.run(definition, [1])).toMatchObject({
      error: "States.ResultWriterFailed",
      cause: "NoSuchBucket: The specified bucket does not exist",
    });
  });
});

test("stopping the parent aborts the children", async () => {
  const resting: Json = { StartAt: "Rest", States: { Rest: { Type: "Wait", Seconds: 1000, End: true } } };
  const arn = await rig.start(map(resting), [1, 2]);
  await rig.event(() => rig.events.filter((e) => e.type === "WaitStateEntered").length === 2);
  await rig.client.send(new StopExecutionCommand({ executionArn: arn, error: "Stopped", cause: "by hand" }));
  expect(await rig.ended(arn)).toMatchObject({ status: "ABORTED", error: "Stopped", cause: "by hand" });
  const run = await mapRunOf(arn);
  const children = await childrenOf(run?.mapRunArn);
  expect(children.map(({ status }) => status)).toEqual(["ABORTED", "ABORTED"]);
  const { status } = await rig.client.send(new DescribeMapRunCommand({ mapRunArn: run?.mapRunArn }));
  expect(status).toBe("ABORTED");
});
