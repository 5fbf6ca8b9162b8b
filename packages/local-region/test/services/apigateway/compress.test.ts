import { gunzipSync, inflateSync } from "node:zlib";
import { expect, test } from "@jest/globals";
import type { Answer, Call } from "../../../src/services/apigateway/call.ts";
import { compressed } from "../../../src/services/apigateway/compress.ts";
import { plannedApi } from "./door.ts";

const text = "open ".repeat(400);
const answer: Answer = { status: 200, headers: [["Content-Type", "application/json"]], body: text };

const askedWith = async (acceptEncoding: string | null, minimumCompressionSize?: number, given = answer) => {
  const call: Pick<Call, "api" | "headers"> = {
    api: plannedApi({ minimumCompressionSize }),
    headers: acceptEncoding === null ? [] : [["Accept-Encoding", acceptEncoding]],
  };
  const { headers, body } = await compressed(given, call);
  const coding = headers.find(([name]) => name === "Content-Encoding")?.[1];
  return { coding, body: Buffer.from(body) };
};

test.each([
  ["gzip, deflate, br, zstd", "gzip"],
  ["deflate;q=0.5, gzip", "gzip"],
  ["deflate", "deflate"],
  ["br, gzip", undefined],
  ["gzip;q=0", undefined],
  ["identity", undefined],
  [null, undefined],
])("who accepts %s gets %s", async (accepted, expected) => {
  expect((await askedWith(accepted, 1024)).coding).toBe(expected);
});

test("what is compressed is the same answer", async () => {
  expect(gunzipSync((await askedWith("gzip", 0)).body).toString()).toBe(text);
  expect(inflateSync((await askedWith("deflate", 0)).body).toString()).toBe(text);
});

test("nothing is compressed below the API's size, without one, or twice", async () => {
  expect((await askedWith("gzip", 2001)).coding).toBeUndefined();
  expect((await askedWith("gzip", 2000)).coding).toBe("gzip");
  expect((await askedWith("gzip")).coding).toBeUndefined();
  const packed: Answer = { ...answer, headers: [["Content-Encoding", "br"]] };
  expect((await askedWith("gzip", 0, packed)).body.toString()).toBe(text);
});
