import { createHash } from "node:crypto";
import { describe, expect, jest, test } from "@jest/globals";
import { listTestsAnswerSchema } from "../../../course/api/answers.ts";
import type { Settings } from "../../../course/settings.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { listTests } from "../../../tasks/api/list-tests.ts";
import { publishedCourse, request } from "../support/api-course.ts";
import { apiEvent, type EventOptions } from "../support/api-event.ts";
import {
  aTest,
  instant,
  monday,
  mondayRun,
  profile,
  questions,
  settings,
  studentId,
  testRef,
} from "../support/course.ts";
import type { MemoryStore } from "../support/memory-store.ts";

const ann = studentId("ann");
const call = (options: EventOptions = {}, store = publishedCourse()) =>
  request(listTests, apiEvent({ body: { studentId: "ann" }, ...options }), store);

const submitted = (testId: string, at: string, digit: string) =>
  `${keys.submissions(ann, testRef(testId))}${at}-${digit.repeat(32)}.json`;

describe("the list of tests", () => {
  test("names subjects and tests that are open and not submitted, and every open test beside it", async () => {
    const store = publishedCourse([
      aTest("t1"),
      aTest("t2", { attemptsAllowed: 3 }),
      aTest("later", { opens: instant("2026-11-21T00:00:00.000Z") }),
    ])
      .set(submitted("t2", "2026-11-19T10:00:00.000Z", "a"), "")
      .set(submitted("t2", "2026-11-19T11:00:00.000Z", "b"), "");
    const { status, json } = await call({}, store);
    expect(status).toBe(200);
    expect(json.code).toBe(200);
    expect(json.body).toEqual([{ subject: "linux", testIds: ["t1"] }]);
    expect(json.open).toMatchObject([
      { testId: "t1", submitted: false, attemptsUsed: 0, attemptsAllowed: null },
      { testId: "t2", submitted: true, attemptsUsed: 2, attemptsAllowed: 3 },
    ]);
  });

  test("is empty when all deadlines have passed", async () => {
    expect((await call({ at: "2026-11-23T22:00:00.000Z" })).json).toEqual({ code: 200, body: [], open: [] });
  });

  test("shows a test to the end of the student's own extension", async () => {
    const extensions = [{ ...testRef(), deadline: instant("2026-11-25T22:00:00.000Z") }];
    const store = publishedCourse().set(keys.profile(ann), profile("ann", { extensions }));
    const { json } = await call({ at: "2026-11-24T12:00:00.000Z" }, store);
    expect(json.open).toMatchObject([{ deadline: "2026-11-25T22:00:00.000Z" }]);
  });

  test("of one subject holds that subject only", async () => {
    const store = publishedCourse([aTest("t1"), aTest("t2", testRef("t2", "networks"))]);
    const { json } = await call({ body: { studentId: "ann", subjectName: "networks" } }, store);
    expect(json.body).toEqual([{ subject: "networks", testIds: ["t2"] }]);
    expect(json.open).toHaveLength(1);
  });

  test("of a subject with nothing open is empty, of one that does not exist is 404", async () => {
    const over = { at: "2026-12-01T12:00:00.000Z", body: { studentId: "ann", subjectName: "linux" } };
    expect((await call(over)).json.body).toEqual([]);
    const unknown = await call({ body: { studentId: "ann", subjectName: "latin" } });
    expect(unknown.status).toBe(404);
    expect(unknown.json).toEqual({
      code: 404,
      body: "There is no subject latin.",
      reason: "no-subject",
      values: { subject: "latin" },
    });
  });

  test("does not tell that a subject will open", async () => {
    const store = publishedCourse([aTest("t1", { opens: instant("2026-11-21T00:00:00.000Z") })]);
    expect((await call({ body: { studentId: "ann", subjectName: "linux" } }, store)).status).toBe(404);
  });

  test("is nobody else's", async () => {
    const { status, json } = await call({ body: { studentId: "bob" } });
    expect(status).toBe(403);
    expect(json.body).toContain("bob");
  });

  test("is refused to a student who went off the list since the key was checked", async () => {
    const store = publishedCourse().set(keys.profile(ann), profile("ann", { onList: false }));
    expect((await call({}, store)).status).toBe(403);
  });

  test("passes over an object that is no submission", async () => {
    const store = publishedCourse().set(`${keys.submissions(ann)}notes.txt`, "");
    expect((await call({}, store)).status).toBe(200);
  });
});

describe("the scores beside the list", () => {
  const withGrades = (more: Partial<Settings> = {}) =>
    publishedCourse([aTest("t1"), aTest("t2")])
      .set(keys.settings, { ...settings, ...more })
      .set(keys.grade(ann, testRef("t1")), grade("t1", "2026-11-19T10:00:00.000Z"))
      .set(keys.grade(ann, testRef("gone")), grade("gone", "2026-11-12T10:00:00.000Z"))
      .set(keys.grade(studentId("bob"), testRef("t2")), { ...grade("t2", monday), studentId: "bob" });
  const grade = (testId: string, receivedAt: string) => ({
    studentId: "ann",
    ...testRef(testId),
    revision: 1,
    right: 2,
    questions: 3,
    scale: 5,
    submissionId: "a".repeat(32),
    receivedAt,
    runId: mondayRun,
    answers: [
      { questionId: "q1", given: "a", isRight: true },
      { questionId: "q2", given: null, isRight: false, feedback: "It is b." },
      { questionId: "q9", given: "z", isRight: true },
    ],
  });
  const asked = { body: { studentId: "ann", scores: true }, at: "2026-11-24T12:00:00.000Z" };

  test("are left out unless they are asked for, and then nothing more is read", async () => {
    const store = withGrades();
    const { json } = await call({}, store);
    expect(json).not.toHaveProperty("scores");
    expect(store.calls.filter((made) => /grades|settings|questions/.test(made))).toEqual([]);
  });

  test("are the student's own, latest first, also of a test that is there no more", async () => {
    const { json } = await call(asked, withGrades());
    expect(listTestsAnswerSchema.parse(json).scores).toMatchObject([
      { testId: "t1", title: aTest("t1").title, score: "3.33", best: "5", right: 2, questions: 3 },
      { testId: "gone", title: "gone" },
    ]);
    expect(json.scores).toHaveLength(2);
  });

  test("say nothing of single questions unless the course gives feedback", async () => {
    expect(JSON.stringify((await call(asked, withGrades())).json)).not.toContain("It is b.");
    expect(JSON.stringify((await call(asked, withGrades({ feedback: false }))).json)).not.toContain(
      "isRight",
    );
  });

  test("tell each question with its feedback where the course gives it, without reading an answer key", async () => {
    const store = withGrades({ feedback: true });
    const { json } = await call(asked, store);
    const [q1] = questions;
    expect(json.scores[0].marks).toEqual([
      {
        questionId: "q1",
        question: q1?.question,
        given: "a",
        givenText: q1?.answers.find(({ answerId }) => answerId === "a")?.answerBody,
        isRight: true,
      },
      expect.objectContaining({ questionId: "q2", given: null, isRight: false, feedback: "It is b." }),
      { questionId: "q9", given: "z", isRight: true },
    ]);
    expect(store.calls.filter((made) => made.includes("answer-key"))).toEqual([]);
  });

  test("leave out what is not released", async () => {
    const open = { ...asked, at: "2026-11-20T12:00:00.000Z" };
    const [t1] = (await call(open, withGrades({ feedback: true }))).json.scores;
    const early = JSON.stringify(t1);
    expect([early.includes("isRight"), early.includes("It is b.")]).toEqual([true, false]);
    const withheld = withGrades({ feedback: true, release: { score: "after extensions" } });
    expect((await call(open, withheld)).json.scores).toMatchObject([{ testId: "gone" }]);
    const never = withGrades({ feedback: true, release: { score: "never" } });
    expect((await call(asked, never)).json.scores).toEqual([]);
  });

  test("are an empty list before anything was graded", async () => {
    expect((await call(asked)).json.scores).toEqual([]);
  });
});

describe("the results beside the list", () => {
  const list = {
    tests: [
      { status: "missing", ...testRef("t1"), runId: mondayRun },
      { status: "failed", ...testRef("t2"), runId: mondayRun },
    ],
  };
  const asked = { studentId: "ann", results: true, scores: true, closed: true };
  const at = "2026-11-24T12:00:00.000Z";
  const tests = ["t1", "t2", "t3"].map((id) => aTest(id));

  test("come from one object, whose course and student they are beside them", async () => {
    const store = publishedCourse(tests).set(keys.scores(ann), list);
    const answer = listTestsAnswerSchema.parse((await call({ body: asked, at }, store)).json);
    expect(answer).toMatchObject({
      results: [
        { testId: "t2", status: "failed" },
        { testId: "t1", status: "missing" },
      ],
      course: { title: settings.title, trainer: settings.trainer },
      student: { name: "Name of ann" },
      upcoming: null,
    });
    expect(answer.closed?.map(({ testId }) => testId)).toEqual(["t3"]);
    expect(answer).not.toHaveProperty("scores");
    expect(store.calls.filter((made) => /grades|questions/.test(made))).toEqual([]);
  });

  test.each([
    ["was graded before there were lists of scores", undefined],
    ["has a corrupt list of scores", "?"],
  ])("come from the grades of a student who %s", async (_, text) => {
    const grade = { studentId: "ann", ...testRef("t1"), revision: 1, right: 1, questions: 2, scale: 5 };
    const sent = { submissionId: "a".repeat(32), receivedAt: "2026-11-19T10:00:00.000Z" };
    const store = publishedCourse(tests);
    store.set(keys.grade(ann, testRef()), { ...grade, ...sent, runId: mondayRun, answers: [] });
    if (text) store.set(keys.scores(ann), text);
    const { json } = await call({ body: asked, at }, store);
    expect(json.results).toMatchObject([{ testId: "t1", status: "graded", score: "2.5" }]);
  });

  test("of 118 tests are read at once, in an answer of less than 30 kB before it is compressed", async () => {
    const ids = Array.from({ length: 118 }, (_, n) => `week-${n}`);
    const many = ids.map((id) => aTest(id, { title: `Processes and the kernel, ${id}` }));
    const sent = { submissionId: "a".repeat(32), receivedAt: "2026-11-19T10:00:00.000Z", runId: mondayRun };
    const entry = { status: "graded", right: 7, questions: 12, scale: 5, revision: 1, ...sent };
    const all = { tests: ids.map((id) => ({ ...testRef(id), ...entry })) };
    const store = publishedCourse(many).set(keys.scores(ann), all);
    const { json } = await call({ body: asked, at }, store);
    expect([json.results.length, json.closed.length]).toEqual([118, 0]);
    expect(JSON.stringify(json).length).toBeLessThan(30_000);
    expect(store.calls.filter((made) => made.startsWith("get "))).toHaveLength(4);
  });

  test("leave unread what was submitted to tests that have one", async () => {
    const open = aTest("open", { deadline: instant("2026-11-30T22:00:00.000Z") });
    const store = publishedCourse([...tests, open]).set(keys.scores(ann), list);
    for (const id of ["t1", "t3", "open"]) store.set(submitted(id, "2026-11-19T10:00:00.000Z", "a"), "");
    const { json } = await call({ body: asked, at }, store);
    expect(json.open).toMatchObject([{ testId: "open", submitted: true }]);
    expect(json.closed).toMatchObject([{ testId: "t3", receivedAt: "2026-11-19T10:00:00.000Z" }]);
    expect(store.calls.filter((made) => made.startsWith("list "))).toEqual([
      `list ${keys.submissions(ann, testRef("open"))}`,
      `list ${keys.submissions(ann, testRef("t3"))}`,
    ]);
  });

  test("tell the choice about mails where students get such mails, and come without one that is corrupt", async () => {
    const reminders = { token: "t".repeat(43), reminders: "off" };
    const choice = keys.reminderChoice(ann);
    const store = publishedCourse(tests).set(choice, reminders);
    const told = async (hasReminders: boolean, body: object = asked) => {
      const list: typeof listTests = (event, on) => listTests(event, on, () => hasReminders);
      const { json } = await request(list, apiEvent({ body, at }), store);
      return listTestsAnswerSchema.parse(json).reminders;
    };
    expect(await told(true)).toEqual(reminders);
    expect(await told(true, { studentId: "ann", scores: true })).toBeUndefined();
    expect(await told(false)).toBeUndefined();
    expect(store.calls.filter((made) => made.includes(choice))).toHaveLength(1);
    store.set(choice, "?");
    expect(await told(true)).toBeUndefined();
    store.remove(choice);
    expect(await told(true)).toBeUndefined();
  });

  test("count the tests that open next, and name none", async () => {
    const opens = instant("2026-11-30T19:00:00.000Z");
    const later = ["secret-1", "secret-2"].map((id) => aTest(id, { opens }));
    const { json } = await call({ body: asked, at }, publishedCourse([...tests, ...later]));
    expect(json.upcoming).toEqual({ opens, tests: 2 });
    expect(JSON.stringify(json)).not.toContain("secret");
  });
});

describe("the receipts beside the list", () => {
  const asked = { body: { studentId: "ann", receipts: true } };
  const sent = (testId: string, at: string, digit: string, text: string) => (store: MemoryStore) =>
    store.set(submitted(testId, at, digit), text);

  test("are of each open test's latest submission, with the hash of the stored bytes", async () => {
    const store = publishedCourse([aTest("t1"), aTest("t2")]);
    sent("t1", "2026-11-19T10:00:00.000Z", "a", "first")(store);
    sent("t1", "2026-11-19T11:00:00.000Z", "b", "second")(store);
    const { open } = listTestsAnswerSchema.parse((await call(asked, store)).json);
    expect(open.map(({ testId, receipt }) => [testId, receipt])).toEqual([
      [
        "t1",
        {
          submissionId: "b".repeat(32),
          receivedAt: "2026-11-19T11:00:00.000Z",
          deadline: "2026-11-23T22:00:00.000Z",
          sha256: createHash("sha256").update("second").digest("hex"),
        },
      ],
      ["t2", undefined],
    ]);
  });

  test("are read only when they are asked for, and of twenty tests at most", async () => {
    const ids = Array.from({ length: 25 }, (_, n) => `t${10 + n}`);
    const store = publishedCourse(ids.map((id) => aTest(id)));
    for (const id of ids) sent(id, "2026-11-19T10:00:00.000Z", "a", id)(store);
    const reads = () => store.calls.filter((made) => /^get .*submissions/.test(made)).length;
    await call({}, store);
    expect(reads()).toBe(0);
    const { json } = await call(asked, store);
    expect([reads(), listTestsAnswerSchema.parse(json).open.length]).toEqual([20, 25]);
  });

  test("leave out one whose submission is there no more", async () => {
    const store = publishedCourse();
    sent("t1", "2026-11-19T10:00:00.000Z", "a", "erased")(store);
    jest
      .spyOn(store, "get")
      .mockImplementation(async (key) =>
        key.includes("submissions") ? null : { text: store.text(key), etag: "e" },
      );
    expect((await call(asked, store)).json.open).toMatchObject([{ testId: "t1", submitted: true }]);
  });
});

describe("the closed tests beside the list", () => {
  const asked = { studentId: "ann", closed: true };
  const later = "2026-11-30T19:00:00.000Z";
  const tests = [
    aTest("missed"),
    aTest("sent"),
    aTest("older", { deadline: instant("2026-11-16T22:00:00.000Z") }),
    aTest("mine", { deadline: instant("2026-11-22T22:00:00.000Z") }),
    aTest("secret", { opens: instant(later), deadline: instant("2026-12-07T22:00:00.000Z") }),
  ];
  const at = "2026-11-24T12:00:00.000Z";
  const store = () =>
    publishedCourse(tests)
      .set(
        keys.profile(ann),
        profile("ann", {
          extensions: [{ ...testRef("mine"), deadline: instant("2026-11-25T22:00:00.000Z") }],
        }),
      )
      .set(submitted("sent", "2026-11-19T10:00:00.000Z", "a"), "");

  test("are told with what came in time, by the student's own deadline, the latest first", async () => {
    const answer = listTestsAnswerSchema.parse((await call({ body: asked, at }, store())).json);
    expect(answer.open.map(({ testId }) => testId)).toEqual(["mine"]);
    expect(answer.closed?.map(({ testId, receivedAt }) => [testId, receivedAt])).toEqual([
      ["sent", "2026-11-19T10:00:00.000Z"],
      ["missed", null],
      ["older", null],
    ]);
  });

  test("leave out those that closed before the student came", async () => {
    const late = profile("ann", { since: instant("2026-11-20T12:00:00.000Z") });
    const { json } = await call({ body: asked, at }, store().set(keys.profile(ann), late));
    expect(json.closed.map(({ testId }: { testId: string }) => testId)).toEqual(["sent", "missed", "mine"]);
  });

  test("come with the next opening, which names no test", async () => {
    const { json } = await call({ body: asked, at }, store());
    expect(json.nextOpening).toBe(later);
    expect(JSON.stringify(json)).not.toContain("secret");
    expect((await call({ body: asked, at: later }, store())).json.nextOpening).toBeNull();
  });
});

describe("what was submitted to a test under an earlier name", () => {
  const renamed = aTest("new", { renamedFrom: [testRef("old")] });
  const asked = { studentId: "ann", receipts: true, closed: true };
  const at = "2026-11-19T10:00:00.000Z";

  test("is received, by the list of open tests and of closed ones", async () => {
    const store = publishedCourse([renamed]).set(submitted("old", at, "a"), "kept");
    const { json } = await call({ body: asked }, store);
    expect(json.open).toMatchObject([
      { testId: "new", renamedFrom: [{ testId: "old" }], receipt: { submissionId: "a".repeat(32) } },
    ]);
    const closed = await call({ body: asked, at: "2026-11-24T12:00:00.000Z" }, store);
    expect(closed.json.closed).toMatchObject([{ testId: "new", receivedAt: at }]);
  });
});

describe("an answer", () => {
  test("is JSON that is kept nowhere", async () => {
    const { headers } = await call();
    expect(headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
  });

  test("to a body in base64 is the same", async () => {
    const body = Buffer.from('{"studentId":"ann"}').toString("base64");
    expect((await call({ body, isBase64Encoded: true })).status).toBe(200);
  });

  test.each([
    ["{", "The body is not JSON."],
    ["", "The body is missing; it must be a JSON object."],
    ["[]", "The JSON must be an object, not a list."],
    ["{}", "studentId is missing."],
    ['{"studentId":null}', "studentId must be text, not null."],
  ])("to the body %j is 400 with a sentence", async (body, sentence) => {
    expect((await call({ body })).json).toEqual({ code: 400, body: sentence });
  });

  test("to a body nested a hundred thousand deep is 400", async () => {
    expect((await call({ body: "[".repeat(100_000) + "]".repeat(100_000) })).status).toBe(400);
    const nested = `{"studentId":${'{"a":'.repeat(40_000)}1${"}".repeat(40_000)}}`;
    expect((await call({ body: nested })).status).toBe(400);
  });

  test("to bytes that are not UTF-8 is 400", async () => {
    const body = Buffer.from([0x7b, 0xff, 0x7d]).toString("base64");
    expect((await call({ body, isBase64Encoded: true })).status).toBe(400);
  });

  test("to an unexpected failure names the request and nothing inside", async () => {
    const store = publishedCourse();
    store.failNext("get", keys.tests, new Error("secret detail"));
    const { status, json } = await call({}, store);
    expect(status).toBe(500);
    expect(json.code).toBe(500);
    expect(json.body).toContain("request-1");
    expect(json.body).not.toContain("secret");
  });
});
