import { describe, expect, test } from "@jest/globals";
import type { Grade } from "../../course/grading/grade.ts";
import { markingFor } from "../../course/questions/markings.ts";
import { dueRule } from "../../course/run/due.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { listTests } from "../../tasks/api/list-tests.ts";
import { showTest } from "../../tasks/api/show-test.ts";
import { submitTest } from "../../tasks/api/submit-test.ts";
import { AnswerKeys } from "../../tasks/grading/answer-keys.ts";
import { gradeStudent } from "../../tasks/grading/grade-student.ts";
import { mailStudent } from "../../tasks/mail/mail-student.ts";
import { publishedCourse, request } from "./support/api-course.ts";
import { apiEvent } from "./support/api-event.ts";
import {
  answerKey,
  aTest,
  course,
  due,
  instant,
  monday,
  mondayRun,
  profile,
  rosterLine,
  runId,
  studentId,
  testRef,
} from "./support/course.ts";
import { FakeMailer } from "./support/fake-mailer.ts";
import type { MemoryStore } from "./support/memory-store.ts";
import { store as storing, submission } from "./support/submissions.ts";

/** The test that was `linux/late` and then `linux/later` is `linux/t1` now. */
const renamedFrom = [testRef("later"), testRef("late")];
const renamed = aTest("t1", { renamedFrom });
const dueNow = { ...due(), renamedFrom };
const ann = studentId("ann");
const allRight = { q1: "a", q2: "b", q3: "c" };

const published = (...submissions: Parameters<typeof storing>[1][]): MemoryStore =>
  storing(publishedCourse([renamed]).set(keys.answerKey(testRef()), answerKey), ...submissions);

const testResult = Object.entries(allRight).map(([questionId, answer]) => ({ questionId, answer }));
const body = (testId: string) => ({ subjectName: "linux", testId, studentId: "ann", testResult });
const send = (store: MemoryStore, testId = "t1") =>
  request(submitTest, apiEvent({ body: body(testId) }), store);
const list = (store: MemoryStore, more = {}) =>
  request(listTests, apiEvent({ body: { studentId: "ann", ...more } }), store);
const grade = (store: MemoryStore, run = mondayRun) =>
  gradeStudent(
    { runId: run, scale: 5, student: rosterLine("ann", [dueNow]) },
    { store, answerKeys: new AnswerKeys(store) },
  );
const submittedAs = (testId: string, answers = allRight, at = "2026-11-20T10:00:00.000Z") =>
  submission("ann", answers, at, testId);

describe("What was handed in under an earlier name of a test", () => {
  test("is handed in for the student's list, attempts and all", async () => {
    const { json } = await list(published(submittedAs("late"), submittedAs("later")));
    expect(json.body).toEqual([]);
    expect(json.open).toMatchObject([{ testId: "t1", submitted: true, attemptsUsed: 2 }]);
  });

  test("is an attempt: the last allowed one stays the last", async () => {
    const store = published(submittedAs("late", { ...allRight, q1: "b" }));
    const oneAllowed = [{ ...renamed, attemptsAllowed: 1 }];
    expect((await send(store.set(keys.tests, oneAllowed))).status).toBe(409);
  });

  test("and is sent again unchanged is the same submission, with the same receipt", async () => {
    const before = submittedAs("late");
    const store = published(before);
    const { status, json } = await send(store);
    expect(status).toBe(200);
    expect(json.receipt).toMatchObject({ submissionId: before.submissionId, receivedAt: before.receivedAt });
    expect(store.keys(keys.submissions(ann))).toHaveLength(1);
  });

  test("is graded, unless something later was handed in under the new one", async () => {
    const store = published(submittedAs("late"));
    expect((await grade(store)).tests).toMatchObject([{ status: "graded", testId: "t1", right: 3 }]);
    expect(store.keys(keys.grades(ann))).toEqual([keys.grade(ann, testRef())]);
    const later = submittedAs("t1", { ...allRight, q1: "b" }, "2026-11-21T10:00:00.000Z");
    expect((await grade(published(submittedAs("late"), later))).tests).toMatchObject([{ right: 2 }]);
  });
});

test("a page that still calls the test by an earlier name gets it, and its answers are stored under the new one", async () => {
  const store = published();
  const query = { subjectName: "linux", testId: "late" };
  expect((await request(showTest, apiEvent({ query }), store)).json.title).toBe(renamed.title);
  expect((await send(store, "late")).status).toBe(200);
  expect(store.keys(keys.submissions(ann))).toEqual([expect.stringContaining("/linux/t1/")]);
});

test("an extension, and the mark that a run graded it, hold under an earlier name", async () => {
  const friday = instant("2026-11-27T22:00:00.000Z");
  const extensions = [{ ...testRef("late"), deadline: friday }];
  const store = published().set(keys.profile(ann), profile("ann", { extensions }));
  expect((await list(store)).json.open).toMatchObject([{ deadline: friday }]);
  const dueFor = dueRule([renamed], [{ ...testRef("late"), cutoff: monday }], friday);
  expect([dueFor({ extensions: [] }), dueFor({ extensions })]).toMatchObject([
    [],
    [{ testId: "t1", deadline: friday, renamedFrom }],
  ]);
});

describe("A grade under an earlier name of a test", () => {
  const graded = (right: number): Grade => ({
    studentId: ann,
    ...testRef("late"),
    revision: 2,
    right,
    questions: 3,
    scale: 5,
    runId: mondayRun,
    submissionId: submittedAs("late").submissionId,
    receivedAt: submittedAs("late").receivedAt,
    answers: answerKey.map((entry) => ({
      questionId: entry.questionId,
      given: markingFor(entry).right(entry).right ?? null,
      isRight: true,
    })),
  });
  const gradedBefore = (right: number) =>
    published(submittedAs("late")).set(keys.grade(ann, testRef("late")), graded(right));
  const again = runId("2026-11-23T22-00-00Z-again-1");
  const mail = async (store: MemoryStore, tests: Awaited<ReturnType<typeof grade>>["tests"]) => {
    const mailer = new FakeMailer();
    const { email, name } = rosterLine("ann");
    const input = { runId: again, course, student: { studentId: ann, email, name }, tests };
    const pacer = { turn: async () => undefined };
    const { mails } = await mailStudent(input, {
      store,
      mailer,
      pacer,
      addresses: () => ({ pageUrl: "https://page.example", apiUrl: "https://page.example" }),
    });
    return { mails, tries: mailer.tries.length };
  };
  test("stays, and is not mailed again, when grading gives the same", async () => {
    const store = gradedBefore(3).set(keys.mail(ann, testRef("late"), 2), {
      state: "sent",
      runId: mondayRun,
      messageId: "m",
    });
    const { tests } = await grade(store, again);
    expect(tests).toMatchObject([{ testId: "t1", revision: 2, gradedAs: testRef("late") }]);
    expect(store.keys(keys.grades(ann))).toEqual([keys.grade(ann, testRef("late"))]);
    const { mails, tries } = await mail(store, tests);
    expect(mails).toMatchObject([{ testId: "t1", gradedAs: testRef("late"), status: "already-sent" }]);
    expect(tries).toBe(0);
  });

  test("is followed by the next revision under the new one when grading gives another, which is mailed", async () => {
    const store = gradedBefore(1);
    const { tests } = await grade(store, again);
    expect(tests).toMatchObject([{ testId: "t1", revision: 3, right: 3 }]);
    expect(tests[0]).not.toHaveProperty("gradedAs");
    expect(await mail(store, tests)).toMatchObject({ mails: [{ testId: "t1", status: "sent" }], tries: 1 });
    expect((await list(store, { scores: true })).json.scores).toMatchObject([{ testId: "t1", score: "5" }]);
  });

  test("is shown to the student under the new one", async () => {
    expect((await list(gradedBefore(3), { scores: true })).json.scores).toMatchObject([
      { subject: "linux", testId: "t1", title: renamed.title, revision: 2 },
    ]);
  });
});
