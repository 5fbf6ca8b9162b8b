import { expect, test } from "@jest/globals";
import { prefixEnd } from "../../../src/services/s3/prefix-end.ts";

test.each([
  ["", undefined],
  ["a", "b"],
  ["students/", "students0"],
  ["a\u{d7ff}", "a\u{e000}"],
  ["a\u{ffff}", "a\u{10000}"],
  ["a\u{10ffff}\u{10ffff}", "b"],
  ["\u{10ffff}", undefined],
])("the first text after all that start with %j is %j", (prefix, end) => {
  expect(prefixEnd(prefix)).toBe(end);
});

test("a prefix may be as long as an engine's text", () => {
  expect(prefixEnd("a".repeat(250_000))?.slice(-2)).toBe("ab");
});
