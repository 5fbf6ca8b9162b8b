import { expect, test } from "@jest/globals";
import { Sha256 as SdkSha256 } from "@smithy/core/checksum";
import { Sha256 } from "../../src/http/sha256.ts";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

const key = text("a key of more than sixty-four bytes, which an HMAC hashes before it is used");

test.each([
  ["no key", undefined],
  ["a text as key", "a key"],
  ["bytes as key", key],
  ["part of a buffer as key", key.subarray(3, 20)],
  ["a buffer as key", key.slice().buffer],
])("gives what the SDK's own gives with %s, in parts too", async (_, secret) => {
  const [ours, theirs] = [new Sha256(secret), new SdkSha256(secret)];
  for (const hash of [ours, theirs]) {
    hash.update(text("first, "));
    hash.update(text("second"));
  }
  const expected = await theirs.digest();
  expect(Buffer.from(await ours.digest())).toEqual(Buffer.from(expected));

  ours.reset();
  ours.update(text("first, second"));
  expect(Buffer.from(await ours.digest())).toEqual(Buffer.from(expected));
});
