import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterEach, describe, expect, test } from "@jest/globals";
import type { AwsRequest, AwsResponse } from "../../../src/ports.ts";
import { pages } from "../../../src/services/cloudfront/pages.ts";
import { parsePolicy } from "../../../src/services/iam/policy.ts";
import { rawCall } from "../../../src/testing/raw-call.ts";

const arn = "arn:aws:cloudfront::000000000000:distribution/D1";
const distribution = {
  logicalId: "D",
  arn,
  domainName: "d1.cloudfront.net",
  bucket: "page",
  rootObject: "index.html",
  headers: { "content-security-policy": "default-src 'none'", "x-frame-options": "DENY" },
  isCompressing: true,
  behaviours: [],
};
const readable = (resource: string, sourceArn = arn) =>
  parsePolicy({
    Statement: {
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: "s3:GetObject",
      Resource: resource,
      Condition: { StringEquals: { "AWS:SourceArn": sourceArn } },
    },
  });

const found: AwsResponse = {
  status: 200,
  headers: {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-cache",
    etag: '"e1"',
    "x-amz-server-side-encryption": "AES256",
  },
  body: "<p>page</p>",
};

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Serves a bucket with these answers by path; any other path fails the test. */
const serve = async (
  answers: Readonly<Record<string, AwsResponse>>,
  edgeStatements = readable("arn:aws:s3:::page/*"),
) => {
  const asked: AwsRequest[] = [];
  const s3 = async (request: AwsRequest): Promise<AwsResponse> => {
    asked.push(request);
    const answer = answers[request.path];
    if (!answer) throw new Error(`Nobody expected a read of ${request.path}.`);
    return answer;
  };
  const log: string[] = [];
  const listener = pages({ distribution, plan: { edgeStatements }, s3, log: (line) => void log.push(line) });
  server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const base = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const get = (path: string, headers: Record<string, string> = {}, method = "GET") =>
    rawCall(base, { method, path, headers });
  return { get, asked, log };
};

describe("A distribution in the region", () => {
  test("gives out its root object at /, with the policy's headers and those of S3 that browsers may see", async () => {
    const { get, asked } = await serve({ "/page/index.html": found });
    const { status, headers, text } = await get("/?source=mail");
    expect([status, text]).toEqual([200, "<p>page</p>"]);
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-cache",
      etag: '"e1"',
      ...distribution.headers,
    });
    expect(headers).not.toHaveProperty("x-amz-server-side-encryption");
    expect(asked).toMatchObject([{ method: "GET", path: "/page/index.html" }]);
  });

  test("hands on conditions and ranges, and nothing else of a request", async () => {
    const { get, asked } = await serve({ "/page/main.js": { status: 304, headers: { etag: '"e1"' } } });
    const { status } = await get("/main.js", {
      "if-none-match": '"e1"',
      "x-api-key": "ada.secret",
      cookie: "a=b",
    });
    expect(status).toBe(304);
    expect(asked[0]?.headers).toEqual({ "if-none-match": '"e1"' });
  });

  test("compresses for who accepts it, and says so to caches in between", async () => {
    const page = { ...found, body: "<p>page</p>".repeat(100) };
    const { get } = await serve({ "/page/index.html": page });
    const plain = await get("/");
    expect([plain.text, plain.headers.vary]).toEqual([page.body, "accept-encoding"]);
    const { headers } = await get("/", { "accept-encoding": "gzip" });
    expect(headers).toMatchObject({ "content-encoding": "gzip", etag: 'W/"e1"', vary: "accept-encoding" });
    expect(Number(headers["content-length"])).toBeLessThan(page.body.length / 2);
  });

  test("answers HEAD without a body", async () => {
    const { get } = await serve({ "/page/index.html": found });
    expect(await get("/", {}, "HEAD")).toMatchObject({ status: 200, text: "" });
  });

  test("refuses what is not there as what may not be read, since it may not list", async () => {
    const { get } = await serve({ "/page/nothing": { status: 404, body: "NoSuchKey" } });
    const { status, text, headers } = await get("/nothing");
    expect([status, text]).toEqual([403, expect.stringContaining("<Code>AccessDenied</Code>")]);
    expect(headers).toMatchObject(distribution.headers);
  });

  test.each([
    ["the bucket's policy names another distribution", readable("arn:aws:s3:::page/*", `${arn}X`)],
    ["the bucket's policy names other objects", readable("arn:aws:s3:::page/public/*")],
    ["the bucket has no policy", []],
  ])("reads nothing when %s", async (_, statements) => {
    const { get, asked } = await serve({}, statements);
    expect((await get("/")).status).toBe(403);
    expect(asked).toEqual([]);
  });

  test.each(["POST", "PUT", "DELETE", "OPTIONS"])("refuses %s", async (method) => {
    const { get, asked } = await serve({});
    expect((await get("/", {}, method)).status).toBe(403);
    expect(asked).toEqual([]);
  });

  test("refuses an address that can't be decoded", async () => {
    const { get, asked } = await serve({});
    expect((await get("/%zz")).status).toBe(400);
    expect(asked).toEqual([]);
  });
});
