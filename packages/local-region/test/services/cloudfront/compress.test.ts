import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import type { AwsResponse } from "../../../src/ports.ts";
import { compress } from "../../../src/services/cloudfront/compress.ts";

const script = "console.log('a page');\n".repeat(100);
const found: AwsResponse = {
  status: 200,
  headers: { "content-type": "text/javascript; charset=utf-8", etag: '"e1"', "content-length": "2300" },
  body: script,
};
const bytesOf = ({ body = "" }: AwsResponse): Buffer => Buffer.from(body);

describe("A distribution that compresses", () => {
  test("gives Brotli to who accepts it, with the length of what is sent and a weak tag", async () => {
    const answer = await compress(found, "gzip, deflate, br;q=0.9");
    expect(brotliDecompressSync(bytesOf(answer)).toString()).toBe(script);
    expect(answer.headers).toEqual({
      ...found.headers,
      "content-encoding": "br",
      "content-length": String(bytesOf(answer).length),
      etag: 'W/"e1"',
      vary: "accept-encoding",
    });
  });

  test.each(["gzip", "GZIP, deflate", "br;q=0, gzip;q=0.1"])(
    "gives gzip to who accepts %j",
    async (accepted) => {
      const answer = await compress(found, accepted);
      expect(answer.headers).toMatchObject({ "content-encoding": "gzip" });
      expect(gunzipSync(bytesOf(answer)).toString()).toBe(script);
    },
  );

  test.each(["", "identity", "zstd", "gzip;q=0", "x-gzip"])(
    "gives it as it is, but by this header, to who accepts %j",
    async (accepted) => {
      const headers = { ...found.headers, vary: "accept-encoding" };
      expect(await compress(found, accepted)).toEqual({ ...found, headers });
    },
  );

  test.each<[string, AwsResponse]>([
    ["too small to gain", { ...found, body: "x".repeat(999) }],
    ["a picture", { ...found, headers: { "content-type": "image/png" } }],
    ["compressed already", { ...found, headers: { ...found.headers, "content-encoding": "gzip" } }],
    ["a part of a file", { ...found, status: 206 }],
    ["unchanged", { status: 304, headers: { etag: '"e1"' } }],
  ])("leaves alone what is %s", async (_, answer) => {
    expect(await compress(answer, "br, gzip")).toBe(answer);
  });
});
