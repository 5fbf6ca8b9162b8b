import { expect, test } from "@jest/globals";
import { costLines, noUnits, unitsBetween } from "../../src/costs/cost-lines.ts";

const dollarsOf = (lines: ReturnType<typeof costLines>, service: string, unit: string): string =>
  lines.find((line) => line.service === service && line.unit === unit)?.dollars.toFixed(6) ?? "no such line";

test("a thousand students with one mail each cost what the price lists say", () => {
  const lines = costLines({
    stateTransitions: 3000,
    invocations: 200,
    gbSeconds: 100,
    calls: { "ses:SendEmail": 1000, "s3:PutObject": 2000, "s3:GetObject": 3000, "sqs:SendMessage": 2500 },
  });
  expect(lines.map(({ service, unit }) => [service, unit, dollarsOf(lines, service, unit)])).toEqual([
    ["Step Functions", "state transitions", "0.075000"],
    ["Lambda", "requests", "0.000040"],
    ["Lambda", "GB-seconds", "0.001333"],
    ["SQS", "requests", "0.001000"],
    ["S3", "writes and lists", "0.010000"],
    ["S3", "reads", "0.001200"],
    ["SES", "mails", "0.160000"],
    ["EventBridge Scheduler", "starts", "0.000000"],
  ]);
});

test("a listing is billed as a write, and deleting is free", () => {
  const calls = { "s3:ListBucket": 1, "s3:DeleteObject": 5, "s3:GetObjectVersion": 2 };
  const lines = costLines({ ...noUnits, calls });
  expect(lines.filter(({ service }) => service === "S3").map(({ units }) => units)).toEqual([1, 2]);
});

test("what was used before a run is none of the run's", () => {
  const before = { ...noUnits, invocations: 5, calls: { "s3:GetObject": 7 } };
  const now = { ...noUnits, invocations: 6, calls: { "s3:GetObject": 9, "ses:SendEmail": 1 } };
  expect(unitsBetween(before, now)).toEqual({
    ...noUnits,
    invocations: 1,
    calls: { "s3:GetObject": 2, "ses:SendEmail": 1 },
  });
});
