/** Longer than most: all tests start functions in the same way, each with code of its own. */

import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { Json } from "../../../src/ports.ts";
import {
  type FunctionsSettings,
  type LocalFunctions,
  openFunctions,
} from "../../../src/services/lambda/functions.ts";
import type { PlannedFunction } from "../../../src/template/plan.ts";

/** Threads start slowly on a busy machine. */
jest.setTimeout(30_000);

const owner = { kind: "owner" } as const;

let folder: string;
let functions: LocalFunctions | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lambda-"));
});

afterEach(async () => {
  await functions?.close();
  functions = undefined;
  rmSync(folder, { recursive: true });
});

/** `others`: further functions with the same bundle, by what is different. */
const start = (
  code: string,
  settings: Partial<PlannedFunction> = {},
  concurrency = 2,
  others: readonly Partial<PlannedFunction>[] = [],
  more: Pick<FunctionsSettings, "mostEnvironments" | "log"> = {},
): LocalFunctions => {
  writeFileSync(join(folder, "index.mjs"), code);
  const fn: PlannedFunction = {
    logicalId: "Greet",
    name: "greet",
    arn: "arn:aws:lambda:us-east-1:000000000000:function:greet",
    roleArn: "arn:aws:iam::000000000000:role/greet",
    codeFolder: folder,
    handler: "index.handler",
    timeoutSeconds: 60,
    memoryMiB: 128,
    environment: { GREETING: "hello" },
    logGroup: "/aws/lambda/greet",
    reservedConcurrency: undefined,
    ...settings,
  };
  functions = openFunctions({
    functions: [fn, ...others.map((other) => ({ ...fn, ...other }))],
    endpoint: "http://127.0.0.1:1",
    credentialsOf: (roleArn) => ({
      accessKeyId: `key of ${roleArn}`,
      secretAccessKey: "s",
      sessionToken: "t",
    }),
    logFolder: join(folder, "logs"),
    concurrency,
    ...more,
  });
  return functions;
};

const causeOf = async (fns: LocalFunctions, payload = {}) => {
  const result = await fns.invoke("greet", payload, owner);
  if (result.ok) throw new Error(`expected a failure, got ${JSON.stringify(result.payload)}`);
  return { error: result.error, ...JSON.parse(result.cause) };
};

test("a function gets its event and its answer is the payload, by name and by ARN", async () => {
  const fns = start("export const handler = async (event) => ({ got: event });");
  const expected = { ok: true, payload: { got: { a: [1] } } };
  expect(await fns.invoke("greet", { a: [1] }, owner)).toEqual(expected);
  const arn = "arn:aws:lambda:us-east-1:000000000000:function:greet:$LATEST";
  expect(await fns.invoke(arn, { a: [1] }, owner)).toEqual(expected);
});

test("a function that returns nothing answers null", async () => {
  const fns = start("export const handler = async () => {};");
  expect(await fns.invoke("greet", {}, owner)).toEqual({ ok: true, payload: null });
});

test("a function sees the template's and Lambda's variables and nothing of the host's", async () => {
  process.env.HOST_SECRET = "secret";
  const fns = start("export const handler = async () => ({ ...process.env });");
  const result = await fns.invoke("greet", {}, owner);
  delete process.env.HOST_SECRET;
  expect(result).toMatchObject({
    ok: true,
    payload: {
      GREETING: "hello",
      AWS_REGION: "us-east-1",
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_ACCESS_KEY_ID: "key of arn:aws:iam::000000000000:role/greet",
      AWS_LAMBDA_FUNCTION_NAME: "greet",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
    },
  });
  expect(JSON.stringify(result)).not.toContain("HOST_SECRET");
});

test("the context names the invocation and tells the time left", async () => {
  const fns = start(
    "export const handler = async (_, c) => ({ id: c.awsRequestId, left: c.getRemainingTimeInMillis(), arn: c.invokedFunctionArn, mb: c.memoryLimitInMB });",
  );
  const result = await fns.invoke("greet", {}, owner);
  expect(result).toEqual({
    ok: true,
    payload: {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      left: expect.any(Number),
      arn: "arn:aws:lambda:us-east-1:000000000000:function:greet",
      mb: "128",
    },
  });
});

test("a thrown error is reported with its name, message and trace", async () => {
  const fns = start(
    'export const handler = async () => { const e = new Error("busy"); e.name = "TransientError"; throw e; };',
  );
  expect(await causeOf(fns)).toEqual({
    error: "TransientError",
    errorType: "TransientError",
    errorMessage: "busy",
    trace: expect.arrayContaining([expect.stringContaining("index.mjs")]),
  });
});

test("a function that runs over its timeout is ended, and the next invocation gets a new environment", async () => {
  const fns = start(
    "let n = 0; export const handler = async (e) => { n += 1; if (e.hang) await new Promise(() => setInterval(() => {}, 1000)); return n; };",
    { timeoutSeconds: 1 },
  );
  expect(await causeOf(fns, { hang: true })).toEqual({
    error: "Sandbox.Timedout",
    errorType: "Sandbox.Timedout",
    errorMessage: expect.stringMatching(
      /^RequestId: [0-9a-f-]{36} Error: Task timed out after 1.00 seconds$/,
    ),
  });
  expect(await fns.invoke("greet", {}, owner)).toEqual({ ok: true, payload: 1 });
});

test("a function that computes without end is ended as well", async () => {
  const fns = start("export const handler = async () => { for (;;); };", { timeoutSeconds: 1 });
  expect(await causeOf(fns)).toMatchObject({ error: "Sandbox.Timedout" });
});

test("a function that exits is a Runtime.ExitError", async () => {
  const fns = start("export const handler = async () => process.exit(3);");
  expect(await causeOf(fns)).toEqual({
    error: "Runtime.ExitError",
    errorType: "Runtime.ExitError",
    errorMessage: expect.stringMatching(/^RequestId: .* Error: Runtime exited with error: exit status 3$/),
  });
});

test("a function that needs more memory than it has is killed, and the next invocation gets a new environment", async () => {
  const fns = start(
    "const held = []; export const handler = async (e) => { while (e.greedy) held.push(new Array(100_000).fill(held.length)); return held.length; };",
    { memoryMiB: 128 },
  );
  expect(await causeOf(fns, { greedy: true })).toEqual({
    error: "Runtime.ExitError",
    errorType: "Runtime.ExitError",
    errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Runtime exited with error: signal: killed$/),
  });
  expect(await fns.invoke("greet", {}, owner)).toEqual({ ok: true, payload: 0 });
});

test("an error outside the handler's promise fails the invocation with that error", async () => {
  const fns = start(
    'export const handler = () => new Promise(() => setTimeout(() => { throw new TypeError("late"); }, 1));',
  );
  expect(await causeOf(fns)).toMatchObject({ error: "TypeError", errorMessage: "late" });
});

test.each([
  ["has no such export", "export const other = 1;", "Runtime.HandlerNotFound"],
  [
    "declares a third parameter",
    "export const handler = (a, b, done) => done();",
    "Runtime.CallbackHandlerDeprecated",
  ],
  ["throws while loading", 'throw new RangeError("no");', "RangeError"],
])("a function whose bundle %s fails with the runtime's error", async (_, code, error) => {
  const fns = start(code);
  expect((await causeOf(fns)).error).toBe(error);
  expect((await causeOf(fns)).error).toBe(error);
});

test("an environment is used again, one invocation at a time", async () => {
  const fns = start("let n = 0; export const handler = async () => ++n;");
  expect(await fns.invoke("greet", {}, owner)).toEqual({ ok: true, payload: 1 });
  expect(await fns.invoke("greet", {}, owner)).toEqual({ ok: true, payload: 2 });
});

test("two functions never share an environment, though they have one bundle", async () => {
  const code =
    "let n = 0; export const handler = async () => [++n, process.env.AWS_ACCESS_KEY_ID, ++globalThis.seen || (globalThis.seen = 1)];";
  const other = {
    name: "leave",
    arn: "arn:aws:lambda:us-east-1:000000000000:function:leave",
    roleArn: "leave",
  };
  const fns = start(code, {}, 2, [other]);
  await fns.invoke("greet", {}, owner);
  expect(await fns.invoke("greet", {}, owner)).toMatchObject({
    payload: [2, expect.stringContaining("greet"), 2],
  });
  expect(await fns.invoke("leave", {}, owner)).toMatchObject({ payload: [1, "key of leave", 1] });
});

test("invocations beyond the function's concurrency wait for their turn", async () => {
  const code =
    "let running = 0; export const handler = async () => { running += 1; await new Promise((r) => setTimeout(r, 5)); const seen = running; running -= 1; return seen; };";
  const fns = start(code, { reservedConcurrency: 1 });
  expect(fns.concurrencyOf("greet")).toBe(1);
  const results = await Promise.all(Array.from({ length: 5 }, () => fns.invoke("greet", {}, owner)));
  expect(results).toEqual(Array.from({ length: 5 }, () => ({ ok: true, payload: 1 })));
});

describe("while a function's one environment is busy", () => {
  /** Each invocation asks here, and is busy until it is answered. */
  let asked: Server;
  const held: ServerResponse[] = [];

  beforeEach(async () => {
    // Patience ends when the test says so.
    jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "queueMicrotask", "performance"] });
    asked = createServer((_, response) => {
      held.push(response);
      asked.emit("held");
    }).listen(0, "127.0.0.1");
    await once(asked, "listening");
  });

  afterEach(async () => {
    jest.useRealTimers();
    asked.closeAllConnections();
    await new Promise((closed) => asked.close(closed));
  });

  const code =
    "let n = 0; export const handler = async ({ url }) => { await fetch(url); n += 1; return n; };";
  const event = (): Json => {
    const address = asked.address();
    return { url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/` };
  };
  const answerAll = (): void => {
    for (const response of held.splice(0)) response.end();
  };

  test("another invocation waits for it, and starts none", async () => {
    const fns = start(code);
    const first = fns.invoke("greet", event(), owner);
    const second = fns.invoke("greet", event(), owner);
    await once(asked, "held");
    answerAll();
    expect(await first).toMatchObject({ payload: 1 });
    await once(asked, "held");
    answerAll();
    expect(await second).toMatchObject({ payload: 2 });
  });

  test("another invocation gets one of its own when it has waited as long as a start takes", async () => {
    const fns = start(code);
    const first = fns.invoke("greet", event(), owner);
    const second = fns.invoke("greet", event(), owner);
    await once(asked, "held");
    jest.advanceTimersByTime(10_000);
    await once(asked, "held");
    expect(held).toHaveLength(2);
    answerAll();
    expect(await Promise.all([first, second])).toMatchObject([{ payload: 1 }, { payload: 1 }]);
  });

  test("one more starts when invocations have waited for so long, though each waited less", async () => {
    jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "queueMicrotask"] });
    const fns = start(code);
    const first = fns.invoke("greet", event(), owner);
    await new Promise((soon) => setImmediate(soon));
    // The start takes a second, by the clock of this test.
    jest.advanceTimersByTime(1_000);
    const second = fns.invoke("greet", event(), owner);
    await once(asked, "held");
    jest.advanceTimersByTime(600);
    const third = fns.invoke("greet", event(), owner);
    answerAll();
    await once(asked, "held");
    jest.advanceTimersByTime(600);
    await once(asked, "held");
    expect(held).toHaveLength(2);
    answerAll();
    expect(await Promise.all([first, second, third])).toMatchObject([
      { payload: 1 },
      { payload: 2 },
      { payload: 1 },
    ]);
  });
});

test("where there is no room for one more environment, the one that was idle longest is ended", async () => {
  const code = "let uses = 0; export const handler = async () => { uses += 1; return uses; };";
  const fns = start(code, {}, 2, [{ name: "second" }, { name: "third" }], { mostEnvironments: 2 });
  const uses = async (name: string) => (await fns.invoke(name, {}, owner)).ok && fns.invoke(name, {}, owner);
  expect(await uses("greet")).toMatchObject({ payload: 2 });
  expect(await uses("second")).toMatchObject({ payload: 2 });
  expect(await uses("third")).toMatchObject({ payload: 2 });
  expect(await fns.invoke("second", {}, owner)).toMatchObject({ payload: 3 });
  expect(await fns.invoke("greet", {}, owner)).toMatchObject({ payload: 1 });
});

test("payloads above 6 MB are refused, and answers above 6 MB fail", async () => {
  const fns = start('export const handler = async () => "x".repeat(7 * 1024 * 1024);', { memoryMiB: 512 });
  await expect(fns.invoke("greet", "x".repeat(7 * 1024 * 1024), owner)).rejects.toMatchObject({
    status: 413,
  });
  expect(await causeOf(fns)).toMatchObject({ error: "Function.ResponseSizeTooLarge" });
});

test("a function that nobody declared is not found", async () => {
  const fns = start("export const handler = async () => 1;");
  await expect(fns.invoke("other", {}, owner)).rejects.toMatchObject({ code: "ResourceNotFoundException" });
});

test("what a function writes is kept in its log file, and durations are counted", async () => {
  const fns = start(
    'export const handler = async (e) => { console.log("said"); if (e.fail) throw new Error("x"); };',
  );
  await fns.invoke("greet", {}, owner);
  await causeOf(fns, { fail: true });
  const stats = fns.stats().get("greet");
  expect(stats).toMatchObject({ invocations: 2, errors: 1 });
  expect(stats?.longestMs).toBeGreaterThan(0);
  await fns.close();
  const log = readFileSync(join(folder, "logs", "greet.log"), "utf8");
  expect(log).toMatch(/REPORT RequestId: .* Duration: .* ms$/m);
  expect(log).toContain("said");
  expect(log).toMatch(
    /\tERROR\tInvoke Error\t\{"errorType":"Error","errorMessage":"x","trace":\["Error: x".*\n/,
  );
  expect(log).toMatch(/REPORT RequestId: .* Duration: .* ms Status: error$/m);
});

test("a function's log says that it ran over its timeout, or answered too much", async () => {
  const code =
    'export const handler = (e) => (e.big ? Promise.resolve("x".repeat(7e6)) : new Promise(() => {}));';
  const fns = start(code, { timeoutSeconds: 1 }, 2, [{ name: "big", timeoutSeconds: 60 }]);
  await causeOf(fns, {});
  expect((await fns.invoke("big", { big: true }, owner)).ok).toBe(false);
  await fns.close();
  const logOf = (name: string): string => readFileSync(join(folder, "logs", `${name}.log`), "utf8");
  expect(logOf("greet")).toMatch(/Task timed out after 1\.00 seconds/);
  expect(logOf("big")).toContain("Function.ResponseSizeTooLarge");
  for (const name of ["greet", "big"]) expect(logOf(name)).toMatch(/Status: error$/m);
});

test("a log that can't be written is reported once, and stops no function", async () => {
  writeFileSync(join(folder, "logs"), "a file, where the folder of the logs should be");
  const logged: string[] = [];
  const fns = start("export const handler = async () => 1;", {}, 2, [], { log: (line) => logged.push(line) });
  expect(await fns.invoke("greet", {}, owner)).toEqual({ ok: true, payload: 1 });
  expect(await fns.invoke("greet", {}, owner)).toEqual({ ok: true, payload: 1 });
  await fns.close();
  expect(logged).toEqual([expect.stringMatching(/^Lines of the log .*greet\.log are lost: E/)]);
});
