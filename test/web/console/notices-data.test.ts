import { expect, test } from "@jest/globals";
import { instantsIn, spareWords } from "../../../course/notices/notices-execution.ts";
import { rowOf } from "../../../web/console/notices-data.ts";
import type { ExecutionDetail } from "../../../web/console/states.ts";

const counts = {
  listed: 6,
  told: 2,
  already: 0,
  submitted: 1,
  off: 0,
  lapsed: 0,
  refused: 1,
  unknown: 1,
  failed: 0,
};
const closed = { noticeId: "2026-11-23T20-00-00Z", counts, reportKey: "notices/x/report.json" };
const execution = (changes: Partial<ExecutionDetail>): ExecutionDetail => ({
  ...{
    executionArn: "arn",
    stateMachineArn: "machine",
    name: "x",
    status: "SUCCEEDED",
    startDate: 1,
    input: "{}",
  },
  ...changes,
});

test("a day's notices say what they told, of all its instants", () => {
  const output = JSON.stringify([closed, { ...closed, counts: { ...counts, refused: 0, unknown: 0 } }]);
  expect(rowOf(execution({ output }))).toMatchObject({
    kind: "The day's notices",
    told: "4 notices; 1 refused; 1 not known whether it went out",
  });
});

test("each time of the day says what was told then, why others were not, and which failed", () => {
  const output = JSON.stringify([{ ...closed, counts: { ...counts, off: 2 } }, { Error: "TaskFailed" }]);
  const [first, second] = instantsIn(output);
  expect(first?.at).toBe("2026-11-23T20:00:00.000Z");
  expect(first?.counts && spareWords(first.counts)).toBe("1 sent in meanwhile, 2 turned off");
  expect(second).toEqual({ at: undefined, counts: undefined });
});

test("notices that failed claim nothing about what they told before", () => {
  expect(rowOf(execution({ status: "FAILED" })).told).toBe("not known; its states say it");
});

test("notices say what started them, and nothing told while they wait", () => {
  const remind = JSON.stringify({ remind: {} });
  const from = JSON.stringify({ from: "2026-11-23T20:00:00.000Z" });
  expect(rowOf(execution({ input: remind, output: "[]" }))).toMatchObject({
    kind: "Reminder by hand",
    told: "no notice",
  });
  expect(rowOf(execution({ input: from, status: "RUNNING" }))).toMatchObject({
    kind: "After a publishing",
    told: undefined,
  });
});
