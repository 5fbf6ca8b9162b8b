import { expect, test } from "@jest/globals";
import { CallCounter } from "../../src/costs/call-counter.ts";

test("a call counter counts by action, in alphabetical order", () => {
  const callCounter = new CallCounter();
  callCounter.count("s3:PutObject");
  callCounter.count("s3:GetObject", 2);
  callCounter.count("s3:GetObject");
  expect(Object.entries(callCounter.calls)).toEqual([
    ["s3:GetObject", 3],
    ["s3:PutObject", 1],
  ]);
});

test("a call counter keeps the calls of each role apart", () => {
  const callCounter = new CallCounter();
  callCounter.count("s3:PutObject", 1, "arn:submit");
  callCounter.count("s3:PutObject", 3, "arn:grade");
  callCounter.count("s3:PutObject", 1);
  expect(callCounter.callsOf((roleArn) => roleArn !== "arn:submit")).toEqual({ "s3:PutObject": 4 });
  expect(callCounter.calls).toEqual({ "s3:PutObject": 5 });
});
