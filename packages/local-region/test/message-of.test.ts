import { runInNewContext } from "node:vm";
import { expect, test } from "@jest/globals";
import { isObject, tryParseJson } from "../src/json.ts";
import { messageOf, stackOf } from "../src/message-of.ts";

test("the message of an error is found in whatever realm it was made", () => {
  const foreign: unknown = runInNewContext('new TypeError("of another realm")');
  expect(foreign instanceof Error).toBe(false);
  expect(messageOf(foreign)).toBe("of another realm");
  expect(stackOf(foreign)).toMatch(/^TypeError: of another realm\n/);
  expect(messageOf(new Error("of this realm"))).toBe("of this realm");
});

test("what is thrown and is no error is shown as text", () => {
  expect(["no room", undefined, 7, null].map(messageOf)).toEqual(["no room", "undefined", "7", "null"]);
  expect(stackOf({ message: "without a stack" })).toBe("without a stack");
});

test("an object has members: null, an array and text are none", () => {
  expect([{}, { a: 1 }].every(isObject)).toBe(true);
  expect([null, [], "{}", undefined].some(isObject)).toBe(false);
});

test("text that is not JSON parses to nothing, and null is JSON", () => {
  expect(tryParseJson("{")).toBeUndefined();
  expect(tryParseJson("null")).toBeNull();
});
