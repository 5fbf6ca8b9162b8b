import { afterEach, expect, test } from "@jest/globals";
import { answered, type Door, failed, method, openDoor, plannedApi, sendRaw } from "./door.ts";

let door: Door | undefined;

afterEach(async () => {
  await door?.close();
  door?.clock.stop();
  door = undefined;
});

const open = async (...settings: Parameters<typeof openDoor>): Promise<Door> => {
  door = await openDoor(...settings);
  return door;
};

const ok = { open: () => answered({ statusCode: 200, body: "fine" }) };

test("a function gets the event of a proxy integration, with the time from the region's clock", async () => {
  const { url, events, clock } = await open(ok);
  const before = clock.now();
  const response = await fetch(`${url}/api/v1/tests?a=1&a=2&b=%C4%85`, {
    method: "POST",
    headers: { "X-Odd": "1", "content-type": "application/x-www-form-urlencoded" },
    body: '{"studentId":"ą"}',
  });
  expect([response.status, await response.text()]).toEqual([200, "fine"]);
  expect(response.headers.get("date")).toMatch(/^Mon, 23 Nov 2026 /);
  expect(events).toHaveLength(1);
  const event = JSON.parse(JSON.stringify(events[0]?.event));
  expect(event).toMatchObject({
    resource: "/v1/tests",
    path: "/v1/tests",
    httpMethod: "POST",
    headers: { "X-Odd": "1", "content-type": "application/x-www-form-urlencoded" },
    multiValueHeaders: { "X-Odd": ["1"] },
    queryStringParameters: { a: "2", b: "ą" },
    multiValueQueryStringParameters: { a: ["1", "2"], b: ["ą"] },
    pathParameters: null,
    stageVariables: null,
    body: '{"studentId":"ą"}',
    isBase64Encoded: false,
    requestContext: {
      accountId: "000000000000",
      apiId: "abcdefghij",
      httpMethod: "POST",
      path: "/api/v1/tests",
      protocol: "HTTP/1.1",
      requestTime: "23/Nov/2026:21:59:59 +0000",
      resourceId: "tests",
      resourcePath: "/v1/tests",
      stage: "api",
      identity: { sourceIp: "127.0.0.1" },
      requestId: response.headers.get("x-amzn-requestid"),
    },
  });
  expect(event.requestContext.requestTimeEpoch).toBeGreaterThanOrEqual(Math.floor(before));
  expect(event.requestContext).not.toHaveProperty("authorizer");
});

test("names that every object knows are names like any other", async () => {
  const { url, events } = await open(ok);
  await fetch(`${url}/api/v1/tests?constructor=1&__proto__=2`, {
    method: "POST",
    headers: { toString: "3" },
  });
  const event = JSON.stringify(events[0]?.event);
  expect(event).toContain('"queryStringParameters":{"constructor":"1","__proto__":"2"}');
  expect(event).toContain('"multiValueQueryStringParameters":{"constructor":["1"],"__proto__":["2"]}');
  expect(event).toContain('"toString":["3"]');
});

test("a body of a binary media type comes as base64, an empty one as null", async () => {
  const { url, events } = await open(ok, plannedApi({ binaryMediaTypes: ["application/pdf"] }));
  const post = (headers: Record<string, string>, body: string) =>
    fetch(`${url}/api/v1/tests`, { method: "POST", headers, body });
  await post({ "content-type": "application/pdf; x=y" }, "%PDF");
  await post({ "content-type": "text/plain" }, "");
  expect(events.map(({ event }) => event)).toMatchObject([
    { body: "JVBERg==", isBase64Encoded: true },
    { body: null, isBase64Encoded: false },
  ]);
});

test("path parameters are decoded", async () => {
  const { url, events } = await open(ok);
  await fetch(`${url}/api/v1/items/a%20b`);
  expect(events[0]?.event).toMatchObject({ resource: "/v1/items/{id}", pathParameters: { id: "a b" } });
});

test("an answer keeps its status and headers, several values of one name too", async () => {
  const payload = {
    statusCode: 201,
    headers: { "x-one": "1", "content-length": "9999", "x-bad\n": "no" },
    multiValueHeaders: { "set-cookie": ["a=1", "b=2"] },
    body: "{}",
  };
  const { url } = await open({ open: () => answered(payload) });
  const response = await fetch(`${url}/api/v1/tests`, { method: "POST" });
  expect(response.status).toBe(201);
  expect(response.headers.get("x-one")).toBe("1");
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(await response.text()).toBe("{}");
});

test.each<[string, Parameters<typeof answered>[0]]>([
  ["no object", "text"],
  ["no status", { body: "x" }],
  ["a status that is none", { statusCode: 42 }],
  ["a body that is no text", { statusCode: 200, body: { a: 1 } }],
  ["a field that the gateway does not know", { statusCode: 200, cookies: [] }],
])("an answer with %s is a 502", async (_, payload) => {
  const { url } = await open({ open: () => answered(payload) });
  const response = await fetch(`${url}/api/v1/tests`, { method: "POST" });
  expect([response.status, await response.json()]).toEqual([502, { message: "Internal server error" }]);
});

test("a function that fails is a 502, one that can't be called a 504, one that is late a 504", async () => {
  const api = plannedApi({
    methods: [
      method("POST", "tests", "failing"),
      method("PUT", "tests", "missing"),
      method("PATCH", "tests", "late", { timeoutMs: 50 }),
    ],
  });
  const { url } = await open({ failing: () => failed("Error", "x"), late: () => new Promise(() => {}) }, api);
  const call = async (name: string) => {
    const response = await fetch(`${url}/api/v1/tests`, { method: name });
    return [response.status, await response.json()];
  };
  expect(await call("POST")).toEqual([502, { message: "Internal server error" }]);
  expect(await call("PUT")).toEqual([504, { message: "Internal server error" }]);
  expect(await call("PATCH")).toEqual([504, { message: "Endpoint request timed out" }]);
});

test("an unknown address or method is a missing authentication token", async () => {
  const { url } = await open(ok);
  for (const [verb, path] of [
    ["GET", "/api"],
    ["GET", "/api/v2"],
    ["DELETE", "/api/v1/tests"],
    ["POST", "/api/v1/tests/"],
    ["POST", "/api//v1/tests"],
  ]) {
    const response = await fetch(url + path, { method: verb ?? "" });
    expect([path, response.status, await response.json()]).toEqual([
      path,
      403,
      { message: "Missing Authentication Token" },
    ]);
  }
});

test.each([
  "/api/v1/../v1/tests",
  "/api/v1/./tests",
  "/api/v1/%2e%2e/v1/tests",
  "/api/v1%2ftests",
  "/api/v1/items/..%2f..%2ftests",
  "/api/v1/items/%00",
  "/api/v1/items/%0d%0aX:1",
  "/api/v1/items/..%5c",
  "/api/v1/items/%zz",
  "/api/v1/items/",
])("the path trick %s reaches no function", async (path) => {
  const opened = await open(ok);
  const answer = await sendRaw(
    opened,
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  expect(opened.events).toEqual([]);
});

test("what is no HTTP gets 400", async () => {
  const answer = await sendRaw(await open(ok), "HELLO\r\n\r\n");
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
});

test("an absolute target or one without a slash is at no address", async () => {
  const answer = await sendRaw(
    await open(ok),
    "GET http://evil/api/v1/tests HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
  );
  expect(answer).toMatch(/^HTTP\/1\.1 404 /);
});

test("outside the stages there is nothing, in JSON, until somebody listens there", async () => {
  const opened = await open(ok);
  const nothing = await fetch(`${opened.url}/index.html`);
  expect([nothing.status, await nothing.json()]).toEqual([404, { code: 404, body: expect.any(String) }]);
  expect(Object.fromEntries(nothing.headers)).toMatchObject({
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  });
  opened.fallback((_, response) => response.end("a page"));
  expect(await (await fetch(`${opened.url}/index.html`)).text()).toBe("a page");
});

test("What is mounted answers under its name only, and an API's stage of that name goes before it", async () => {
  const opened = await open({ open: () => answered({ statusCode: 200, body: "the API" }) });
  opened.fallback((_, response) => response.end("a page"));
  opened.mount("console", (request, response) => response.end(`the console ${request.url}`));
  opened.mount("api", (_, response) => response.end("never"));
  const textAt = async (path: string) => (await fetch(`${opened.url}${path}`)).text();
  expect(await textAt("/console/runs")).toBe("the console /console/runs");
  expect(await textAt("/console")).toBe("the console /console");
  expect(await textAt("/consoles")).toBe("a page");
  expect(await textAt("/")).toBe("a page");
  expect(await textAt("/api/v1/nothing")).not.toBe("never");
});

test.each<[string, (body: string) => RequestInit]>([
  ["told in advance", (body) => ({ body })],
  ["sent in chunks", (body) => ({ body: new Blob([body]).stream(), duplex: "half" })],
])("a body above 10 MB, %s, is a 413 and reaches no function", async (_, init) => {
  const opened = await open(ok);
  const body = "x".repeat(10 * 1024 * 1024 + 1);
  const response = await fetch(`${opened.url}/api/v1/tests`, { method: "POST", ...init(body) });
  expect([response.status, await response.json()]).toEqual([413, { message: "Request Too Long" }]);
  expect(opened.events).toEqual([]);
});

test("requests beyond the stage's burst are a 429", async () => {
  const throttle = { rate: 0.001, burst: 2 };
  const api = plannedApi({ stages: [{ name: "api", deploymentId: "d", variables: {}, throttle }] });
  const { url } = await open(ok, api);
  const codes: number[] = [];
  for (let i = 0; i < 3; i += 1) codes.push((await fetch(`${url}/api/v1/tests`, { method: "POST" })).status);
  expect(codes).toEqual([200, 200, 429]);
});

test("required parameters that are missing are named all at once", async () => {
  const requiredParameters = [
    { location: "querystring", name: "subjectName" },
    { location: "querystring", name: "testId" },
  ] as const;
  const { url } = await open(
    ok,
    plannedApi({ methods: [method("GET", "tests", "open", { requiredParameters })] }),
  );
  const response = await fetch(`${url}/api/v1/tests`);
  expect([response.status, await response.json()]).toEqual([
    400,
    { message: "Missing required request parameters: [subjectName, testId]" },
  ]);
});

test("a gateway response of the template replaces status, headers and body, its type's own before the general", async () => {
  const gatewayResponses = new Map([
    [
      "MISSING_AUTHENTICATION_TOKEN",
      {
        statusCode: 404,
        headers: { "x-kind": "own" },
        templates: {
          "application/json": '{"code":404,"body":$context.error.messageString,"id":"$context.requestId"}',
        },
      },
    ],
    ["DEFAULT_5XX", { statusCode: undefined, headers: {}, templates: { "application/json": '{"code":5}' } }],
  ]);
  const { url } = await open({ open: () => failed("Error", "x") }, plannedApi({ gatewayResponses }));
  const nowhere = await fetch(`${url}/api/nowhere`);
  expect([nowhere.status, nowhere.headers.get("x-kind"), await nowhere.json()]).toEqual([
    404,
    "own",
    { code: 404, body: "Missing Authentication Token", id: nowhere.headers.get("x-amzn-requestid") },
  ]);
  const broken = await fetch(`${url}/api/v1/tests`, { method: "POST" });
  expect([broken.status, await broken.json()]).toEqual([502, { code: 5 }]);
});
