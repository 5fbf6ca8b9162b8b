import { beforeAll, describe, expect, test } from "@jest/globals";
import {
  closeNoticesInputSchema,
  findWhomInputSchema,
  planDayInputSchema,
  tellStudentInputSchema,
  toldStudentSchema,
} from "../../course/notices/notices-run.ts";
import { queuedTaskMessageSchema } from "../../course/run/queued-message.ts";
import { errorNames, reportFailureInputSchema } from "../../course/run/run.ts";
import { asRecord, synthesize } from "../lib/support/template.ts";
import { type Definition, definitionOf, stateNamed } from "./support/definition.ts";
import { evaluate } from "./support/evaluate.ts";

let definition: Definition;
beforeAll(async () => {
  definition = definitionOf(await synthesize({ reminders: {} }), "Notices");
});

const field = (state: string, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => asRecord(value)[key], stateNamed(definition, state));

const caughtBy = (state: string): Record<string, unknown> =>
  asRecord([asRecord(stateNamed(definition, state)).Catch].flat()[0]);

const choicesOf = (state: string) => [field(state, "Choices")].flat().map(asRecord);

const planned = { noticeId: "2026-11-22T20-45-00Z", at: "2026-11-22T20:45:00.000Z", remind: null };
const course = {
  title: "Linux",
  trainer: { name: "Ada", email: "ada@example.com" },
  sender: "no-reply@example.com",
  timeZone: "Europe/Warsaw",
  scale: 5,
};
const found = {
  status: "found",
  course,
  list: { key: `notices/${planned.noticeId}/list-0.jsonl`, notices: 3 },
  resultsPrefix: `notices/${planned.noticeId}/results/0`,
  next: null,
};
const notice = {
  kind: "before",
  hours: 24,
  ...{ subject: "linux", testId: "t1", title: "One", deadline: "2026-11-23T22:00:00.000Z" },
};
const student = { studentId: "s1", notices: [notice] };
const item = { noticeId: planned.noticeId, course, student };
const execution = {
  Id: "arn:aws:states:us-east-1:000000000000:execution:Notices:1",
  StartTime: "2026-11-22T06:00:03.211Z",
  Input: { scheduledTime: "2026-11-22T06:00:00Z" },
};
const context = {
  Execution: execution,
  State: { EnteredTime: "2026-11-22T20:45:02.000Z" },
  Task: { Token: "token" },
  Map: { Item: { Index: 0, Value: student } },
};

describe("The notices' JSONata gives", () => {
  test("Plan the day what it takes", async () => {
    const input = await evaluate(field("Plan the day", "Arguments", "Payload"), { states: { context } });
    expect(planDayInputSchema.parse(input)).toEqual({
      startedAt: execution.StartTime,
      request: execution.Input,
    });
  });

  test("Find whom to tell its part, first and next", async () => {
    const states = { context, input: planned };
    const first = asRecord(await evaluate(field("Wait until then", "Assign"), { states }));
    const payload = field("Find whom to tell", "Arguments", "Payload");
    expect(findWhomInputSchema.parse(await evaluate(payload, { states, variables: first }))).toEqual({
      executionArn: execution.Id,
      ...{ planned, part: 0, skip: 0 },
    });
    const [more] = choicesOf("More students?");
    const variables = { ...first, found: { ...found, next: 20_000 } };
    expect(await evaluate(more?.Condition, { states, variables })).toBe(true);
    const next = asRecord(await evaluate(more?.Assign, { states, variables }));
    expect(
      findWhomInputSchema.parse(await evaluate(payload, { states, variables: { ...variables, ...next } })),
    ).toMatchObject({ part: 1, skip: 20_000 });
    expect(await evaluate(more?.Condition, { states, variables: { found } })).toBe(false);
  });

  test("each child its notices, and the mail worker what it takes", async () => {
    const variables = { planned, found };
    expect(
      await evaluate(field("Tell every student", "ItemSelector"), { states: { context }, variables }),
    ).toEqual(item);
    const body = await evaluate(field("Tell student", "Arguments", "MessageBody"), {
      states: { context, input: item },
    });
    expect(tellStudentInputSchema.parse(queuedTaskMessageSchema.parse(body).input)).toEqual({
      ...item,
      sentAt: context.State.EnteredTime,
    });
  });

  test("a told student's result, one outcome staying a list", async () => {
    const outcomes = [{ subject: "linux", testId: "t1", name: "opened", status: "told" }];
    const states = { input: item, result: { outcomes } };
    const output = await evaluate(field("Tell student", "Output"), { states });
    expect(toldStudentSchema.parse(output)).toEqual({ studentId: "s1", outcomes });
  });

  test("Close notices the sum and the manifests of all parts, of one also", async () => {
    let variables: Record<string, unknown> = { planned, listed: 0, manifests: [] };
    for (const key of ["a/manifest.json", "b/manifest.json"]) {
      const part = { Payload: found };
      const found1 = await evaluate(field("Find whom to tell", "Assign"), {
        states: { result: part },
        variables,
      });
      variables = { ...variables, ...asRecord(found1) };
      const result = { ResultWriterDetails: { Bucket: "b", Key: key } };
      const written = await evaluate(field("Tell every student", "Assign"), {
        states: { result },
        variables,
      });
      variables = { ...variables, ...asRecord(written) };
      const input = await evaluate(field("Close notices", "Arguments", "Payload"), { states: {}, variables });
      expect(closeNoticesInputSchema.parse(input).manifests.at(-1)).toBe(key);
    }
    const input = await evaluate(field("Close notices", "Arguments", "Payload"), { states: {}, variables });
    expect(closeNoticesInputSchema.parse(input)).toEqual({
      ...{ noticeId: planned.noticeId, at: planned.at, listed: 6 },
      manifests: ["a/manifest.json", "b/manifest.json"],
    });
  });

  test.each(["Plan the day", "Each instant", "Find whom to tell", "Tell every student", "Close notices"])(
    "Report failure what it takes when %s fails",
    async (state) => {
      const states = { context, errorOutput: { Error: "NotFoundError", Cause: "x".repeat(20_000) } };
      const { Assign, Next } = caughtBy(state);
      const variables = asRecord(await evaluate(Assign, { states }));
      const input = await evaluate(field(String(Next), "Arguments", "Payload"), { states, variables });
      expect(reportFailureInputSchema.parse(input)).toEqual({
        ...{ machine: "notices", executionArn: execution.Id, runId: null },
        ...{ error: "NotFoundError", cause: "x".repeat(8000) },
      });
    },
  );
});

describe("The notices", () => {
  test("go on after an instant that failed, and fail after the last", async () => {
    expect(caughtBy("Find whom to tell").Next).toBe("Report failed instant");
    expect(field("Report failed instant", "Next")).toBe("Instant failed");
    const failure = { error: "NotFoundError", cause: "why" };
    const output = await evaluate(field("Instant failed", "Output"), {
      states: {},
      variables: { instantFailure: failure },
    });
    const [failed] = choicesOf("All told?");
    const states = { input: [{ noticeId: planned.noticeId }, output, output] };
    expect(await evaluate(failed?.Condition, { states })).toBe(true);
    expect(await evaluate(failed?.Assign, { states })).toEqual({ failure });
    const good = { input: [{ noticeId: planned.noticeId }] };
    expect(await evaluate(failed?.Condition, { states: good })).toBe(false);
    expect(await evaluate(failed?.Condition, { states: { input: [] } })).toBe(false);
  });

  test("tell one instant after the other, and end before the next week", () => {
    expect(stateNamed(definition, "Each instant")).toMatchObject({ Type: "Map", MaxConcurrency: 1 });
    expect(field("Each instant", "ItemProcessor", "ProcessorConfig")).toEqual({ Mode: "INLINE" });
    expect(definition.TimeoutSeconds).toBe(6 * 24 * 3600);
  });

  test("tell a student in the morning what can't go out at night, with the same input", async () => {
    const morning = "2026-11-23T06:00:00.000Z";
    const states = { input: item, errorOutput: { Error: errorNames.quietHours, Cause: morning } };
    const [{ ErrorEquals, Assign, Output, Next } = { ErrorEquals: [], Next: "" }] =
      stateNamed(definition, "Tell student").Catch ?? [];
    expect([ErrorEquals, Next]).toEqual([[errorNames.quietHours], "Wait for the morning"]);
    expect(await evaluate(Output, { states })).toEqual(item);
    const variables = asRecord(await evaluate(Assign, { states }));
    expect(await evaluate(field(Next, "Timestamp"), { states, variables })).toBe(morning);
    expect(field(Next, "Next")).toBe("Tell student");
  });

  test("tell nobody of an instant that another execution has", () => {
    expect(stateNamed(definition, "Anybody to tell?")).toMatchObject({
      Choices: [
        { Condition: "{% $found.status = 'found' %}", Next: "Tell every student" },
        { Condition: "{% $found.status = 'taken' %}", Next: "Told elsewhere" },
      ],
      Default: "More students?",
    });
  });
});
