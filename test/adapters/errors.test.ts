import { describe, expect, test } from "@jest/globals";
import {
  asTaskError,
  CorruptError,
  isNeverConnected,
  isRefusal,
  isThrottle,
  isTransient,
  TransientError,
} from "../../adapters/errors.ts";

const awsError = (name: string, httpStatusCode: number) =>
  Object.assign(new Error("why"), { name, $metadata: { httpStatusCode } });
const networkError = (code: string) => Object.assign(new Error("why"), { code });

describe("an error is transient", () => {
  test.each([
    ["a throttle", awsError("SlowDown", 503)],
    ["a throttle with 400", awsError("ThrottlingException", 400)],
    ["429", awsError("Whatever", 429)],
    ["5xx", awsError("InternalError", 500)],
    ["a timeout", Object.assign(new Error("late"), { name: "TimeoutError" })],
    ["a lost connection", networkError("ECONNRESET")],
    ["no connection", networkError("ECONNREFUSED")],
    ["one of ours", new TransientError("x")],
  ])("when it is %s", (_, error) => {
    expect(isTransient(error)).toBe(true);
    expect(asTaskError(error).name).toBe("TransientError");
  });

  test.each([
    ["a refusal", awsError("AccessDenied", 403)],
    ["a missing object", awsError("NoSuchKey", 404)],
    ["a corrupt one", new CorruptError("a.json", "it is not JSON.")],
    ["a programming error", new TypeError("x")],
  ])("not when it is %s", (_, error) => {
    expect(isTransient(error)).toBe(false);
    expect(asTaskError(error)).toBe(error);
  });

  test("or something that is no error becomes one", () => {
    expect(asTaskError("text")).toEqual(new Error("text"));
    expect(asTaskError(null)).toBeInstanceOf(Error);
  });
});

describe("what a failed call did", () => {
  test("is nothing when the connection was never made, and unknown when it was lost", () => {
    expect(isNeverConnected(networkError("ECONNREFUSED"))).toBe(true);
    expect(isNeverConnected(networkError("ENOTFOUND"))).toBe(true);
    expect(isNeverConnected(networkError("ECONNRESET"))).toBe(false);
  });

  test("is nothing when the service refused or throttled", () => {
    expect(isRefusal(awsError("MessageRejected", 400))).toBe(true);
    expect(isRefusal(awsError("InternalFailure", 500))).toBe(false);
    expect(isRefusal(networkError("ECONNRESET"))).toBe(false);
    expect(isThrottle(awsError("Throttling", 400))).toBe(true);
    expect(isThrottle(awsError("MessageRejected", 400))).toBe(false);
  });
});
