import { expect, test } from "@jest/globals";
import { storeTally } from "../../../adapters/scores/tallies.ts";
import {
  type RunId,
  runIdSchema,
  type StudentId,
  studentIdSchema,
  testRefSchema,
} from "../../../course/ids.ts";
import { nobodysTally } from "../../../course/statistics/stored-tally.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { SeenAnalyses } from "../../../trainer/console/seen-analyses.ts";
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

const questionsOf = (...ids: readonly string[]) =>
  ids.map((questionId) => ({ questionId, question: `What is ${questionId}?`, answers }));

const classOf = (rights: Readonly<Record<string, number>>, ref = named) => {
  const store = new MemoryStore().set(keys.questions(named), questionsOf("q1", "q2", "new"));
  const graded = Object.entries(rights).map(([id, right]) => {
    const studentId = studentIdSchema.parse(id);
    store.set(keys.grade(studentId, ref), gradeOf(id, right, ref));
    return { studentId, run: first };
  });
  return { store, graded };
};

const reads = (store: MemoryStore): number => store.calls.filter((call) => call.includes("/grades/")).length;

test("the view of a test says how many have which score, and what each question gave", async () => {
  const { store, graded } = classOf({ ann: 2, ben: 1, cyd: 1 });
  expect(await new SeenAnalyses(store).of(named, graded)).toMatchObject({
    ...{ students: 3, read: 3, of: 3, unreadable: 0, moreQuestions: 0 },
    scores: [
      { right: 2, questions: 2, scale: 5, students: 1 },
      { right: 1, questions: 2, scale: 5, students: 2 },
    ],
    questions: [
      { place: 1, question: "What is q1?", facility: 100, students: 3 },
      { place: 2, question: "What is q2?", facility: 33.33, students: 3 },
      { place: 3, question: "What is new?", facility: null, students: 0 },
    ],
  });
});

test("a grade under an earlier name of the test counts, one that can't be read is counted apart", async () => {
  const former = testRefSchema.parse({ subject: "linux", testId: "old" });
  const { store, graded } = classOf({ ann: 2, ben: 1 }, former);
  store.set(keys.grade(studentIdSchema.parse("ben"), named), "{");
  const view = await new SeenAnalyses(store).of({ ...named, renamedFrom: [former] }, graded);
  expect([view.students, view.unreadable]).toEqual([1, 1]);
});

test("grades are read once, and again when another run has graded somebody or the questions are others", async () => {
  const { store, graded } = classOf({ ann: 2, ben: 1 });
  const analyses = new SeenAnalyses(store);
  await Promise.all([analyses.of(named, graded), analyses.of(named, graded)]);
  expect(reads(store)).toBe(2);
  store.set(keys.grade(studentIdSchema.parse("ben"), named), gradeOf("ben", 2));
  const regraded = graded.map((one) => (one.studentId === "ben" ? { ...one, run: again } : one));
  expect((await analyses.of(named, regraded)).scores).toEqual([
    { right: 2, questions: 2, scale: 5, students: 2 },
  ]);
  expect(reads(store)).toBe(4);
  store.set(keys.questions(named), questionsOf("q1"));
  expect((await analyses.of(named, regraded)).questions).toHaveLength(1);
  expect(reads(store)).toBe(6);
});

test("the grades of a large class come in several calls, and each says how many are read", async () => {
  const rights = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`s${index}`, index % 3]));
  const { store, graded } = classOf(rights);
  const analyses = new SeenAnalyses(store);
  const calls: number[][] = [];
  for (let call = 0; call < 4; call += 1) {
    const { read, of, students } = await analyses.of(named, graded);
    calls.push([read, of, students]);
  }
  expect(calls).toEqual([
    [800, 2_000, 800],
    [1_600, 2_000, 1_600],
    [2_000, 2_000, 2_000],
    [2_000, 2_000, 2_000],
  ]);
  expect(reads(store)).toBe(2_000);
});

const idsOf = (graded: readonly { readonly studentId: StudentId }[]) =>
  graded.map(({ studentId }) => studentId);

const tallied = async (
  store: MemoryStore,
  runId: RunId,
  students: readonly StudentId[],
  part = 0,
): Promise<readonly string[]> => storeTally(store, named, { runId, part, students }, 8);

test("what a run has added up is not read grade by grade, and gives the same view", async () => {
  const { store, graded } = classOf({ ann: 2, ben: 1, cyd: 0, dan: 1 });
  const byGrades = await new SeenAnalyses(store).of(named, graded);
  const [ann, ben, ...others] = idsOf(graded);
  if (first === undefined || ann === undefined || ben === undefined) throw new Error("Nobody is there.");
  await tallied(store, first, [ann, ben], 0);
  await tallied(store, first, others, 1);
  const readBefore = reads(store);
  expect(await new SeenAnalyses(store).of(named, graded)).toEqual(byGrades);
  expect(reads(store)).toBe(readBefore);
});

test("only the part in which a later run has graded somebody again is read grade by grade", async () => {
  const { store, graded } = classOf({ ann: 2, ben: 1, cyd: 0, dan: 1 });
  const [ann, ben, ...others] = idsOf(graded);
  if (!first || !again || ann === undefined || ben === undefined) throw new Error("Nobody is there.");
  await tallied(store, first, [ann, ben], 0);
  await tallied(store, first, others, 1);
  store.set(keys.grade(ben, named), gradeOf("ben", 2));
  await tallied(store, again, [ben]);
  const readBefore = reads(store);
  expect((await new SeenAnalyses(store).of(named, graded)).scores).toEqual([
    { right: 2, questions: 2, scale: 5, students: 2 },
    { right: 0, questions: 2, scale: 5, students: 1 },
    { right: 1, questions: 2, scale: 5, students: 1 },
  ]);
  expect(reads(store)).toBe(readBefore + 1);
});

test("a run that graded everybody again is all that counts, and who was graded by a run without tallies is read", async () => {
  const { store, graded } = classOf({ ann: 2, ben: 1, eve: 2 });
  const [ann, ben] = idsOf(graded);
  if (!first || !again || ann === undefined || ben === undefined) throw new Error("Nobody is there.");
  await tallied(store, first, [ann, ben, studentIdSchema.parse("gone")]);
  store.set(keys.grade(ann, named), gradeOf("ann", 0));
  await tallied(store, again, [ann, ben]);
  const readBefore = reads(store);
  const view = await new SeenAnalyses(store).of(named, graded);
  expect([view.students, view.read, view.of, reads(store) - readBefore]).toEqual([3, 3, 3, 1]);
  expect(view.questions[0]?.facility).toBe(66.67);
});

test("a tally says nothing once the questions are others, was erased or can't be read", async () => {
  const { store, graded } = classOf({ ann: 2, ben: 1 });
  if (first === undefined) throw new Error("There is no run.");
  await tallied(store, first, idsOf(graded));
  const key = keys.tally(named, first, 0);
  const [stored, asked] = [store.text(key), store.text(keys.questions(named))];
  const readOf = async (): Promise<number> => {
    const readBefore = reads(store);
    expect((await new SeenAnalyses(store).of(named, graded)).students).toBe(2);
    return reads(store) - readBefore;
  };
  expect(await readOf()).toBe(0);
  store.set(keys.questions(named), asked.replace("What is q1?", "Which is q1?"));
  expect(await readOf()).toBe(2);
  store.set(keys.questions(named), asked);
  for (const text of [nobodysTally, "{}", stored.slice(1)]) {
    store.set(key, text);
    expect(await readOf()).toBe(2);
  }
});

test("after a read that failed the test is read from the beginning", async () => {
  const { store, graded } = classOf({ ann: 2, ben: 1 });
  const analyses = new SeenAnalyses(store);
  const [, ben] = idsOf(graded);
  if (ben === undefined) throw new Error("Nobody is there.");
  store.failNext("get", keys.grade(ben, named), new Error("The line is cut."));
  await expect(analyses.of(named, graded)).rejects.toThrow("The line is cut.");
  expect((await analyses.of(named, graded)).students).toBe(2);
});

test("a view of 100 questions with the longest texts stays below 1 MB, and one with a suspect key is in it", async () => {
  const long = "x".repeat(5_000);
  const asked = Array.from({ length: 120 }, (_, index) => ({
    ...{ questionId: `q${index}`, question: long },
    answers: [..."abcdefghijklmnopqrst"].map((answerId) => ({ answerId, answerBody: long })),
  }));
  const store = new MemoryStore().set(keys.questions(named), asked).set(
    keys.answerKey(named),
    asked.map(({ questionId }) => ({ questionId, answer: "a" })),
  );
  const graded = Array.from({ length: 60 }, (_, place) => {
    const studentId = studentIdSchema.parse(`s${place}`);
    // In the last question the better half chooses what counts as wrong.
    const given = (index: number): string => (place < 30 === index < 119 ? "a" : "b");
    store.set(keys.grade(studentId, named), {
      ...gradeOf(studentId, place < 30 ? 119 : 1),
      questions: 120,
      answers: asked.map(({ questionId }, index) => ({
        ...{ questionId, given: given(index), isRight: given(index) === "a" },
      })),
    });
    return { studentId, run: first };
  });
  const view = await new SeenAnalyses(store).of(named, graded);
  expect(JSON.stringify(view).length).toBeLessThan(1_000_000);
  expect([view.questions.length, view.moreQuestions]).toEqual([101, 19]);
  expect(view.questions.at(-1)).toMatchObject({ place: 120, flags: [{ kind: "suspect-key" }] });
});
