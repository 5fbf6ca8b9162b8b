import { describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import * as z from "zod";
import type { ObjectStore } from "../../../adapters/storage/object-store.ts";
import { openApi } from "../../../course/api/openapi.ts";
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
import { mondayRun, settings, studentId, testRef } from "../../tasks/support/course.ts";

const operationSchema = z.object({ responses: z.record(z.string(), z.unknown()) });
const documentSchema = z.object({
  openapi: z.literal("3.1.0"),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({ schemas: z.record(z.string(), z.object({}).loose()) }),
});

const { paths, components } = documentSchema.parse(openApi);
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

  test("has the calls of version 1", () => {
    expect(Object.entries(paths).map(([path, operations]) => [path, Object.keys(operations)])).toEqual([
      ["/v1/tests", ["post"]],
      ["/v1/test", ["get", "post"]],
      ["/v1/score", ["get"]],
      ["/v1/appeals", ["post"]],
      ["/v1/calendar", ["get", "post", "delete"]],
      ["/v1/calendar/{studentId}/{secret}", ["get"]],
      ["/v1/reminders", ["get", "post"]],
    ]);
  });

  test("names every code of the contract, each for at least one call", () => {
    const named = Object.values(paths).flatMap((operations) =>
      Object.values(operations).flatMap(({ responses }) => Object.keys(responses)),
    );
    expect([...new Set(named)].toSorted()).toEqual(["200", ...Object.keys(api.codes), "5XX"]);
  });

  test.each([
    ["ListTestsRequest", bodies.list],
    ["SubmitTestRequest", bodies.submit],
    ["AppealRequest", bodies.appeal],
    ["RemindersRequest", { reminders: "off" }],
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
