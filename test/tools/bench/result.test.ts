import { expect, test } from "@jest/globals";
import type { Usage } from "../../../bin/region/usage.ts";
import { render } from "../../../tools/bench/render.ts";
import { costOfEach, totalsOf } from "../../../tools/bench/result.ts";

const usage = (parts: Partial<Usage>): Usage => ({
  cpuSeconds: 0,
  mainThreadCpuSeconds: 0,
  peakMemoryMiB: 0,
  calls: {},
  functions: {},
  ...parts,
});

test("the cost of each is what was used meanwhile, shared out; actions that were not called are left out", () => {
  const before = usage({
    cpuSeconds: 10,
    mainThreadCpuSeconds: 2,
    calls: { "s3:GetObject": 100, "s3:PutObject": 7 },
  });
  const after = usage({
    cpuSeconds: 12,
    mainThreadCpuSeconds: 2.5,
    calls: { "s3:GetObject": 300, "s3:PutObject": 7, "ses:SendEmail": 50 },
  });
  expect(costOfEach(before, after, 100)).toEqual({
    cpuMs: 20,
    mainThreadCpuMs: 5,
    calls: { "s3:GetObject": 2, "ses:SendEmail": 0.5 },
  });
});

test("the totals name the function with the longest invocation", () => {
  const functions = { grade: { invocations: 3, longestMs: 12.4 }, mail: { invocations: 2, longestMs: 40.6 } };
  expect(totalsOf(usage({ peakMemoryMiB: 512.3, functions }))).toEqual({
    peakMemoryMiB: 512,
    longestInvocation: { functionName: "mail", ms: 41 },
    invocations: { grade: 3, mail: 2 },
  });
});

test("the figures read as lines", () => {
  const lines = render({
    students: 10,
    submissions: {
      measured: 8,
      perSecond: 199.6,
      refused: 0,
      p50Ms: 4.25,
      p99Ms: 20,
      each: { cpuMs: 5, mainThreadCpuMs: 2, calls: { "s3:GetObject": 3 } },
    },
    run: {
      mapSeconds: 0.1,
      runSeconds: 0.3,
      studentsPerSecond: 100,
      each: { cpuMs: 9.96, mainThreadCpuMs: 4, calls: {} },
    },
    lost: 0,
    mails: 10,
    peakMemoryMiB: 300,
    longestInvocation: { functionName: "mail", ms: 41 },
    invocations: { mail: 2 },
  });
  expect(lines.split("\n").map((line) => line.split(/ {2,}/).join(": "))).toEqual([
    "students: 10",
    "submissions: 200 a second, 0 refused",
    "submission latency: 4.3 ms median, 20.0 ms 99th percentile",
    "CPU a submission: 5.0 ms, 2.0 ms of it in the region's own thread",
    ": s3:GetObject a submission: 3.00",
    "grading and mailing: 100.0 students a second (0.1 s)",
    "whole run after the settle wait: 0.3 s",
    "CPU a student: 10.0 ms, 4.0 ms of it in the region's own thread",
    "lost: 0",
    "mails: 10",
    "peak memory of the region: 300 MiB",
    "longest invocation: 41 ms (mail)",
    "invocations, with the week before",
    ": mail: 2",
  ]);
});
