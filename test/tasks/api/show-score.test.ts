import { describe, expect, test } from "@jest/globals";
import { showScoreAnswerSchema } from "../../../course/api/answers.ts";
import type { Settings } from "../../../course/settings.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { showScore } from "../../../tasks/api/show-score.ts";
import { publishedCourse, request } from "../support/api-course.ts";
import { apiEvent } from "../support/api-event.ts";
import { aTest, instant, mondayRun, settings, studentId, testRef } from "../support/course.ts";
import type { MemoryStore } from "../support/memory-store.ts";

const ann = studentId("ann");
const extended = "2026-11-25T22:00:00.000Z";
const score = { right: 1, questions: 2, scale: 5, revision: 1, runId: mondayRun };
const sent = { submissionId: "a".repeat(32), receivedAt: "2026-11-19T10:00:00.000Z" };
const answers = [
  { questionId: "q1", given: "a", isRight: true, right: "a" },
  { questionId: "q2", given: null, isRight: false, right: "b", feedback: "Think of b." },
];

const graded = (testId = "t1", more: Partial<Settings> = {}, tests = [aTest()]): MemoryStore =>
  publishedCourse(tests)
    .set(keys.settings, { ...settings, feedback: true, ...more })
    .set(keys.scores(ann), { tests: [{ status: "graded", ...testRef("t1"), ...score, ...sent }] })
    .set(keys.grade(ann, testRef(testId)), {
      studentId: "ann",
      ...{ ...testRef(testId), ...score, ...sent, answers },
    });

const call = async (store: MemoryStore, testId = "t1", at = "2026-11-24T12:00:00.000Z") => {
  const query = { subjectName: "linux", testId };
  return request(showScore, apiEvent({ query, at }), store);
};

describe("One score", () => {
  test("comes with each question, the student's answer, the right one and why", async () => {
    const store = graded();
    const { json } = await call(store);
    expect(showScoreAnswerSchema.parse(json)).toMatchObject({
      body: { testId: "t1", status: "graded", score: "2.5", best: "5", right: 1, questions: 2 },
      release: { score: "now", marks: "now", answers: "now" },
    });
    const text = { q1: "Text of q1?", q2: "Text of q2?" };
    expect(json.marks).toEqual([
      {
        ...{ questionId: "q1", question: text.q1, given: "a", givenText: "Body of a", isRight: true },
        ...{ right: "a", rightText: "Body of a" },
      },
      {
        ...{ questionId: "q2", question: text.q2, given: null, isRight: false },
        ...{ right: "b", rightText: "Body of b", feedback: "Think of b." },
      },
    ]);
    expect(store.calls.filter((made) => made.includes("answer-key"))).toEqual([]);
  });

  test("keeps right answers and reasons back while somebody has more time, and says until when", async () => {
    const store = graded("t1", {}, [aTest("t1", { lastDeadline: instant(extended) })]);
    const { json } = await call(store);
    expect(json.release).toEqual({ score: "now", marks: "now", answers: extended });
    expect(json.marks).toHaveLength(2);
    expect(JSON.stringify(json.marks)).not.toMatch(/"right"|rightText|Think/);
    expect((await call(store, "t1", extended)).json.marks[1]).toMatchObject({ right: "b" });
  });

  test("is not in the answer before it is released", async () => {
    const { json } = await call(graded("t1", { release: { score: "never" } }));
    expect(json.body).toMatchObject({ status: "graded", scoreComes: "never" });
    expect(JSON.stringify(json)).not.toMatch(/"score":"2.5"|isRight|marks":\[/);
  });

  test("comes without questions where the course gives no feedback", async () => {
    const { json } = await call(graded("t1", { feedback: false }));
    expect([json.body.score, json.marks, json.release.answers]).toEqual(["2.5", undefined, "never"]);
  });

  test("of an average that was graded again lists the attempts, what it was before, and why", async () => {
    const store = graded();
    const attempt = (day: number, earned: string) => ({
      ...{ submissionId: "a".repeat(32), receivedAt: `2026-11-${day}T10:00:00.000Z`, earned, of: "2" },
    });
    const rule = { counts: "average", points: { earned: "3/2", of: "2" } };
    const grade = Object(store.json(keys.grade(ann, testRef())));
    const { studentId: _, subject: __, testId: ___, revision: ____, ...before } = grade;
    const attempts = [attempt(18, "2"), attempt(19, "1")];
    const changed = { ...rule, revision: 2, attempts, before: { ...before, ...rule, right: 0 } };
    const [first, ...others] = before.answers;
    changed.before.answers = [{ ...first, isRight: false }, ...others];
    store.set(keys.grade(ann, testRef()), { ...grade, ...changed });
    const entry = { status: "graded", ...testRef("t1"), ...score, ...sent, ...rule, revision: 2 };
    store.set(keys.scores(ann), { tests: [entry] });
    const { json } = await call(store);
    expect(showScoreAnswerSchema.parse(json)).toMatchObject({
      body: { score: "3.75", counts: "average", revision: 2 },
      attempts: [
        { score: "5", isShown: false },
        { score: "2.5", isShown: true },
      ],
      change: { before: { score: "3.75" }, questions: [{ questionId: "q1", kind: "marked" }], reasons: [] },
    });
    store.set(keys.settings, { ...settings, release: { score: "never" } });
    const { json: kept } = await call(store);
    expect(kept).toMatchObject({ body: { scoreComes: "never", counts: "average" } });
    expect([kept.attempts, kept.change]).toEqual([undefined, undefined]);
  });

  test("is found under an earlier name of the test", async () => {
    const renamed = aTest("t1", { renamedFrom: [testRef("old")] });
    for (const name of ["t1", "old"]) {
      const { json } = await call(graded("old", {}, [renamed]), name);
      expect([json.body.testId, json.marks.length]).toEqual(["t1", 2]);
    }
  });

  test("of a grade from before right answers were stored shows none", async () => {
    const earlier = answers.map(({ right: _, ...answer }) => answer);
    const store = graded();
    const grade = JSON.parse(store.text(keys.grade(ann, testRef())));
    store.set(keys.grade(ann, testRef()), { ...grade, answers: earlier });
    expect((await call(store)).json.marks[0]).not.toHaveProperty("right");
  });

  test("that does not exist is a 404, whether or not the test does", async () => {
    const store = publishedCourse();
    expect((await call(store)).json).toEqual({
      code: 404,
      body: "There is no score for linux/t1 yet.",
      reason: "not-graded",
      values: { subject: "linux", testId: "t1" },
    });
    expect((await call(store, "no-such")).status).toBe(404);
    expect((await call(store, "../t1")).status).toBe(400);
  });
});
