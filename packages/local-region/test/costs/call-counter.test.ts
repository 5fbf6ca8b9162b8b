import { expect, test } from "@jest/globals";
import { Meter } from "../../src/costs/meter.ts";

test("a meter counts calls by action, in alphabetical order", () => {
  const meter = new Meter();
  meter.count("s3:PutObject");
  meter.count("s3:GetObject", 2);
  meter.count("s3:GetObject");
  expect(Object.entries(meter.calls)).toEqual([
    ["s3:GetObject", 3],
    ["s3:PutObject", 1],
  ]);
});

test("a meter tells apart who made the calls", () => {
  const meter = new Meter();
  meter.count("s3:PutObject", 1, "arn:submit");
  meter.count("s3:PutObject", 3, "arn:grade");
  meter.count("s3:PutObject", 1);
  expect(meter.callsOf((roleArn) => roleArn !== "arn:submit")).toEqual({ "s3:PutObject": 4 });
  expect(meter.calls).toEqual({ "s3:PutObject": 5 });
});
