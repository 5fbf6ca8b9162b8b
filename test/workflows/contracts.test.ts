import { beforeAll, describe, expect, test } from "@jest/globals";
import { closePartInputSchema } from "../../course/run/part-ledger.ts";
import { queuedTaskMessageSchema } from "../../course/run/queued-message.ts";
import {
  closeRunInputSchema,
  gradeStudentInputSchema,
  mailStudentInputSchema,
  mailTrainerInputSchema,
  openRunInputSchema,
  reportFailureInputSchema,
  studentFailureSchema,
  studentResultSchema,
} from "../../course/run/run.ts";
import { studentFailure } from "../../course/run/student-failure.ts";
import { asRecord, synthesize } from "../lib/support/template.ts";
import { type Definition, definitionOf, stateNamed } from "./support/definition.ts";
import { evaluate } from "./support/evaluate.ts";

let definition: Definition;
beforeAll(async () => {
  definition = definitionOf(await synthesize());
});

const field = (state: string, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => asRecord(value)[key], stateNamed(definition, state));

const catchAssign = (state: string): unknown =>
  field(state, "Catch") && asRecord([field(state, "Catch")].flat().at(-1)).Assign;

const course = {
  title: "Linux",
  trainer: { name: "Ada", email: "ada@example.com" },
  sender: "no-reply@example.com",
  timeZone: "Europe/Warsaw",
  scale: 5,
};
const student = {
  studentId: "s1",
  email: "s1@example.com",
  name: "Student One",
  tests: [{ subject: "linux", testId: "t1", title: "One", deadline: "2026-11-23T22:00:00.000Z" }],
};
const graded = {
  status: "graded",
  subject: "linux",
  testId: "t1",
  title: "One",
  revision: 1,
  right: 4,
  questions: 6,
  scale: 5,
  receivedAt: "2026-11-20T10:00:00.000Z",
};
const failed = { status: "failed", subject: "linux", testId: "t2", reason: "the object is corrupt" };
const mail = { subject: "linux", testId: "t1", revision: 1, status: "sent" };
const run = {
  status: "open",
  runId: "2026-11-23T22-00-00Z",
  course,
  parts: [
    {
      part: 0,
      roster: { bucket: "b", key: "runs/2026-11-23T22-00-00Z/roster.jsonl", students: 1 },
      resultsPrefix: "runs/2026-11-23T22-00-00Z/results",
    },
  ],
  landedBy: "2026-11-23T22:00:35.000Z",
};
const execution = {
  Id: "arn:aws:states:us-east-1:000000000000:execution:Run:1",
  StartTime: "2026-11-23T22:00:03.211Z",
  Input: { scheduledTime: "2026-11-23T22:00:00Z" },
};
const item = { runId: run.runId, course, student };
const context = {
  Execution: execution,
  State: { EnteredTime: "2026-11-23T22:00:41.500Z" },
  Task: { Token: "token" },
  Map: { Item: { Index: 0, Value: student } },
};
const caught = { Error: "States.Timeout", Cause: null };

/** The variables with which a run goes on after its parts, given what each put out. */
const afterParts = async (outputs: readonly unknown[]) => {
  const [choice] = [field("All parts closed?", "Choices")].flat();
  return asRecord(await evaluate(asRecord(choice).Assign, { states: { input: outputs } }));
};

describe("The workflow's JSONata gives", () => {
  test("Open run what it takes", async () => {
    const input = await evaluate(field("Open run", "Arguments", "Payload"), { states: { context } });
    expect(openRunInputSchema.parse(input)).toEqual({
      executionArn: execution.Id,
      startedAt: execution.StartTime,
      request: execution.Input,
    });
  });

  test("each child its run, course and student", async () => {
    const input = await evaluate(field("Grade every student", "ItemSelector"), {
      states: { context },
      variables: { run },
    });
    expect(input).toEqual(item);
  });

  test("the grading worker what it takes", async () => {
    const body = await evaluate(field("Grade student", "Arguments", "MessageBody"), {
      states: { context, input: item },
    });
    const { token, input } = queuedTaskMessageSchema.parse(body);
    expect(token).toBe("token");
    expect(gradeStudentInputSchema.parse(input)).toEqual({ runId: run.runId, scale: 5, course, student });
  });

  test("the mail worker what it takes, a single test staying a list", async () => {
    const result = { tests: [graded], graded: 1, failed: 0 };
    const variables = asRecord(
      await evaluate(field("Grade student", "Assign"), { states: { context, input: item, result } }),
    );
    const body = await evaluate(field("Mail student", "Arguments", "MessageBody"), {
      states: { context, input: item },
      variables,
    });
    const { tests: _, ...addressee } = student;
    expect(mailStudentInputSchema.parse(queuedTaskMessageSchema.parse(body).input)).toEqual({
      runId: run.runId,
      course,
      student: addressee,
      tests: [graded],
      failed: 0,
      at: "2026-11-23T22:00:41.500Z",
    });
  });

  test.each([[[]], [[mail]], [[mail, mail]]])(
    "a graded student's result, with the mails %j",
    async (mails) => {
      const output = await evaluate(field("Mail student", "Output"), {
        states: { input: item, result: { mails } },
        variables: { tests: [graded] },
      });
      expect(studentResultSchema.parse(output)).toEqual({ studentId: "s1", tests: [graded], mails });
    },
  );

  test("a student's failure as the mail worker tells it, whole, though thirty tests failed with the longest reasons", async () => {
    const tests = Array.from({ length: 30 }, (_, i) => ({
      ...failed,
      testId: `t${i}`,
      reason: "x".repeat(500),
    }));
    const addressee = { student, tests, runId: run.runId, course, failed: 30 };
    const failure = studentFailure(mailStudentInputSchema.parse(addressee), []);
    const states = { input: item, errorOutput: { Error: "StudentFailed", Cause: JSON.stringify(failure) } };
    const [known] = [field("Mail student", "Catch")].flat();
    const variables = asRecord(await evaluate(asRecord(known).Assign, { states }));
    const cause = String(await evaluate(field("Student failed", "Cause"), { states, variables }));
    expect(cause.length).toBeLessThan(32_768);
    expect(studentFailureSchema.parse(JSON.parse(cause))).toEqual(failure);
  });

  test.each([
    ["Grade student", caught, "States.Timeout"],
    ["Mail student", caught, "States.Timeout"],
    ["Mail student", { Error: null, Cause: null }, "States.TaskFailed"],
  ] as const)("a failure of %s, also one without a cause or an error", async (state, errorOutput, error) => {
    const variables = { tests: [graded] };
    const states = { input: item, errorOutput };
    const assigned = asRecord(await evaluate(catchAssign(state), { states, variables }));
    const cause = await evaluate(field("Student failed", "Cause"), { states, variables: assigned });
    expect(studentFailureSchema.parse(JSON.parse(String(cause)))).toEqual({
      studentId: "s1",
      error,
      cause: "",
      tests: state === "Mail student" ? [graded] : [],
      mails: [],
    });
  });

  test("Close part, Close run and Mail trainer what they take", async () => {
    const [input] = run.parts;
    const details = { Bucket: "b", Key: `${input?.resultsPrefix}/uuid/manifest.json` };
    const result = { MapRunArn: "arn", ResultWriterDetails: details };
    const ofPart = asRecord(
      await evaluate(field("Grade every student", "Assign"), { states: { input, result } }),
    );
    const variables = { run };
    const part = await evaluate(field("Close part", "Arguments", "Payload"), {
      states: {},
      variables: { run, ...ofPart },
    });
    const manifest = { bucket: "b", key: details.Key };
    expect(closePartInputSchema.parse(part)).toEqual({ runId: run.runId, course, part: input, manifest });
    const closing = await evaluate(field("Close run", "Arguments", "Payload"), {
      states: { context },
      variables,
    });
    expect(closeRunInputSchema.parse(closing).at).toBe("2026-11-23T22:00:41.500Z");
    const mailing = await evaluate(field("Mail trainer", "Arguments", "Payload"), { states: {}, variables });
    expect(mailTrainerInputSchema.parse(mailing)).toEqual({ runId: run.runId, course });
  });

  test.each(["Open run", "Each part", "Grade every student", "Close part", "Close run", "Mail trainer"])(
    "Report failure what it takes when %s fails",
    async (state) => {
      const states = { context, errorOutput: { Error: "LedgerNotClosed", Cause: "x".repeat(20_000) } };
      const variables = state === "Open run" ? {} : { run };
      const assigned = asRecord(await evaluate(catchAssign(state), { states, variables }));
      const ofPart = "partFailure" in assigned;
      const failed =
        ofPart && (await evaluate(field("Part failed", "Output"), { states, variables: assigned }));
      const input = await evaluate(field("Report failure", "Arguments", "Payload"), {
        states,
        variables: ofPart ? await afterParts([{ part: 0 }, failed]) : assigned,
      });
      expect(reportFailureInputSchema.parse(input)).toEqual({
        executionArn: execution.Id,
        request: execution.Input,
        runId: state === "Open run" ? null : run.runId,
        error: "LedgerNotClosed",
        cause: "x".repeat(8000),
      });
    },
  );
});
