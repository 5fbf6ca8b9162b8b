import { resolve } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { closedRun } from "./support/closed-run.ts";
import { Week } from "./support/week.ts";

jest.setTimeout(120_000);

const subjectName = "operating-systems";
const testId = "test01";

let week: Week;

beforeAll(async () => {
  week = await Week.begin(resolve("examples/earlier-class"), "2026-11-17 20:05");
});

afterAll(() => week.end());

/** As the earlier system's clients call: JSON under the content type that curl gives it, and only `code` and `body` read. */
const post = async (studentId: string, path: string, body: object): Promise<[number, unknown]> => {
  const answer = await fetch(`${week.region.api}/api/v1${path}`, {
    method: "POST",
    headers: {
      "x-api-key": week.keyOf(studentId),
      "content-type": "application/x-www-form-urlencoded",
    },
    body: JSON.stringify(body),
  });
  const { code, body: payload } = Object(await answer.json());
  return [code, payload];
};

const get = async (studentId: string): Promise<[number, unknown]> => {
  const query = new URLSearchParams({ subjectName, testId });
  const answer = await fetch(`${week.region.api}/api/v1/test?${query}`, {
    headers: { "x-api-key": week.keyOf(studentId) },
  });
  const { code, body } = Object(await answer.json());
  return [code, body];
};

const answers = (given: string) => [...given].map((answer, i) => ({ questionId: `q${i + 1}`, answer }));

test("a client of the earlier system finds, reads and takes the class's test, and the run grades it", async () => {
  const listed = [{ subject: subjectName, testIds: [testId] }];
  expect(await post("student01", "/tests", { studentId: "student01" })).toEqual([200, listed]);
  expect(await get("student01")).toEqual([
    200,
    expect.arrayContaining([
      {
        questionId: "q1",
        question: "What does the operating system's scheduler decide?",
        answers: expect.arrayContaining([
          { answerId: "b", answerBody: "which thread a processor runs next" },
        ]),
      },
    ]),
  ]);
  for (const [studentId, given] of [
    ["student01", "bcbcab"],
    ["student02", "bcbaaa"],
    ["student03", "aaa"],
  ] as const) {
    const request = { studentId, subjectName, testId, testResult: answers(given) };
    expect(await post(studentId, "/test", request)).toEqual([200, expect.stringContaining("received")]);
  }
  expect(await post("student01", "/tests", { studentId: "student01" })).toEqual([200, []]);

  week.moveTo("2026-11-23 23:00");
  const request = { studentId: "student04", subjectName, testId, testResult: answers("bcbcab") };
  expect(await post("student04", "/test", request)).toEqual([410, expect.stringContaining("deadline")]);
  const { runId, counts } = closedRun(await week.closed(await week.scheduledRun()));
  expect(counts).toEqual({ roster: 4, graded: 3, missing: 1, failed: 0 });
  expect((await week.report(runId)).missing.map(({ studentId }) => studentId)).toEqual(["student04"]);
  const scores = (await week.inbox()).flatMap(({ to, text }) => {
    const score = /is ([\d.]+ out of 5)\n/.exec(text)?.[1];
    return score === undefined ? [] : [`${to} ${score}`];
  });
  expect(scores.toSorted()).toEqual([
    "student01@example.com 5 out of 5",
    "student02@example.com 3.33 out of 5",
    "student03@example.com 0 out of 5",
  ]);
});
