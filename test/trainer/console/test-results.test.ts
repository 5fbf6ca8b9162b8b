import { expect, test } from "@jest/globals";
import { runIdSchema, studentIdSchema, testRefSchema } from "../../../course/ids.ts";
import { keys } from "../../../course/storage-keys.ts";
import { SeenResults } from "../../../trainer/console/test-results.ts";
import { MemoryStore } from "../../tasks/support/memory-store.ts";

const named = testRefSchema.parse({ subject: "linux", testId: "week1" });
const answers = ["a", "b"].map((answerId) => ({ answerId, answerBody: answerId }));
const [first, again] = ["2026-11-23T22-00-00Z", "2026-11-24T09-00-00Z"].map((id) => runIdSchema.parse(id));

const gradeOf = (studentId: string, right: number, ref = named) => ({
  ...{ studentId, ...ref, revision: 1, right, questions: 2, scale: 5 },
  submissionId: "0".repeat(32),
  receivedAt: "2026-11-17T19:05:00.000Z",
  runId: first,
  answers: ["q1", "q2"].map((questionId, index) => ({ questionId, given: "a", isRight: index < right })),
});

const classOf = (rights: Readonly<Record<string, number>>, ref = named) => {
  const store = new MemoryStore().set(
    keys.questions(named),
    ["q1", "q2", "new"].map((questionId) => ({ questionId, question: `What is ${questionId}?`, answers })),
  );
  const graded = Object.entries(rights).map(([id, right]) => {
    const studentId = studentIdSchema.parse(id);
    store.set(keys.grade(studentId, ref), gradeOf(id, right, ref));
    return { studentId, run: first };
  });
  return { store, graded };
};

const reads = (store: MemoryStore): number => store.calls.filter((call) => call.includes("/grades/")).length;

test("a test's results say how many have which score, and how many answered each question right", async () => {
  const { store, graded } = classOf({ ann: 2, ben: 1, cyd: 1 });
  expect(await new SeenResults(store).of(named, graded)).toEqual({
    grades: 3,
    scores: [
      { right: 2, questions: 2, scale: 5, students: 1 },
      { right: 1, questions: 2, scale: 5, students: 2 },
    ],
    questions: [
      { question: "What is q1?", right: 3, asked: 3 },
      { question: "What is q2?", right: 1, asked: 3 },
      { question: "What is new?", right: 0, asked: 0 },
    ],
  });
});

test("a grade under an earlier name of the test counts, and a test that nobody is graded in has no results", async () => {
  const former = testRefSchema.parse({ subject: "linux", testId: "old" });
  const { store, graded } = classOf({ ann: 2 }, former);
  const results = new SeenResults(store);
  expect((await results.of({ ...named, renamedFrom: [former] }, graded))?.grades).toBe(1);
  expect(await results.of(named, [])).toBeUndefined();
});

test("grades are read once, and again when another run has graded somebody", async () => {
  const { store, graded } = classOf({ ann: 2, ben: 1 });
  const results = new SeenResults(store);
  await results.of(named, graded);
  await results.of(named, graded);
  expect(reads(store)).toBe(2);
  store.set(keys.grade(studentIdSchema.parse("ben"), named), gradeOf("ben", 2));
  const regraded = graded.map((one) => (one.studentId === "ben" ? { ...one, run: again } : one));
  expect((await results.of(named, regraded))?.scores).toEqual([
    { right: 2, questions: 2, scale: 5, students: 2 },
  ]);
  expect(reads(store)).toBe(4);
});

test("of a large class no more than 400 grades are read, and the results say so", async () => {
  const rights = Object.fromEntries(Array.from({ length: 405 }, (_, index) => [`s${index}`, index % 3]));
  const { store, graded } = classOf(rights);
  expect((await new SeenResults(store).of(named, graded))?.grades).toBe(400);
  expect(reads(store)).toBe(400);
});
