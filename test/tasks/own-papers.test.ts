import { beforeEach, expect, test } from "@jest/globals";
import { gradeSchema } from "../../course/grading/grade.ts";
import { studentMail } from "../../course/mail/student-mail.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { submissionSchema } from "../../course/submission.ts";
import { type Question, questionsSchema } from "../../course/test.ts";
import { showScore } from "../../tasks/api/show-score.ts";
import { showTest } from "../../tasks/api/show-test.ts";
import { submitTest } from "../../tasks/api/submit-test.ts";
import { AnswerKeys } from "../../tasks/grading/answer-keys.ts";
import { gradeStudent } from "../../tasks/grading/grade-student.ts";
import { publishedCourse, request } from "./support/api-course.ts";
import { apiEvent } from "./support/api-event.ts";
import { aTest, course, due, mondayRun, rosterLine, settings, studentId, testRef } from "./support/course.ts";
import type { MemoryStore } from "./support/memory-store.ts";

/** A test of many questions, of which each student gets three, shuffled; every right answer is `a`. */

const ref = testRef();
const query = { subjectName: "linux", testId: "t1" };
let store: MemoryStore;
let minute = 0;

const publish = (size: number, draw = 3, from = 0): void => {
  const ids = Array.from({ length: size - from }, (_, n) => `k${n + from}`);
  const questions = ids.map((questionId) => ({
    ...{ questionId, question: `Text of ${questionId}?`, pool: { name: "all", draw } },
    answers: ["a", "b", "c"].map((answerId) => ({ answerId, answerBody: `Body of ${answerId}` })),
  }));
  store
    .set(keys.settings, { ...settings, id: "linux-evening", feedback: true })
    .set(keys.tests, [aTest("t1", { shuffle: ["questions", "answers"] })])
    .set(keys.questions(ref), questionsSchema.parse(questions))
    .set(
      keys.answerKey(ref),
      ids.map((questionId) => ({ questionId, answer: "a" })),
    );
  // What was published is read again after two seconds.
  minute += 1;
};

const at = () => `2026-11-20T12:${String(minute).padStart(2, "0")}:00.000Z`;
const ids = (questions: readonly { readonly questionId: string }[]) =>
  questions.map(({ questionId }) => questionId);

const shown = async (caller = "ann") =>
  (await request(showTest, apiEvent({ query, caller, at: at() }), store)).json;

const idsShown = async (caller = "ann"): Promise<string[]> => ids((await shown(caller)).body);

const submit = (questionIds: readonly string[], answer = "a", caller = "ann") => {
  const testResult = questionIds.map((questionId) => ({ questionId, answer }));
  const body = { ...query, studentId: caller, testResult };
  return request(submitTest, apiEvent({ body, caller, at: at() }), store);
};

const grade = async () => {
  const deps = { store, answerKeys: new AnswerKeys(store) };
  await gradeStudent({ runId: mondayRun, scale: 3, student: rosterLine("ann", [due()]) }, deps);
  return gradeSchema.parse(store.json(keys.grade(studentId("ann"), ref)));
};

beforeEach(() => {
  store = publishedCourse();
  publish(12);
});

test("Each student has questions of their own, the same at every look, and is told that others have others", async () => {
  const [ann, bob] = [await shown("ann"), await shown("bob")];
  expect([ann.body.length, ann.ownPaper]).toEqual([3, true]);
  expect(ids(ann.body)).not.toEqual(ids(bob.body));
  expect(ann.body.every((question: Question) => !("pool" in question))).toBe(true);
  expect(await shown("ann")).toEqual(ann);
});

test("A test that was renamed keeps its papers", async () => {
  const before = await idsShown();
  const to = testRef("t2");
  const renamed = aTest("t2", { shuffle: ["questions", "answers"], renamedFrom: [ref] });
  store.set(keys.tests, [renamed]).set(keys.questions(to), store.json(keys.questions(ref)));
  minute += 1;
  expect(await idsShown()).toEqual(before);
});

test("Answers are stored with the paper, and only those to its questions are taken", async () => {
  const paper = await shown();
  const [mine = "", ...others] = ids(paper.body);
  const foreign = (await idsShown("bob")).find((id) => ![mine, ...others].includes(id)) ?? "";
  const refused = await submit([mine, foreign]);
  expect([refused.status, refused.json.body]).toEqual([
    400,
    `Your paper of this test has no question "${foreign}".`,
  ]);
  expect((await submit([mine])).status).toBe(200);
  const [key = ""] = store.keys(keys.submissions(studentId("ann")));
  expect(submissionSchema.parse(store.json(key)).paper).toEqual({
    questions: paper.body.map(({ questionId, answers }: Question) => ({
      questionId,
      answers: answers.map(({ answerId }) => answerId),
    })),
  });
});

test("The grade counts the questions of the paper, in its order, and what was left out among them", async () => {
  const paper = await idsShown();
  await submit(paper.slice(0, 2));
  expect(await grade()).toMatchObject({
    ...{ right: 2, questions: 3, ownPaper: true },
    answers: paper.map((questionId, place) => ({ questionId, isRight: place < 2 })),
  });
  const { json } = await request(showScore, apiEvent({ query, at: "2026-11-24T12:00:00.000Z" }), store);
  expect(json.marks.map(({ name }: { name: string }) => name)).toEqual(paper);
  const test = { ...json.body, ...{ revision: 1, scale: 3, right: 2, questions: 3 } };
  const details = { link: null, release: json.release, marks: json.marks };
  const { text } = studentMail(course, { name: "Ann" }, test, details);
  for (const [place, id] of paper.entries())
    expect(text).toContain(`Question ${place + 1} · ${id}\nText of ${id}?`);
});

test("Another publishing changes no paper that was handed in: not its grade, nor what is asked again", async () => {
  const paper = await idsShown();
  await submit(paper);
  publish(200, 2);
  expect(await idsShown()).toEqual(paper);
  expect(await grade()).toMatchObject({ right: 3, questions: 3 });
  expect((await submit(paper, "b")).status).toBe(200);
  expect(await grade()).toMatchObject({ revision: 2, right: 0, questions: 3 });
});

test("A paper that is open while the test is published again is taken, or refused with the names of its questions", async () => {
  const paper = await idsShown();
  publish(13);
  const now = await idsShown();
  const gone = paper.filter((id) => !now.includes(id));
  expect(gone.length).toBeLessThanOrEqual(1);
  publish(100, 3, 50);
  const { status, json } = await submit(paper);
  expect(status).toBe(400);
  for (const id of paper) expect(json.body).toContain(`"${id}"`);
  expect(store.keys(keys.submissions(studentId("ann")))).toEqual([]);
});

test("A submission that nobody can read does not keep the test shut", async () => {
  const paper = await idsShown();
  await submit(paper);
  store.set(store.keys(keys.submissions(studentId("ann")))[0] ?? "", { no: "submission" });
  expect(await idsShown()).toEqual(paper);
});
