import { describe, expect, test } from "@jest/globals";
import { jsonBytes } from "../../../adapters/storage/json-bytes.ts";

describe("a value of JSON as bytes", () => {
  test.each([
    [{ runId: "r", students: 0, missing: [], failed: [{ name: "Zoë 🐢\u2028" }, { a: [[], {}] }] }],
    [{ mails: { sent: 3, problems: [{ reason: 'a "quote"' }], none: {} }, no: null, yes: true }],
    [["\ud800", 1.5, [1]]],
    [[]],
    ["text"],
  ])("is what JSON.stringify gives, here of %j", (value) => {
    expect(Buffer.from(jsonBytes(value)).toString()).toBe(JSON.stringify(value));
  });
});
