import { describe, expect, test } from "@jest/globals";
import { gradeSchema } from "../../../course/grading/grade.ts";
import { scoreListSchema } from "../../../course/grading/score-list.ts";
import { type DueTest, gradeStudentOutputSchema } from "../../../course/run/run.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { AnswerKeys } from "../../../tasks/grading/answer-keys.ts";
import { gradeStudent } from "../../../tasks/grading/grade-student.ts";
import { logger } from "../../../tasks/runtime/logger.ts";
import {
  answerKey,
  course,
  due,
  instant,
  mondayRun,
  rosterLine,
  runId,
  studentId,
  testRef,
} from "../support/course.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { keyOf, store as storing, submission } from "../support/submissions.ts";

logger.setLogLevel("SILENT");

const ann = studentId("ann");
const gradeKey = keys.grade(ann, testRef());
const allRight = { q1: "a", q2: "b", q3: "c" };

const storeWith = (...submissions: Parameters<typeof storing>[1][]) => {
  const store = new MemoryStore();
  for (const testId of ["t1", "t2"]) store.set(keys.answerKey(testRef(testId)), answerKey);
  return storing(store, ...submissions);
};

const grade = (store: MemoryStore, tests: DueTest[] = [due()], run = mondayRun, keepMonths?: number) =>
  gradeStudent(
    {
      ...{ runId: run, scale: 5, student: rosterLine("ann", tests) },
      course: { ...course, ...(keepMonths !== undefined && { keepMonths }) },
    },
    { store, answerKeys: new AnswerKeys(store) },
  );

describe("a student's test", () => {
  test("is graded by the latest submission in time", async () => {
    const store = storeWith(
      submission("ann", allRight, "2026-11-20T12:00:00.000Z"),
      submission("ann", { q1: "a" }, "2026-11-23T21:59:59.999Z"),
      submission("ann", { q1: "b" }, "2026-11-23T22:00:00.000Z"),
    );
    const output = await grade(store);
    expect(gradeStudentOutputSchema.parse(output)).toEqual({
      tests: [
        {
          status: "graded",
          ...testRef(),
          title: "Title of t1",
          revision: 1,
          right: 1,
          questions: 3,
          scale: 5,
          receivedAt: "2026-11-23T21:59:59.999Z",
        },
      ],
      graded: 1,
      failed: 0,
    });
    expect(gradeSchema.parse(store.json(gradeKey))).toMatchObject({
      right: 1,
      revision: 1,
      runId: mondayRun,
    });
  });

  test("by the student's own deadline counts what came in the extension", async () => {
    const store = storeWith(submission("ann", allRight, "2026-11-24T12:00:00.000Z"));
    const { tests } = await grade(store, [due("t1", instant("2026-11-25T22:00:00.000Z"))]);
    expect(tests).toMatchObject([{ status: "graded", right: 3 }]);
  });

  test("without a submission in time is missing, and no grade is written", async () => {
    const store = storeWith(submission("ann", allRight, "2026-11-23T22:00:00.000Z"));
    expect(await grade(store)).toEqual({
      tests: [{ status: "missing", ...testRef() }],
      graded: 0,
      failed: 0,
    });
    expect(store.keys("students/ann/grades/")).toEqual([]);
  });

  test("is not graded by another student's or another test's submission", async () => {
    const store = storeWith(submission("ann-2", allRight), submission("ann", allRight, undefined, "t2"));
    expect((await grade(store)).tests).toMatchObject([{ status: "missing" }]);
  });
});

describe("grading again", () => {
  test("gives the same grade, and keeps its revision and the run that wrote it", async () => {
    const store = storeWith(submission("ann", allRight));
    const first = await grade(store);
    const before = store.text(gradeKey);
    expect(await grade(store, [due()], runId("2026-11-30T22-00-00Z"))).toEqual(first);
    expect(store.text(gradeKey)).toBe(before);
  });

  test("with a different result writes the next revision", async () => {
    const store = storeWith(submission("ann", { q1: "a" }));
    await grade(store);
    storing(store, submission("ann", allRight, "2026-11-21T12:00:00.000Z"));
    expect((await grade(store)).tests).toMatchObject([{ revision: 2, right: 3 }]);
    expect(store.json(gradeKey)).toMatchObject({ revision: 2, right: 3 });
  });

  test("by two workers at once writes one grade", async () => {
    const store = storeWith(submission("ann", allRight));
    const [a, b] = await Promise.all([grade(store), grade(store)]);
    expect(a).toEqual(b);
    expect(store.json(gradeKey)).toMatchObject({ revision: 1 });
  });
});

describe("the student's list of scores", () => {
  const list = (store: MemoryStore) => scoreListSchema.parse(store.json(keys.scores(ann))).tests;

  test("has an entry for each test that was due", async () => {
    const store = storeWith(submission("ann", allRight));
    await grade(store, [due("t1"), due("t2")]);
    expect(list(store)).toMatchObject([
      { testId: "t1", status: "graded", right: 3, questions: 3, scale: 5, revision: 1, runId: mondayRun },
      { testId: "t2", status: "missing", runId: mondayRun },
    ]);
  });

  test("is made from what was graded before, and kept by a run that finds nothing", async () => {
    const store = storeWith(submission("ann", allRight));
    await grade(store);
    const before = store.text(gradeKey);
    const again = storing(new MemoryStore({ [gradeKey]: before })).set(
      keys.answerKey(testRef("t2")),
      answerKey,
    );
    await grade(again, [due("t1"), due("t2")]);
    expect(list(again).map(({ testId, status }) => [testId, status])).toEqual([
      ["t1", "graded"],
      ["t2", "missing"],
    ]);
  });

  test("is begun in one call for a student whose submissions are all of graded tests", async () => {
    const store = storeWith(submission("ann", allRight));
    await grade(store, [due("t1"), due("t2")]);
    const calls = store.calls.filter((call) => /scores.json|^list .*grades/.test(call));
    expect(calls).toEqual([`create ${keys.scores(ann)}`]);
  });

  test.each([
    ["of another test that was graded before there were lists", due("t2"), ["t1", "t2"]],
    ["of a test whose key is missing now", due("t3"), ["t1", "t3"]],
    [
      "of a test whose grade is put back",
      { ...due("t2"), undo: runId("2026-11-16T22-00-00Z") },
      ["t1", "t2"],
    ],
  ])("has what was graded before, with a submission %s", async (_, test, tests) => {
    const store = storeWith(
      submission("ann", allRight),
      submission("ann", allRight, "2026-11-20T12:00:00.000Z", test.testId),
    );
    await grade(store);
    store.remove(keys.scores(ann));
    await grade(store, [test]);
    expect(list(store).map(({ testId }) => testId)).toEqual(tests);
  });

  test("keeps what it has when another run has begun it meanwhile", async () => {
    const store = storeWith(submission("ann", allRight));
    const other = { status: "missing", ...testRef("t2"), runId: mondayRun };
    store.set(keys.scores(ann), JSON.stringify({ tests: [other] }));
    await grade(store);
    expect(list(store).map(({ testId }) => testId)).toEqual(["t2", "t1"]);
  });

  test("loses what the course keeps no longer", async () => {
    const store = storeWith(submission("ann", allRight));
    await grade(store, [due("t1")], runId("2026-05-18T22-00-00Z"));
    await grade(store, [due("t2")], mondayRun, 6);
    expect(list(store).map(({ testId }) => testId)).toEqual(["t2"]);
  });

  test("is not written again when nothing changed, and left alone when it is corrupt", async () => {
    const store = storeWith(submission("ann", allRight));
    await grade(store);
    await grade(store);
    expect(store.calls.filter((call) => /^(replace|put) .*scores.json/.test(call))).toEqual([]);
    store.set(keys.scores(ann), "?");
    expect((await grade(store)).graded).toBe(1);
    expect(store.text(keys.scores(ann))).toBe("?");
  });
});

describe("a mended key", () => {
  test("changes what the student is told of a question, and no revision where the marks stay", async () => {
    const store = storeWith(submission("ann", { q1: "c" }));
    await grade(store);
    const mended = [{ questionId: "q1", answer: "b", feedback: "It is b." }, ...answerKey.slice(1)];
    store.set(keys.answerKey(testRef()), mended);
    expect((await grade(store)).tests).toMatchObject([{ revision: 1, right: 0 }]);
    expect(gradeSchema.parse(store.json(gradeKey))).toMatchObject({
      revision: 1,
      answers: [{ given: "c", right: "b", feedback: "It is b." }, {}, {}],
    });
  });
});

describe("a test of which several attempts count", () => {
  const average = [{ ...due(), counts: "average" as const }];
  const attempts = async () => {
    const store = storeWith(
      submission("ann", allRight, "2026-11-20T12:00:00.000Z"),
      submission("ann", { q1: "a" }, "2026-11-21T12:00:00.000Z"),
    );
    await grade(store, average);
    return store;
  };
  const earned = (store: MemoryStore) =>
    gradeSchema.parse(store.json(gradeKey)).attempts?.map((attempt) => attempt.earned);

  test("keeps what each attempt gave when it is graded again, whether or not that changes the score", async () => {
    const store = await attempts();
    expect(earned(store)).toEqual(["3", "1"]);
    expect((await grade(store, average)).tests).toMatchObject([{ revision: 1, points: { earned: "2" } }]);
    expect(earned(store)).toEqual(["3", "1"]);
    store.set(keys.answerKey(testRef()), [{ questionId: "q1", answer: "b" }, ...answerKey.slice(1)]);
    expect((await grade(store, average)).tests).toMatchObject([{ revision: 2, points: { earned: "1" } }]);
    expect(earned(store)).toEqual(["2", "0"]);
    expect(gradeSchema.parse(store.json(gradeKey)).before?.attempts).toHaveLength(2);
  });
});

describe("a test fails alone, with the object and what is wrong", () => {
  const both = [due("t1"), due("t2")];
  const other = submission("ann", allRight, undefined, "t2");
  const broken = submission("ann", allRight);

  const failing = async (store: MemoryStore): Promise<string> => {
    const { tests, graded, failed } = await grade(store, both);
    expect({ graded, failed }).toEqual({ graded: 1, failed: 1 });
    expect(tests[1]).toMatchObject({ status: "graded", testId: "t2", right: 3 });
    const [first] = tests;
    if (first?.status !== "failed") throw new Error("it did not fail");
    return first.reason;
  };

  test("when its submission is not JSON", async () => {
    const store = storeWith(other).set(keyOf(broken), "<html>");
    expect(await failing(store)).toBe(`${keyOf(broken)} is corrupt: it is not JSON.`);
  });

  test("in 500 characters, however much is wrong", async () => {
    const answers = Array.from({ length: 50 }, () => ({ questionId: 1, answer: 2 }));
    const store = storeWith(other).set(keyOf(broken), { ...broken, answers });
    expect(await failing(store)).toMatch(/^.{499}…$/);
  });

  test("when its submission has the wrong shape", async () => {
    const store = storeWith(other).set(keyOf(broken), { ...broken, answers: "all of them" });
    expect(await failing(store)).toContain("answers must be a list, not a string");
  });

  test("when its submission says that it is another", async () => {
    const store = storeWith(other).set(keyOf(broken), submission("bob", allRight));
    expect(await failing(store)).toContain(`${keyOf(broken)} is corrupt: it says that it is students/bob/`);
  });

  test("when something else lies among its submissions", async () => {
    const stray = "students/ann/submissions/linux/t1/notes.txt";
    const store = storeWith(other, broken).set(stray, "");
    expect(await failing(store)).toContain(stray);
  });

  test("when its answer key is missing", async () => {
    const store = storing(new MemoryStore({ [keys.answerKey(testRef("t2"))]: answerKey }), other, broken);
    expect(await failing(store)).toBe("There is no course/tests/linux/t1/answer-key.json.");
  });

  test("when the grade that is stored already is corrupt", async () => {
    expect(await failing(storeWith(other, broken).set(gradeKey, "?"))).toContain(gradeKey);
  });
});

describe("a failure of S3", () => {
  test("is not taken for a corrupt submission: the task fails and is tried again", async () => {
    const sent = submission("ann", allRight);
    const store = storeWith(sent);
    store.failNext("get", keyOf(sent), Object.assign(new Error("slow"), { name: "SlowDown" }));
    await expect(grade(store)).rejects.toMatchObject({ name: "SlowDown" });
    expect((await grade(store)).graded).toBe(1);
  });
});

describe("an answer key", () => {
  const graded = testRef();
  const key = keys.answerKey(graded);

  test("is read once a run, and again by the next run", async () => {
    const store = new MemoryStore({ [key]: answerKey });
    const answerKeys = new AnswerKeys(store);
    await Promise.all([answerKeys.of(mondayRun, graded), answerKeys.of(mondayRun, graded)]);
    const reads = () => store.calls.filter((call) => call === `get ${keys.answerKey(graded)}`);
    expect(reads()).toHaveLength(1);
    await answerKeys.of(runId("2026-11-23T22-00-00Z-resume-1"), graded);
    expect(reads()).toHaveLength(2);
  });

  test("that could not be read is tried again", async () => {
    const store = new MemoryStore({ [key]: answerKey });
    store.failNext("get", key, new Error("lost"));
    const answerKeys = new AnswerKeys(store);
    await expect(answerKeys.of(mondayRun, graded)).rejects.toThrow("lost");
    expect(await answerKeys.of(mondayRun, graded)).toEqual({ answerKey, earlier: [] });
  });
});
