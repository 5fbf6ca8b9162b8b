import { describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import * as z from "zod";
import type { ObjectStore } from "../../../adapters/storage/object-store.ts";
import {
  appealAnswerSchema,
  calendarAnswerSchema,
  listTestsAnswerSchema,
  refusalSchema,
  remindersAnswerSchema,
  showScoreAnswerSchema,
  showTestAnswerSchema,
  submitTestAnswerSchema,
} from "../../../course/api/answers.ts";
import { openApi } from "../../../course/api/openapi.ts";
import { longestAppeal } from "../../../course/appeals/appeal-limits.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { api } from "../../../course/words/en.ts";
import { appealQuestion } from "../../../tasks/api/appeal-question.ts";
import { changeCalendar } from "../../../tasks/api/change-calendar.ts";
import { chooseReminders } from "../../../tasks/api/choose-reminders.ts";
import { listTests } from "../../../tasks/api/list-tests.ts";
import { showScore } from "../../../tasks/api/show-score.ts";
import { showTest } from "../../../tasks/api/show-test.ts";
import { submitTest } from "../../../tasks/api/submit-test.ts";
import { publishedCourse, request } from "../../tasks/support/api-course.ts";
import { apiEvent } from "../../tasks/support/api-event.ts";
import { mondayRun, questions, settings, studentId, testRef } from "../../tasks/support/course.ts";

const sentence = z.string().min(1);
const reference = z.strictObject({
  schema: z.strictObject({ $ref: z.string().startsWith("#/components/schemas/") }),
});
const content = z.union([
  z.strictObject({ "application/json": reference }),
  z.strictObject({
    "text/calendar": z.strictObject({ schema: z.strictObject({ type: z.literal("string") }) }),
  }),
]);

/** As OpenAPI has it, with all that the description uses of it. */
const operationSchema = z.strictObject({
  operationId: sentence,
  summary: sentence,
  description: sentence.optional(),
  security: z.tuple([]).optional(),
  parameters: z
    .array(
      z.strictObject({
        ...{ name: sentence, in: z.enum(["query", "path"]), required: z.literal(true) },
        schema: z.looseObject({ type: z.literal("string") }),
      }),
    )
    .optional(),
  requestBody: z.strictObject({ required: z.literal(true), content }).optional(),
  responses: z.record(z.string(), z.strictObject({ description: sentence, content })),
});
const documentSchema = z.strictObject({
  openapi: z.literal("3.1.0"),
  info: z.strictObject({
    ...{ title: sentence, version: z.literal("1"), description: sentence },
    license: z.strictObject({ name: z.literal("MIT"), identifier: z.literal("MIT") }),
  }),
  servers: z.tuple([z.strictObject({ url: z.literal("/api"), description: sentence })]),
  security: z.tuple([z.strictObject({ key: z.tuple([]) })]),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.strictObject({
    securitySchemes: z.strictObject({
      key: z.strictObject({
        ...{ type: z.literal("apiKey"), in: z.literal("header"), name: z.literal("x-api-key") },
        description: sentence,
      }),
    }),
    schemas: z.record(z.string(), z.object({}).loose()),
  }),
});

type Operation = z.infer<typeof operationSchema>;

const { paths, components } = documentSchema.parse(openApi);
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ call: `${method} ${path}`, operation })),
);

const typeOf = (named: z.infer<typeof content> | undefined): string => {
  if (named === undefined) return "nothing";
  return "text/calendar" in named
    ? "text/calendar"
    : named["application/json"].schema.$ref.replace("#/components/schemas/", "");
};

/** `listTests, by key: ListTestsRequest -> ListTestsAnswer, or 400 401`. */
const inShort = ({ operationId, security, parameters, requestBody, responses }: Operation): string => {
  const { 200: answer, ...others } = responses;
  const taken = (parameters ?? []).map((parameter) => `${parameter.in} ${parameter.name}`);
  const by = security ? "without key" : "by key";
  const given = [...taken, ...(requestBody ? [typeOf(requestBody.content)] : [])].join(", ");
  return `${operationId}, ${by}: ${given || "nothing"} -> ${typeOf(answer?.content)}, or ${Object.keys(others).join(" ")}`;
};

const ajv = new Ajv2020({ strict: true, allErrors: true });

/** What is wrong with a value by a schema of the description; null: nothing. */
const faults = (schema: string, value: unknown): string | null => {
  const validate = ajv.compile(components.schemas[schema] ?? { not: {} });
  return validate(value) ? null : ajv.errorsText(validate.errors);
};

const ref = testRef();
const bodies = {
  list: { studentId: "ann", scores: true, receipts: true, closed: true },
  appeal: { studentId: "ann", subjectName: ref.subject, testId: ref.testId, questionId: "q1", text: "Hm." },
  submit: {
    subjectName: ref.subject,
    testId: ref.testId,
    studentId: "ann",
    testResult: [
      { questionId: "q1", answer: "a" },
      { questionId: "q2", answer: null },
    ],
  },
};

const graded = () =>
  publishedCourse()
    .set(keys.settings, { ...settings, feedback: true })
    .set(keys.grade(studentId("ann"), ref), {
      studentId: "ann",
      ...ref,
      revision: 1,
      right: 1,
      questions: 3,
      scale: 5,
      submissionId: "a".repeat(32),
      receivedAt: "2026-11-19T10:00:00.000Z",
      runId: mondayRun,
      answers: [{ questionId: "q1", given: "a", isRight: true, feedback: "Because." }],
    });

describe("The description of the API", () => {
  test("names no pool of a question: what one is drawn from is never served", () => {
    expect(JSON.stringify(components.schemas.ShowTestAnswer)).toContain('"points"');
    expect(JSON.stringify(components)).not.toContain('"pool"');
  });

  test("has the calls of version 1: who may make them, what they take, what they answer", () => {
    expect(operations.map(({ call, operation }) => [call, inShort(operation)])).toEqual([
      [
        "post /v1/tests",
        "listTests, by key: ListTestsRequest -> ListTestsAnswer, or 400 401 403 404 413 429 5XX",
      ],
      [
        "get /v1/test",
        "showTest, by key: query subjectName, query testId -> ShowTestAnswer, or 400 401 403 404 410 429 5XX",
      ],
      [
        "post /v1/test",
        "submitTest, by key: SubmitTestRequest -> SubmitTestAnswer, or 400 401 403 404 409 410 413 429 5XX",
      ],
      [
        "get /v1/score",
        "showScore, by key: query subjectName, query testId -> ShowScoreAnswer, or 400 401 403 404 429 5XX",
      ],
      [
        "post /v1/appeals",
        "appealQuestion, by key: AppealRequest -> AppealAnswer, or 400 401 403 404 409 413 429 5XX",
      ],
      ["get /v1/calendar", "showCalendarState, by key: nothing -> CalendarAnswer, or 401 403 429 5XX"],
      ["post /v1/calendar", "makeCalendar, by key: nothing -> CalendarAnswer, or 401 403 429 5XX"],
      ["delete /v1/calendar", "endCalendar, by key: nothing -> CalendarAnswer, or 401 403 429 5XX"],
      [
        "get /v1/calendar/{studentId}/{secret}",
        "readCalendar, without key: path studentId, path secret -> text/calendar, or 404 429 5XX",
      ],
      [
        "get /v1/reminders",
        "showReminders, without key: query student, query token -> RemindersAnswer, or 400 404 429 5XX",
      ],
      [
        "post /v1/reminders",
        "chooseReminders, without key: query student, query token, RemindersRequest -> RemindersAnswer, or 400 404 413 429 5XX",
      ],
    ]);
  });

  test("names every code of the contract, each for at least one call, and answers each with a Refusal", () => {
    const named = operations.flatMap(({ operation }) => Object.entries(operation.responses));
    const codes = new Set(named.map(([code]) => code));
    expect([...codes].toSorted()).toEqual(["200", ...Object.keys(api.codes), "5XX"]);
    const others = named.filter(([code]) => code !== "200").map(([, answer]) => typeOf(answer.content));
    expect([...new Set(others)]).toEqual(["Refusal"]);
  });

  test("says of a code what it means for the call, and else what it means for all", () => {
    const meaning = (path: string, method: string, code: string) =>
      paths[path]?.[method]?.responses[code]?.description;
    expect(meaning("/v1/test", "get", "410")).toBe("Too late: the deadline of this test has passed.");
    expect(meaning("/v1/appeals", "post", "404")).toBe("You see no such question with its mark.");
    expect(meaning("/v1/appeals", "post", "409")).toBe("The trainer has answered this appeal already.");
    const calendar = "/v1/calendar/{studentId}/{secret}";
    expect(meaning(calendar, "get", "404")).toBe("The address is not valid, or not any more.");
  });

  test("says of each call without a key that it needs none", () => {
    for (const { operation } of operations)
      expect(/Needs no key/.test(operation.description ?? "")).toBe(operation.security !== undefined);
  });

  test("has the schemas that its calls name, and no other", () => {
    const named = JSON.stringify(paths).match(/(?<=#\/components\/schemas\/)\w+/g) ?? [];
    expect([...new Set(named)].toSorted()).toEqual(Object.keys(components.schemas).toSorted());
  });

  test.each([
    ["nothing", "", "must NOT have fewer than 1 characters"],
    ["more than the API takes", "x".repeat(longestAppeal + 1), "must NOT have more than"],
  ])("refuses an appeal that says %s", (_, text, fault) => {
    expect(faults("AppealRequest", { ...bodies.appeal, text })).toContain(fault);
  });

  test.each([
    ["ListTestsRequest", bodies.list],
    ["SubmitTestRequest", bodies.submit],
    ["AppealRequest", bodies.appeal],
    ["RemindersRequest", { reminders: "off" }],
    ["RemindersRequest", { reminders: "on" }],
  ])("takes a %s that the API takes, and refuses one of nothing", (schema, body) => {
    expect(faults(schema, body)).toBeNull();
    expect(faults(schema, {})).toContain("must have required property");
  });

  test("holds for real answers of each call", async () => {
    const list = await request(listTests, apiEvent({ body: bodies.list }), graded());
    expect([list.status, faults("ListTestsAnswer", list.json)]).toEqual([200, null]);
    expect(list.json.scores).toHaveLength(1);
    const results = await request(listTests, apiEvent({ body: { ...bodies.list, results: true } }), graded());
    expect([results.status, faults("ListTestsAnswer", results.json)]).toEqual([200, null]);
    expect(results.json.results).toHaveLength(1);
    const query = { subjectName: ref.subject, testId: ref.testId };
    const score = await request(showScore, apiEvent({ query }), graded());
    expect([score.status, faults("ShowScoreAnswer", score.json)]).toEqual([200, null]);
    expect(score.json.marks).toHaveLength(1);
    const appealed = graded();
    const appeal = await request(appealQuestion, apiEvent({ body: bodies.appeal }), appealed);
    expect([appeal.status, faults("AppealAnswer", appeal.json)]).toEqual([200, null]);
    const shown = await request(showScore, apiEvent({ query }), appealed);
    expect([shown.json.appeals, faults("ShowScoreAnswer", shown.json)]).toEqual([[appeal.json.body], null]);
    const show = await request(showTest, apiEvent({ query }), publishedCourse());
    expect([show.status, faults("ShowTestAnswer", show.json)]).toEqual([200, null]);
    const submit = await request(submitTest, apiEvent({ body: bodies.submit }), publishedCourse());
    expect([submit.status, faults("SubmitTestAnswer", submit.json)]).toEqual([200, null]);
    for (const httpMethod of ["GET", "POST", "DELETE"]) {
      const event = { ...apiEvent(), httpMethod };
      const change = (e: typeof event, store: ObjectStore) =>
        changeCalendar(e, store, () => ({ pageUrl: null, apiUrl: "https://api.example" }));
      const calendar = await request(change, event, publishedCourse());
      expect([calendar.status, faults("CalendarAnswer", calendar.json)]).toEqual([200, null]);
    }
    const choice = { token: "A".repeat(43), reminders: "on" };
    const link = { student: "ann", token: choice.token };
    const store = publishedCourse().set(keys.reminderChoice(studentId("ann")), choice);
    const off = apiEvent({ query: link, body: { reminders: "off" } });
    const reminders = await request(chooseReminders, off, store);
    expect([reminders.status, faults("RemindersAnswer", reminders.json)]).toEqual([200, null]);
  });

  test("holds for real refusals, which no other schema takes", async () => {
    const refused = await request(listTests, apiEvent({ body: "{" }), publishedCourse());
    expect([refused.status, faults("Refusal", refused.json)]).toEqual([400, null]);
    for (const schema of [
      "CalendarAnswer",
      "RemindersAnswer",
      "ListTestsAnswer",
      "ShowTestAnswer",
      "SubmitTestAnswer",
      "ShowScoreAnswer",
      "AppealAnswer",
    ]) {
      expect(faults(schema, refused.json)).not.toBeNull();
    }
  });
});

const at = "2026-11-23T22:00:00.000Z";
const id = "a".repeat(32);
const test1 = { ...ref, title: "Booting", language: "pl", deadline: at };
const receipt = { submissionId: id, receivedAt: at, deadline: at, sha256: "b".repeat(64) };
const points = { earned: "1.5", of: "3" };
const mark = {
  ...{
    questionId: "q1",
    name: "kernel-1",
    question: "Which?",
    given: "a",
    givenText: "This",
    isRight: false,
  },
  ...{ ...points, credit: "each", void: "given", right: ["b"], rightText: "That", alsoRight: ["Those"] },
  ...{
    feedback: "Because.",
    questionHtml: "<p>1",
    givenHtml: "<p>2",
    rightHtml: "<p>3",
    feedbackHtml: "<p>4",
  },
  plain: { question: "1", given: "2", right: "3", feedback: "4" },
};
const result = (status: string, scoreComes: string) => ({
  ...{ ...test1, status, score: "2.5", best: "5", right: 1, questions: 2, points, counts: "best" },
  ...{ nothingCounts: true, scoreComes, revision: 2, receivedAt: at },
  override: { score: "4", excused: true, because: "You were ill." },
});
const answered = {
  ...{ questionId: "q1", text: "Hm.", at, status: "answered" },
  answer: { text: "Right.", by: "Ada", at, decision: "accepted" },
};

describe("Every answer of version 1 is described and kept with all of its fields, on which clients depend:", () => {
  test.each<[string, z.ZodType, readonly unknown[]]>([
    [
      "ListTestsAnswer",
      listTestsAnswerSchema,
      [
        {
          ...{ code: 200, body: [{ subject: "linux", testIds: ["t1"] }] },
          open: [
            {
              ...{
                ...test1,
                opens: at,
                submitted: true,
                attemptsUsed: 1,
                attemptsAllowed: 2,
                counts: "first",
              },
              ...{ renamedFrom: [testRef("old")], receipt },
            },
          ],
          scores: [
            {
              ...{ ...test1, deadline: undefined, score: "2.5", best: "5", right: 1, questions: 2, points },
              ...{ counts: "average", nothingCounts: true, revision: 2, submissionId: id, receivedAt: at },
              marks: [mark],
            },
          ],
          results: [
            result("graded", "now"),
            result("missing", "never"),
            result("failed", at),
            result("excused", at),
          ],
          course: { title: "Linux", trainer: { name: "Ada", email: "ada@example.com" }, language: "pl" },
          ...{ student: { name: "Ann" }, upcoming: { opens: at, tests: 2 } },
          reminders: { token: "A".repeat(43), reminders: "on" },
          ...{ closed: [{ ...test1, receivedAt: at }], nextOpening: at },
        },
      ],
    ],
    [
      "ShowTestAnswer",
      showTestAnswerSchema,
      [
        {
          ...{ code: 200, title: "Booting", deadline: at, attemptsAllowed: 2, counts: "best" },
          ...{ body: questions, language: "pl", ownPaper: true },
        },
      ],
    ],
    [
      "ShowScoreAnswer",
      showScoreAnswerSchema,
      [
        {
          ...{ code: 200, body: result("graded", "now"), marks: [mark] },
          release: { score: "now", marks: "never", answers: at },
          attempts: [{ submissionId: id, receivedAt: at, score: "1", isShown: true }],
          change: { before: { score: "1", best: "5" }, questions: [], reasons: ["marked"] },
          appeals: [answered],
        },
      ],
    ],
    ["SubmitTestAnswer", submitTestAnswerSchema, [{ code: 200, body: "Received.", receipt }]],
    ["AppealAnswer", appealAnswerSchema, [{ code: 200, body: answered }]],
    [
      "CalendarAnswer",
      calendarAnswerSchema,
      ["on", "off"].map((calendar) => ({
        code: 200,
        body: { calendar, madeAt: at, address: "https://x/" },
      })),
    ],
    [
      "RemindersAnswer",
      remindersAnswerSchema,
      ["on", "off"].map((reminders) => ({ code: 200, body: { reminders } })),
    ],
    [
      "Refusal",
      refusalSchema,
      [{ code: 404, body: "There is none.", reason: "no-test", values: { subject: "linux" } }],
    ],
  ])("%s", (name, schema, answers) => {
    for (const answer of answers) {
      const sent: unknown = JSON.parse(JSON.stringify(answer));
      expect(schema.parse(sent)).toEqual(sent);
      expect(faults(name, sent)).toBeNull();
    }
  });
});
