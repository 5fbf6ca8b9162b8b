/** Longer than most: all tests share one endpoint with a service that repeats what it was asked. */

import { EventEmitter, once } from "node:events";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type AwsEndpoint, startAwsEndpoint } from "../../src/http/endpoint.ts";
import { AwsError, type AwsRequest, type AwsService, type Credentials } from "../../src/ports.ts";
import { credentials, presignedUrl, type SignedInit, signedInit } from "./start-endpoint.ts";

const role = { kind: "role", arn: "arn:aws:iam::000000000000:role/Grade", logicalId: "Grade" } as const;

const grader = {
  accessKeyId: "ASIAGRADE",
  secretAccessKey: "a secret of the grader's",
  sessionToken: "a token of the grader's",
};

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
    keyOf: (id) =>
      [
        { principal: role, credentials: grader },
        { principal: { kind: "owner" } as const, credentials },
      ].find((key) => key.credentials.accessKeyId === id),
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
const call = (path: string, headers: Record<string, string>, body = "") =>
  fetch(`${endpoint.url}${path}`, { method: "POST", headers, body });
const signedCall = async (service: string, path: string, init: SignedInit = {}, key?: Credentials) => {
  const url = `${endpoint.url}${path}`;
  return fetch(url, await signedInit(url, service, { method: "POST", ...init }, key));
};
/** fetch sets the Host header by itself. */
const getFromHost = async (host: string, path: string) => {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const { headers } = await signedInit(`http://${host}${path}`, "s3");
  const options = { port: endpoint.port, host: "127.0.0.1", path, headers: { ...headers, host } };
  request(options, (answer) => resolve(text(answer)))
    .on("error", reject)
    .end();
  return promise;
};

test("a request goes to the service in its signature's scope, with whose key it is", async () => {
  const init = { headers: json, body: '{"a":1}' };
  const answer = await signedCall("states", "/a%2Fb?x=1&y", init, grader);
  expect(await answer.text()).toBe("ok");
  expect(seen).toMatchObject([{ method: "POST", path: "/a%2Fb", principal: role }]);
  expect([...(seen[0]?.query ?? [])]).toEqual([
    ["x", "1"],
    ["y", ""],
  ]);
  expect(seen[0]?.body.toString()).toBe('{"a":1}');
});

/** As clients date it, by the machine's clock. */
const presigned = async (signedAtMs: number, expiresIn: number, more: Record<string, string> = {}) => {
  const url = new URL(
    await presignedUrl(`${endpoint.url}/b/k`, { signingDate: new Date(signedAtMs), expiresIn }),
  );
  for (const [name, value] of Object.entries(more)) url.searchParams.set(name, value);
  return fetch(url);
};

test("a presigned address names its service in the query", async () => {
  expect((await presigned(Date.now(), 60)).status).toBe(200);
  expect(seen).toMatchObject([{ path: "/b/k", principal: { kind: "owner" } }]);
});

test.each([
  ["has expired", -61, "<Code>AccessDenied</Code><Message>Request has expired"],
  ["is not valid yet", 16 * 60, "<Code>AccessDenied</Code><Message>Request is not yet valid"],
])("a presigned address that %s is refused", async (_, seconds, words) => {
  const answer = await presigned(Date.now() + seconds * 1000, 60);
  expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining(words)]);
  expect(seen).toEqual([]);
});

test("the clock of who signed an address may be ahead by less than 15 minutes", async () => {
  expect((await presigned(Date.now() + 14 * 60_000, 1)).status).toBe(200);
});

test.each<[string, Record<string, string>]>([
  ["an empty X-Amz-Expires", { "X-Amz-Expires": "" }],
  ["one above a week", { "X-Amz-Expires": "604801" }],
  ["one that is no number", { "X-Amz-Expires": "-1" }],
  ["a malformed date", { "X-Amz-Expires": "60", "X-Amz-Date": "2026-11-23" }],
  ["a date that isn't in the calendar", { "X-Amz-Expires": "60", "X-Amz-Date": "20261323T000000Z" }],
])("a presigned address with %s is refused", async (_, more) => {
  const answer = await presigned(Date.now(), 60, more);
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
  ["ses", form, "<Code>InvalidClientTokenId</Code>"],
  ["states", json, '"__type":"UnrecognizedClientException"'],
  ["sts", form, "<Code>InvalidClientTokenId</Code>"],
])("a key that nobody has is refused as %s words it", async (service, headers, code) => {
  const owner = { accessKeyId: "owner", secretAccessKey: "owner" };
  const answer = await signedCall(service, "/", { headers }, owner);
  expect(answer.status).toBe(403);
  expect(await answer.text()).toContain(code);
});

test("a service that isn't there is named, with those that are", async () => {
  const answer = await signedCall("dynamodb", "/", { headers: json });
  expect(answer.status).toBe(501);
  expect(await answer.text()).toContain('no service \\"dynamodb\\"; it has s3, states, sts.');
  // The AWS command line reads CloudFront's answers as XML only, and would show the status alone.
  const cloudfront = await signedCall("cloudfront", "/2020-05-31/distribution");
  expect(await cloudfront.text()).toContain("<Message>This region has no service ");
});

test("a refusal is worded in the protocol of the request", async () => {
  const inJson = await signedCall("states", "/refuse", { headers: json });
  expect([inJson.status, await inJson.json()]).toEqual([
    409,
    { __type: "Refused", message: "No & never <b>." },
  ]);
  const inXml = await signedCall("s3", "/refuse");
  expect([inXml.status, await inXml.text()]).toEqual([
    409,
    expect.stringContaining("<Code>Refused</Code><Message>No &amp; never &lt;b&gt;.</Message>"),
  ]);
  expect(logged).toEqual([]);
});

test("a fault of the region is a 500 without its details, which are logged", async () => {
  const answer = await signedCall("states", "/fault", { headers: json });
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain("boom");
  expect(logged).toEqual([expect.stringContaining("boom")]);
});

test("a body above 100 MB is refused", async () => {
  const answer = await call("/b/k", {}, "x".repeat(100 * 1024 * 1024 + 1));
  expect(answer.status).toBe(413);
  expect(seen).toEqual([]);
});

test("the caller's identity is the role whose key it is", async () => {
  const init = { headers: form, body: "Action=GetCallerIdentity" };
  const answer = await signedCall("sts", "/", init, grader);
  expect(await answer.text()).toContain(`<Arn>${role.arn}</Arn>`);
});

test("closing ends requests that are still waiting", async () => {
  const arrived = once(arrivals, "waiting");
  const ended = expect(signedCall("states", "/wait", { headers: json })).rejects.toThrow();
  await arrived;
  await endpoint.close();
  await ended;
});

describe("A signature", () => {
  const wrong: Credentials = { ...credentials, secretAccessKey: "owner" };

  test.each([
    ["s3", {}, "<Code>SignatureDoesNotMatch</Code>"],
    ["states", json, '"__type":"InvalidSignatureException"'],
    ["ses", form, "<Code>SignatureDoesNotMatch</Code>"],
    ["sqs", json, '"__type":"InvalidSignatureException"'],
  ])("with a wrong secret is refused as %s words it", async (service, headers, code) => {
    const answer = await signedCall(service, "/b/k", { headers, body: "x" }, wrong);
    expect([answer.status, await answer.text(), seen]).toEqual([403, expect.stringContaining(code), []]);
  });

  const signedPut = () =>
    signedInit(`${endpoint.url}/b/a%20%281%29/~k?x=`, "s3", { method: "PUT", body: "x" });

  test("is good for what was signed, whatever its client leaves encoded in the path", async () => {
    const init = await signedPut();
    expect((await fetch(`${endpoint.url}/b/a%20(1)/%7Ek?x`, init)).status).toBe(200);
  });

  test.each<[string, string, RequestInit, string]>([
    ["another object", "/b/other?x=", {}, "SignatureDoesNotMatch"],
    ["another query", "/b/a%20%281%29/~k?x=&versionId=1", {}, "SignatureDoesNotMatch"],
    ["another method", "/b/a%20%281%29/~k?x=", { method: "DELETE" }, "SignatureDoesNotMatch"],
    ["another body", "/b/a%20%281%29/~k?x=", { body: "y" }, "XAmzContentSHA256Mismatch"],
  ])("is not good for %s", async (_, path, change, code) => {
    const answer = await fetch(`${endpoint.url}${path}`, { ...(await signedPut()), ...change });
    expect([await answer.text(), seen]).toEqual([expect.stringContaining(`<Code>${code}</Code>`), []]);
  });

  test("of S3 covers every instruction that comes with it", async () => {
    const init = await signedPut();
    const headers = { ...init.headers, "x-amz-copy-source": "/b/secret" };
    const answer = await fetch(`${endpoint.url}/b/a%20%281%29/~k?x=`, { ...init, headers });
    expect([answer.status, seen]).toEqual([403, []]);
  });

  test("of a role needs the token that came with the key", async () => {
    const { sessionToken: _, ...bare } = grader;
    const answer = await signedCall("states", "/", { headers: json }, bare);
    expect([answer.status, await answer.text()]).toEqual([
      403,
      expect.stringContaining("UnrecognizedClientException"),
    ]);
  });

  test("is good whatever time its client's clock and this machine's show", async () => {
    const headers = { ...json, "x-amz-date": "20310101T000000Z" };
    const url = `${endpoint.url}/`;
    const signingDate = new Date("2031-01-01T00:00:00Z");
    const init = await signedInit(url, "states", { method: "POST", headers }, credentials, signingDate);
    expect((await fetch(url, init)).status).toBe(200);
  });

  test("in an address is for S3 only: no form of a page sends mail", async () => {
    const query = {
      "X-Amz-Credential": "AKIAOWNER/20261123/us-east-1/ses/aws4_request",
      "X-Amz-Expires": "60",
    };
    const answer = await call(`/?${new URLSearchParams(query)}`, form, "Action=SendEmail");
    expect([answer.status, await answer.text()]).toEqual([
      403,
      expect.stringContaining("MissingAuthenticationToken"),
    ]);
  });

  test("in an address is good for what was signed only", async () => {
    expect((await presigned(Date.now(), 60, { "X-Amz-Signature": "0".repeat(64) })).status).toBe(403);
    expect((await presigned(Date.now(), 60, { versionId: "1" })).status).toBe(403);
    expect(seen).toEqual([]);
  });
});

describe("A page of another site", () => {
  test.each<[string, Record<string, string>]>([
    ["a form", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
    ["a form of another port", { origin: "http://127.0.0.1:3000", "sec-fetch-site": "same-site" }],
  ])("gets nothing through %s, even with the right key", async (_, from) => {
    const url = `${endpoint.url}/b/k`;
    const init = await signedInit(url, "s3", { method: "POST" });
    const answer = await fetch(url, { ...init, headers: { ...init.headers, ...from } });
    expect([answer.status, await answer.text(), seen]).toEqual([
      403,
      expect.stringContaining("<Code>AccessDenied</Code>"),
      [],
    ]);
  });

  test("gets nothing under a name that it had bound to this address", async () => {
    expect(await getFromHost("evil.example", "/b/k")).toContain("has no name &quot;evil.example&quot;");
    expect(seen).toEqual([]);
  });
});
