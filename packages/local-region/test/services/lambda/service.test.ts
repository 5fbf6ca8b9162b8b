import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { AwsEndpoint } from "../../../src/http/endpoint.ts";
import { AwsError, type AwsRequest, type Functions } from "../../../src/ports.ts";
import { lambdaPermissions, lambdaService } from "../../../src/services/lambda/service.ts";
import type { PlannedEventSource, PlannedFunction } from "../../../src/template/plan.ts";
import { type SignedInit, signedInit, startEndpoint } from "../../http/start-endpoint.ts";

const planned = (name: string): PlannedFunction => ({
  logicalId: name,
  name,
  arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
  roleArn: "arn:aws:iam::000000000000:role/Runner",
  codeFolder: "/code",
  handler: "index.handler",
  timeoutSeconds: 30,
  memoryMiB: 256,
  environment: { A: "1" },
  logGroup: `/aws/lambda/${name}`,
  reservedConcurrency: undefined,
});

const source: PlannedEventSource = {
  logicalId: "EchoQueueSource",
  queueArn: "arn:aws:sqs:us-east-1:000000000000:work",
  functionName: "echo",
  batchSize: 10,
  batchingWindowSeconds: 1,
  maximumConcurrency: 20,
  reportsItemFailures: true,
};

const functions: Functions = {
  invoke: async (name, payload, caller) => {
    if (name === "echo") return { ok: true, payload: { payload, by: "kind" in caller ? caller.kind : "" } };
    if (name === "breaks") return { ok: false, error: "E", cause: '{"errorType":"E"}' };
    throw new AwsError("ResourceNotFoundException", `Function not found: ${name}`, 404);
  },
};

const get: AwsRequest = {
  ...{ method: "GET", path: "/", query: new URLSearchParams(), headers: {}, body: Buffer.alloc(0) },
  principal: { kind: "owner" },
};

let endpoint: AwsEndpoint;
beforeEach(async () => {
  endpoint = await startEndpoint({
    lambda: lambdaService(["echo", "breaks"].map(planned), [source], functions),
  });
});
afterEach(() => endpoint.close());

const call = async (path: string, init: SignedInit = {}): Promise<Response> => {
  const url = `${endpoint.url}/2015-03-31/functions${path}`;
  return await fetch(url, await signedInit(url, "lambda", init));
};
const invoke = (name: string, body = "", headers: SignedInit["headers"] = {}): Promise<Response> =>
  call(`/${name}/invocations`, { method: "POST", body, headers: headers ?? {} });

test("functions are listed in pages", async () => {
  expect(await (await call("")).json()).toMatchObject({
    Functions: [
      {
        FunctionName: "echo",
        Handler: "index.handler",
        Timeout: 30,
        MemorySize: 256,
        Environment: { Variables: { A: "1" } },
      },
      { FunctionName: "breaks" },
    ],
  });
  const first = await (await call("?MaxItems=1")).json();
  expect(first).toMatchObject({ Functions: [{ FunctionName: "echo" }], NextMarker: "1" });
  const last = await (await call("?MaxItems=1&Marker=1")).json();
  expect(last).toMatchObject({ Functions: [{ FunctionName: "breaks" }] });
  expect(last).not.toHaveProperty("NextMarker");
  expect((await call("?MaxItems=none")).status).toBe(400);
});

test("a function is told with the folder of its code, by name or ARN, and its configuration alone", async () => {
  const configuration = { FunctionName: "echo", Timeout: 30, MemorySize: 256 };
  for (const name of ["echo", "arn:aws:lambda:us-east-1:000000000000:function:echo"]) {
    const path = `/${encodeURIComponent(name)}`;
    expect(await (await call(path)).json()).toMatchObject({
      Configuration: configuration,
      Code: { RepositoryType: "S3", Location: "file:///code" },
    });
    expect(await (await call(`${path}/configuration`)).json()).toMatchObject(configuration);
  }
  expect((await call("/none")).status).toBe(404);
});

test("what a queue's messages start is told for all, for a function, or for a queue", async () => {
  const sources = async (query: string) => {
    const url = `${endpoint.url}/2015-03-31/event-source-mappings/${query}`;
    const { EventSourceMappings } = await (await fetch(url, await signedInit(url, "lambda"))).json();
    return EventSourceMappings;
  };
  const [mapping] = await sources("");
  expect(mapping).toEqual({
    UUID: "EchoQueueSource",
    EventSourceArn: source.queueArn,
    FunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:echo",
    BatchSize: 10,
    MaximumBatchingWindowInSeconds: 1,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    ScalingConfig: { MaximumConcurrency: 20 },
    State: "Enabled",
  });
  expect(await sources("?FunctionName=echo")).toEqual([mapping]);
  expect(await sources("?FunctionName=breaks")).toEqual([]);
  expect(await sources(`?EventSourceArn=${encodeURIComponent(source.queueArn)}`)).toEqual([mapping]);
  expect(await sources("?EventSourceArn=other")).toEqual([]);
});

test("each call needs its own right", () => {
  const needed = (path: string) =>
    lambdaPermissions({ ...get, path: `/2015-03-31/${path}` })
      .flat()
      .map(({ action }) => action);
  expect(needed("functions")).toEqual(["lambda:ListFunctions"]);
  expect(needed("functions/echo")).toEqual(["lambda:GetFunction"]);
  expect(needed("functions/echo/configuration")).toEqual(["lambda:GetFunctionConfiguration"]);
  expect(needed("event-source-mappings/")).toEqual(["lambda:ListEventSourceMappings"]);
});

test("a function is invoked with the payload, or an empty object, by its caller", async () => {
  const answer = await invoke("echo", '{"a":1}');
  expect([answer.status, answer.headers.get("x-amz-function-error")]).toEqual([200, null]);
  expect(await answer.json()).toEqual({ payload: { a: 1 }, by: "owner" });
  expect(await (await invoke("echo")).json()).toMatchObject({ payload: {} });
});

test("a function that fails answers with what it threw", async () => {
  const answer = await invoke("breaks");
  expect([answer.status, answer.headers.get("x-amz-function-error")]).toEqual([200, "Unhandled"]);
  expect(await answer.json()).toEqual({ errorType: "E" });
});

test("what can't be followed is refused by name", async () => {
  const refusal = async (answer: Promise<Response>) => (await answer).headers.get("x-amzn-errortype");
  expect(await refusal(invoke("none"))).toBe("ResourceNotFoundException");
  expect(await refusal(invoke("echo", "{nonsense"))).toBe("InvalidRequestContentException");
  expect(await refusal(invoke("echo", "", { "x-amz-invocation-type": "Event" }))).toBe(
    "InvalidParameterValueException",
  );
  expect(await refusal(invoke("echo", "", { "x-amz-log-type": "Tail" }))).toBe(
    "InvalidParameterValueException",
  );
  expect(await refusal(call("/echo/policy"))).toBe("NotImplemented");
  const qualified = (name: string) =>
    call(`/echo/invocations?Qualifier=${encodeURIComponent(name)}`, { method: "POST" });
  expect(await refusal(qualified("live"))).toBe("ResourceNotFoundException");
  expect((await qualified("$LATEST")).status).toBe(200);
});
