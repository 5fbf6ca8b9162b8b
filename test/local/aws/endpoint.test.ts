import { EventEmitter, once } from "node:events";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { type AwsEndpoint, startAwsEndpoint } from "../../../local/aws/endpoint.ts";
import { AwsError, type AwsRequest, type AwsService } from "../../../local/ports.ts";

const role = { kind: "role", arn: "arn:aws:iam::000000000000:role/Grade", logicalId: "Grade" } as const;

const logged: string[] = [];
const seen: AwsRequest[] = [];
const arrivals = new EventEmitter();
const echo: AwsService = async (call) => {
  seen.push(call);
  if (call.path === "/fault") throw new Error("boom");
  if (call.path === "/refuse") throw new AwsError("Refused", "No & never <b>.", 409);
  if (call.path === "/wait") {
    arrivals.emit("waiting");
    return new Promise(() => undefined);
  }
  return { status: 200, body: "ok" };
};

let endpoint: AwsEndpoint;
beforeEach(async () => {
  logged.length = 0;
  seen.length = 0;
  endpoint = await startAwsEndpoint({
    port: 0,
    principals: (id) => ({ AKIAGRADE: role, AKIAOWNER: { kind: "owner" } as const })[id],
    services: new Map([
      ["s3", echo],
      ["states", echo],
    ]),
    log: (message) => logged.push(message),
  });
});
afterEach(() => endpoint.close());

const json = { "content-type": "application/x-amz-json-1.0" };
const form = { "content-type": "application/x-www-form-urlencoded" };
const signed = (service: string, key = "AKIAOWNER") => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${key}/20261123/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=00`,
});
const call = (path: string, headers: Record<string, string>, body = "") =>
  fetch(`${endpoint.url}${path}`, { method: "POST", headers, body });
/** fetch sets the Host header by itself. */
const getFromHost = async (host: string, path: string) => {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const options = { port: endpoint.port, host: "127.0.0.1", path, headers: { host, ...signed("s3") } };
  request(options, (answer) => resolve(text(answer)))
    .on("error", reject)
    .end();
  return promise;
};

test("a request goes to the service in its signature's scope, with whose key it is", async () => {
  const answer = await call("/a%2Fb?x=1&y", { ...json, ...signed("states", "AKIAGRADE") }, '{"a":1}');
  expect(await answer.text()).toBe("ok");
  expect(seen).toMatchObject([{ method: "POST", path: "/a%2Fb", principal: role }]);
  expect([...(seen[0]?.query ?? [])]).toEqual([
    ["x", "1"],
    ["y", ""],
  ]);
  expect(seen[0]?.body.toString()).toBe('{"a":1}');
});

/** As clients date it, by the machine's clock. */
const presigned = (signedAtMs: number, more: Record<string, string>) => {
  const date = new Date(signedAtMs).toISOString().replace(/[-:]|\.\d+/g, "");
  const query = { "X-Amz-Credential": "AKIAOWNER/20261123/us-east-1/s3/aws4_request", "X-Amz-Date": date };
  return fetch(`${endpoint.url}/b/k?${new URLSearchParams({ ...query, ...more })}`);
};

test("a presigned address names its service in the query", async () => {
  expect((await presigned(Date.now(), { "X-Amz-Expires": "60" })).status).toBe(200);
  expect(seen).toMatchObject([{ path: "/b/k", principal: { kind: "owner" } }]);
});

test.each([
  ["has expired", -61, "60", "<Code>AccessDenied</Code><Message>Request has expired"],
  ["is not valid yet", 16 * 60, "60", "<Code>AccessDenied</Code><Message>Request is not yet valid"],
])("a presigned address that %s is refused", async (_, seconds, expires, words) => {
  const answer = await presigned(Date.now() + seconds * 1000, { "X-Amz-Expires": expires });
  expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining(words)]);
  expect(seen).toEqual([]);
});

test("the clock of who signed an address may be ahead by less than 15 minutes", async () => {
  expect((await presigned(Date.now() + 14 * 60_000, { "X-Amz-Expires": "1" })).status).toBe(200);
});

test.each<[string, Record<string, string>]>([
  ["no X-Amz-Expires", {}],
  ["one above a week", { "X-Amz-Expires": "604801" }],
  ["one that is no number", { "X-Amz-Expires": "-1" }],
  ["a malformed date", { "X-Amz-Expires": "60", "X-Amz-Date": "2026-11-23" }],
  ["a date that isn't in the calendar", { "X-Amz-Expires": "60", "X-Amz-Date": "20261323T000000Z" }],
])("a presigned address with %s is refused", async (_, more) => {
  const answer = await presigned(Date.now(), more);
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain("<Code>AuthorizationQueryParametersError</Code>");
});

test.each<[string, string, Record<string, string>]>([
  ["in an address", "?AWSAccessKeyId=AKIAOWNER&Signature=x%3D&Expires=1795000000", {}],
  ["in a header", "", { authorization: "AWS AKIAOWNER:x=" }],
])("a signature of version 2 %s is refused in S3's own words", async (_, search, headers) => {
  const answer = await fetch(`${endpoint.url}/b/k${search}`, { headers });
  expect([answer.status, await answer.text()]).toEqual([
    400,
    expect.stringContaining(
      "<Code>InvalidRequest</Code><Message>The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
    ),
  ]);
  expect(seen).toEqual([]);
});

test.each([
  ["course.s3.localhost", "/course/k"],
  ["my.course.localhost:4566", "/my.course/k"],
  ["s3.us-east-1.localhost", "/k"],
  ["localhost", "/k"],
  ["127.0.0.1", "/k"],
])("a bucket in the host name %s gives the path %s", async (host, path) => {
  await getFromHost(host, "/k");
  expect(seen.map((s) => s.path)).toEqual([path]);
});

test("an S3 path that is no percent-encoded text is refused", async () => {
  expect(await getFromHost("127.0.0.1", "/b/%ff")).toContain("<Code>InvalidURI</Code>");
  expect(seen).toEqual([]);
});

test.each([
  [json, "MissingAuthenticationTokenException"],
  [form, "<Code>MissingAuthenticationToken</Code>"],
])("an unsigned request with %j is refused with %s", async (headers, code) => {
  const answer = await call("/", headers);
  expect(answer.status).toBe(403);
  expect(await answer.text()).toContain(code);
  expect(seen).toEqual([]);
});

test.each([
  ["s3", {}, "<Code>InvalidAccessKeyId</Code>"],
  ["states", json, '"__type":"UnrecognizedClientException"'],
  ["sts", form, "<Code>InvalidClientTokenId</Code>"],
])("a key that nobody has is refused as %s words it", async (service, headers, code) => {
  const answer = await call("/", { ...headers, ...signed(service, "AKIANOBODY") });
  expect(answer.status).toBe(403);
  expect(await answer.text()).toContain(code);
});

test("a service that isn't there is named, with those that are", async () => {
  const answer = await call("/", { ...json, ...signed("dynamodb") });
  expect(answer.status).toBe(501);
  expect(await answer.text()).toContain('no service \\"dynamodb\\"; it has s3, states, sts.');
});

test("a refusal is worded in the protocol of the request", async () => {
  const inJson = await call("/refuse", { ...json, ...signed("states") });
  expect([inJson.status, await inJson.json()]).toEqual([
    409,
    { __type: "Refused", message: "No & never <b>." },
  ]);
  const inXml = await call("/refuse", signed("s3"));
  expect([inXml.status, await inXml.text()]).toEqual([
    409,
    expect.stringContaining("<Code>Refused</Code><Message>No &amp; never &lt;b&gt;.</Message>"),
  ]);
  expect(logged).toEqual([]);
});

test("a fault of the region is a 500 without its details, which are logged", async () => {
  const answer = await call("/fault", { ...json, ...signed("states") });
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain("boom");
  expect(logged).toEqual([expect.stringContaining("boom")]);
});

test("a body above 100 MB is refused", async () => {
  const answer = await call("/b/k", signed("s3"), "x".repeat(100 * 1024 * 1024 + 1));
  expect(answer.status).toBe(413);
  expect(seen).toEqual([]);
});

test("the caller's identity is the role whose key it is", async () => {
  const answer = await call("/", { ...form, ...signed("sts", "AKIAGRADE") }, "Action=GetCallerIdentity");
  expect(await answer.text()).toContain(`<Arn>${role.arn}</Arn>`);
});

test("closing ends requests that are still waiting", async () => {
  const arrived = once(arrivals, "waiting");
  const ended = expect(call("/wait", { ...json, ...signed("states") })).rejects.toThrow();
  await arrived;
  await endpoint.close();
  await ended;
});
