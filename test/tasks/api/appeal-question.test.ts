import { describe, expect, test } from "@jest/globals";
import { appealAnswerSchema } from "../../../course/api/answers.ts";
import type { Settings } from "../../../course/settings.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { appealQuestion } from "../../../tasks/api/appeal-question.ts";
import { showScore } from "../../../tasks/api/show-score.ts";
import { publishedCourse, request } from "../support/api-course.ts";
import { apiEvent } from "../support/api-event.ts";
import { aTest, mondayRun, settings, studentId, testRef } from "../support/course.ts";
import type { MemoryStore } from "../support/memory-store.ts";

const ann = studentId("ann");
const at = "2026-11-24T12:00:00.000Z";
const later = "2026-11-24T13:00:00.000Z";
const score = { right: 0, questions: 1, scale: 5, revision: 1, runId: mondayRun };
const sent = { submissionId: "a".repeat(32), receivedAt: "2026-11-19T10:00:00.000Z" };

const graded = (more: Partial<Settings> = {}, test = aTest()): MemoryStore =>
  publishedCourse([test])
    .set(keys.settings, { ...settings, feedback: true, ...more })
    .set(keys.grade(ann, testRef()), {
      ...{ studentId: "ann", ...testRef(), ...score, ...sent },
      answers: [{ questionId: "q1", given: "b", isRight: false, right: "a" }],
    });

const appeal = { studentId: "ann", subjectName: "linux", testId: "t1", questionId: "q1", text: "b is right" };

const post = (store: MemoryStore, changes: object = {}, when = at) =>
  request(appealQuestion, apiEvent({ body: { ...appeal, ...changes }, at: when }), store);

const shown = async (store: MemoryStore, testId = "t1") =>
  (await request(showScore, apiEvent({ query: { subjectName: "linux", testId }, at }), store)).json.appeals;

const written = (store: MemoryStore): string[] => [...store.keys()].filter((key) => key.includes("appeals/"));

const place = "students/ann/_appeals/linux/t1/q1.json";
const pointer = "appeals/open/ann/linux/t1/q1.json";

/** As the trainer's command leaves it. */
const answer = { text: "It is.", by: "Ada Nowak", at: later, decision: "accepted" };
const close = (store: MemoryStore): void => {
  store.set(place, { ...JSON.parse(store.text(place)), status: "answered", answer });
};

describe("An appeal", () => {
  test("is stored with the student, after a pointer that names ids only, and shown with the score", async () => {
    const store = graded();
    expect(await shown(store)).toEqual([]);
    const { status, json } = await post(store);
    const open = { questionId: "q1", text: "b is right", at, status: "open" };
    expect([status, appealAnswerSchema.parse(json).body]).toEqual([200, open]);
    expect(JSON.parse(store.text(place))).toEqual({ studentId: "ann", ...testRef(), ...open });
    expect(JSON.parse(store.text(pointer))).toEqual({ studentId: "ann", ...testRef(), questionId: "q1" });
    const writes = store.calls.filter((call) => /^(create|put|replace) /.test(call));
    expect(writes).toEqual([`create ${pointer}`, `create ${place}`]);
    expect(await shown(store)).toEqual([open]);
  });

  test("with the same text again is the same appeal, at its first time", async () => {
    const store = graded();
    await post(store);
    expect((await post(store, { text: "  b is right\r\n" }, later)).json.body.at).toBe(at);
    expect(written(store)).toEqual([place, pointer].toSorted());
  });

  test("may be changed until it is answered, and not afterwards", async () => {
    const store = graded();
    await post(store);
    expect((await post(store, { text: "c too" }, later)).json.body).toMatchObject({
      text: "c too",
      at: later,
    });
    close(store);
    const { status, json } = await post(store, { text: "but d" }, later);
    expect([status, json.reason]).toEqual([409, "appeal-answered"]);
    expect(await shown(store)).toEqual([
      { questionId: "q1", text: "c too", at: later, status: "answered", answer },
    ]);
  });

  test("is one under all names of a test", async () => {
    const store = graded();
    await post(store);
    store.set(keys.tests, [aTest("new", { renamedFrom: [testRef()] })]);
    await post(store, { testId: "new", text: "still" }, later);
    expect(written(store)).toEqual([place, pointer].toSorted());
    expect(await shown(store, "new")).toMatchObject([{ text: "still" }]);
  });

  test("keeps its lines, and loses what nobody sees", async () => {
    const { json } = await post(graded(), {
      text: "one\r\ntwo\u202e\u001b[2J\u0000 \u{1f469}\u200d\u{1f4bb}",
    });
    expect(json.body.text).toBe("one\ntwo[2J \u{1f469}\u200d\u{1f4bb}");
  });
});

describe("Nothing is stored", () => {
  const cases: [string, number, string | undefined, object, MemoryStore][] = [
    ["without words", 400, "appeal-empty", { text: " \n\u200b" }, graded()],
    ["for 1,001 characters", 400, "appeal-too-long", { text: "x".repeat(1001) }, graded()],
    ["for 100 kB", 400, "appeal-too-long", { text: "x".repeat(100_000) }, graded()],
    ["for a text that is no text", 400, undefined, { text: 7 }, graded()],
    ["for a question that the grade does not have", 404, "no-question", { questionId: "q9" }, graded()],
    ["for a question that can't be one", 400, undefined, { questionId: "../q1" }, graded()],
    ["for a test that is not graded", 404, "not-graded", {}, publishedCourse()],
    ["where a course shows no marks", 404, "marks-not-shown", {}, graded({ feedback: false })],
    ["before marks are shown", 404, "marks-not-shown", {}, graded({ release: { score: "never" } })],
    ["for another student", 403, "other-student", { studentId: "bob" }, graded()],
  ];
  test.each(cases)("%s: a %d", async (_, code, reason, changes, store) => {
    const before = [...store.keys()];
    const { status, json } = await post(store, changes);
    expect([status, json.reason]).toEqual([code, reason]);
    expect([...store.keys()]).toEqual(before);
  });

  test("and 1,000 characters are not too many", async () => {
    expect((await post(graded(), { text: "x".repeat(1000) })).status).toBe(200);
  });
});
