import { runInNewContext } from "node:vm";
import { expect, test } from "@jest/globals";
import { isError, isObject, jsonOrUndefined, memberOf, messageOf } from "../../course/unknown-value.ts";

test("whatever is thrown has a message", () => {
  expect(messageOf(new TypeError("too late"))).toBe("too late");
  expect(messageOf("too late")).toBe("too late");
  expect(messageOf(undefined)).toBe("undefined");
});

test("an error of another realm is one, with its name and its message", () => {
  const foreign: unknown = runInNewContext('new TypeError("of another realm")');
  expect(foreign instanceof Error).toBe(false);
  expect(isError(foreign) && foreign.name).toBe("TypeError");
  expect(messageOf(foreign)).toBe("of another realm");
  expect([null, "too late", { message: "without a name" }].some(isError)).toBe(false);
});

test("an object is neither null nor a list", () => {
  expect([{}, { a: 1 }].every(isObject)).toBe(true);
  expect([null, [], "a", 1, undefined].some(isObject)).toBe(false);
});

test("a member is read from objects and lists, an inherited one too, and from nothing else", () => {
  expect(memberOf({ a: 1 }, "a")).toBe(1);
  expect(memberOf(["a"], 0)).toBe("a");
  expect(memberOf(new TypeError("x"), "name")).toBe("TypeError");
  expect([null, undefined, "text"].map((value) => memberOf(value, "length"))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test.each([undefined, null, "", "{", "undefined"])("the text %p is no JSON", (text) => {
  expect(jsonOrUndefined(text)).toBeUndefined();
});

test("JSON that says null is null", () => {
  expect(jsonOrUndefined("null")).toBeNull();
  expect(jsonOrUndefined('{"a":[1]}')).toEqual({ a: [1] });
});
