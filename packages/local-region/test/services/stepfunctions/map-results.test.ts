import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Json } from "../../../src/ports.ts";
import { mapOf, picky, writer } from "./support/machines.ts";
import { Rig } from "./support/rig.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.stop());

describe("tolerated failures", () => {
  test("no child may fail where nothing is said", async () => {
    const { arn, error, cause } = await rig.run(mapOf(picky), [1, -1]);
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
      const output = await rig.output(mapOf(picky, more), [1, -1]);
      expect(output).toMatchObject([
        [1, 10],
        { Status: "FAILED", Error: "Negative", Cause: "it is -1", Input: "-1" },
      ]);
    }
    expect(await rig.run(mapOf(picky, { ToleratedFailurePercentage: 49 }), [1, -1])).toMatchObject({
      error: "States.ExceedToleratedFailureThreshold",
    });
  });
});

describe("ResultWriter", () => {
  const run = async (config?: object, items: Json = [1, -1, 2]) => {
    const definition = mapOf(picky, {
      Items: "{% $states.input.items %}",
      ToleratedFailurePercentage: 100,
      MaxConcurrency: 1,
      ...writer(config),
    });
    const { arn, output } = await rig.run(definition, { run: "r1", items });
    const { MapRunArn, ResultWriterDetails } = JSON.parse(output ?? "{}");
    const uuid = String(MapRunArn).split(":").at(-1);
    expect(ResultWriterDetails).toEqual({ Bucket: "data", Key: `runs/r1/${uuid}/manifest.json` });
    expect(await rig.mapRunArn(arn)).toBe(MapRunArn);
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
    const definition = mapOf(picky, { Items: "{% $states.input.items %}", MaxConcurrency: 1, ...writer() });
    await rig.run(definition, { run: "r2", items: [-1, 5, 6] });
    const key = [...rig.objects.stored.keys()].find((k) => k.endsWith("PENDING_0.json"));
    expect(rig.objects.json(String(key))).toEqual([
      { Input: "5", InputDetails: { Included: true }, Status: "PENDING" },
      { Input: "6", InputDetails: { Included: true }, Status: "PENDING" },
    ]);
  });

  test("fails with States.ResultWriterFailed when it can't write", async () => {
    const definition = mapOf(picky, {
      ResultWriter: { Resource: "arn:aws:states:::s3:putObject", Arguments: { Bucket: "absent" } },
    });
    expect(await rig.run(definition, [1])).toMatchObject({
      error: "States.ResultWriterFailed",
      cause: "NoSuchBucket: The specified bucket does not exist",
    });
  });
});
