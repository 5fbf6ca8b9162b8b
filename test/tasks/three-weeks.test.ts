import { beforeAll, describe, expect, test } from "@jest/globals";
import { readWholeGradebook, type WholeGradebook } from "../../adapters/gradebook/course-gradebook.ts";
import { readJsonLines } from "../../adapters/storage/json-store.ts";
import { type Instant, questionIdSchema, type RunId } from "../../course/ids.ts";
import { type RosterLine, type RunRequest, rosterLineSchema } from "../../course/run/run.ts";
import { runReportSchema } from "../../course/run/run-report.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { Student } from "../../course/student.ts";
import { appealQuestion } from "../../tasks/api/appeal-question.ts";
import { showScore } from "../../tasks/api/show-score.ts";
import { AnswerKeys } from "../../tasks/grading/answer-keys.ts";
import { closePart } from "../../tasks/grading/close-part.ts";
import { closeRun } from "../../tasks/grading/close-run.ts";
import { gradeStudent } from "../../tasks/grading/grade-student.ts";
import { answerAppeal } from "../../trainer/appeals/answer-appeal.ts";
import { listAppeals } from "../../trainer/appeals/list-appeals.ts";
import { makeDueAgain } from "../../trainer/run/due-again.ts";
import { setScore } from "../../trainer/score/set-score.ts";
import { request } from "./support/api-course.ts";
import { apiEvent } from "./support/api-event.ts";
import {
  answerKey,
  aTest,
  course,
  instant,
  profile,
  questions,
  settings,
  student,
  studentId,
  testRef,
} from "./support/course.ts";
import { FakeMailer } from "./support/fake-mailer.ts";
import { MemoryStore } from "./support/memory-store.ts";
import { open } from "./support/opened-run.ts";
import { keyOf, submission } from "./support/submissions.ts";

/** A class of 25, three weeks, and what happens to a class; the numbers are reckoned by hand. */

const week = (n: number): Instant => instant(`2026-11-${9 + 7 * n}T22:00:00.000Z`);
const friday = instant("2026-11-20T22:00:00.000Z");
const joined = instant("2026-11-18T10:00:00.000Z");

const others = Array.from({ length: 18 }, (_, n) => `s${n + 1}`);
const named = ["ann", "bob", "cid", "dan", "fin", "gus"];

const classOf = (...ids: string[]): Student[] =>
  ids.map((id) => {
    if (id === "bob") return student(id, { extensions: [{ ...testRef("t1"), deadline: friday }] });
    return student(id, id === "eva" ? { since: joined } : {});
  });

const store = new MemoryStore({
  [keys.settings]: { ...settings, feedback: true, weights: { "linux/t3": 2 }, drop: 1 },
  [keys.tests]: [1, 2, 3].map((n) => aTest(`t${n}`, { deadline: week(n) })),
});

const enrol = (...ids: string[]): void => {
  store.setLines(keys.roster, classOf(...ids));
  for (const id of ids) store.set(keys.profile(studentId(id)), profile(id));
};

/** Answers of the three questions, such as `abc`, which is all right by the first key. */
const handIn = (id: string, testId: string, letters: string, at: Instant): void => {
  const answers = Object.fromEntries([...letters].map((letter, index) => [`q${index + 1}`, letter]));
  const sent = submission(id, answers, at, testId);
  store.set(keyOf(sent), sent);
};

/** What the state machine does with one student. */
const gradeOne = async (runId: RunId, line: RosterLine) => {
  const deps = { store, answerKeys: new AnswerKeys(store) };
  const { tests, failed } = await gradeStudent({ runId, scale: 5, student: line }, deps);
  const { studentId } = line;
  const mails = tests.flatMap((test) =>
    test.status === "graded"
      ? [{ subject: test.subject, testId: test.testId, revision: test.revision, status: "sent" }]
      : [],
  );
  return failed === 0
    ? { succeeded: { studentId, tests, mails } }
    : { failed: { Cause: JSON.stringify({ studentId, error: "StudentFailed", cause: "", tests, mails }) } };
};

/** A whole run, from its opening to its closing; its report. */
const grade = async (request: RunRequest, at: Instant) => {
  const opened = await open(store, request, `run at ${at} ${JSON.stringify(request)}`, at);
  if (opened.status !== "open") throw new Error(`The run is ${opened.status}.`);
  const { runId } = opened;
  const lines = await Array.fromAsync(readJsonLines(store, keys.runRoster(runId), rosterLineSchema));
  const results = await Promise.all(lines.map((line) => gradeOne(runId, line)));
  const place = (name: string): string => `${keys.runResults(runId)}/map/${name}`;
  const failed = results.flatMap((result) => (result.failed ? [{ Input: "{}", ...result.failed }] : []));
  store
    .setLines(
      place("S.jsonl"),
      results.flatMap((result) => result.succeeded ?? []),
    )
    .set(place("F.json"), failed)
    .set(place("manifest.json"), {
      ResultFiles: {
        SUCCEEDED: [{ Key: place("S.jsonl") }],
        FAILED: [{ Key: place("F.json") }],
        PENDING: [],
      },
    });
  const manifest = { bucket: "bucket", key: place("manifest.json") };
  const deps = { store, countInMetrics: () => {} };
  for (const part of opened.parts) await closePart({ runId, course, part, manifest }, deps);
  await closeRun({ runId, course }, deps);
  return runReportSchema.parse(store.json(keys.report(runId)));
};

const onSchedule = (at: Instant) => grade({ scheduledTime: at }, at);

const set = (id: string, testId: string, value: Parameters<typeof setScore>[1]["value"], at: Instant) =>
  setScore(store, { studentId: studentId(id), test: testRef(testId), value, because: "as agreed" }, at);

const mailer = new FakeMailer();

/** A student objects to the third question of a test, by the API. */
const object = (id: string, testId: string, text: string, at: Instant) => {
  const body = { studentId: id, subjectName: "linux", testId, questionId: "q3", text };
  return request(appealQuestion, apiEvent({ caller: id, body, at }), store);
};

/** The trainer's answer, as `bin/trainer appeals answer` gives it. */
const answer = (id: string, testId: string, decision: "accepted" | "declined", at: Instant) => {
  const bucket = Object.assign(store, {
    now: async () => at,
    removeAll: async (prefix: string) => {
      for (const key of store.keys(prefix)) store.remove(key);
    },
  });
  const ref = { ...testRef(testId), studentId: studentId(id), questionId: questionIdSchema.parse("q3") };
  return answerAppeal(
    { bucket, mailer, pageUrl: "https://tests.example", note: () => undefined },
    { ref, text: `It is ${decision}.`, decision },
  );
};

const openAppeals = async (): Promise<string[]> =>
  (await listAppeals(store, { all: false, most: 10 })).appeals.map(({ about }) => about.id);

let gradebook: WholeGradebook;
let waiting: string[];
let again: Awaited<ReturnType<typeof grade>>;

beforeAll(async () => {
  for (const n of [1, 2, 3]) store.set(keys.answerKey(testRef(`t${n}`)), answerKey);
  for (const n of [1, 2, 3]) store.set(keys.questions(testRef(`t${n}`)), questions);

  enrol(...named, ...others);
  const inWeek1 = instant("2026-11-15T10:00:00.000Z");
  handIn("ann", "t1", "abc", inWeek1);
  handIn("cid", "t1", "acb", inWeek1);
  handIn("dan", "t1", "aba", inWeek1);
  handIn("fin", "t1", "abc", inWeek1);
  for (const id of others) handIn(id, "t1", "aba", inWeek1);
  await onSchedule(week(1));

  // fin leaves, eva comes; bob uses the time that he has more.
  enrol(...named.filter((id) => id !== "fin"), "eva", ...others);
  handIn("bob", "t1", "abb", instant("2026-11-19T10:00:00.000Z"));
  const inWeek2 = instant("2026-11-22T10:00:00.000Z");
  handIn("ann", "t2", "abb", inWeek2);
  handIn("eva", "t2", "abc", inWeek2);
  for (const id of others) handIn(id, "t2", "abc", inWeek2);
  await set("dan", "t2", { kind: "excused" }, inWeek2);
  // cid's submission can't be read, until somebody mends it.
  const sent = submission("cid", { q1: "a", q2: "b", q3: "c" }, inWeek2, "t2");
  store.set(keyOf(sent), "{");
  const second = await onSchedule(week(2));
  store.set(keyOf(sent), sent);
  await grade({ resume: second.runId }, instant("2026-11-24T08:00:00.000Z"));

  // s1 is right that the third answer of the first test was wrong in the key; ann was promised her score.
  await object("s1", "t1", "a is right.", instant("2026-11-24T08:10:00.000Z"));
  await object("dan", "t2", "a is right.", instant("2026-11-24T08:15:00.000Z"));
  waiting = await openAppeals();
  await answer("s1", "t1", "accepted", instant("2026-11-24T08:20:00.000Z"));
  await set("ann", "t1", { kind: "score", score: "5" }, instant("2026-11-24T09:00:00.000Z"));
  const mended = answerKey.map((entry) => (entry.questionId === "q3" ? { ...entry, answer: "a" } : entry));
  store.set(keys.answerKey(testRef("t1")), mended);
  await makeDueAgain(store, ["linux/t1"]);
  again = await grade({}, instant("2026-11-24T10:00:00.000Z"));

  const inWeek3 = instant("2026-11-29T10:00:00.000Z");
  handIn("ann", "t3", "acb", inWeek3);
  handIn("bob", "t3", "abc", inWeek3);
  handIn("cid", "t3", "abb", inWeek3);
  handIn("eva", "t3", "bca", inWeek3);
  for (const id of others) handIn(id, "t3", "abc", inWeek3);
  await onSchedule(week(3));

  // cid's answer is half right, eva's is not.
  const afterWeek3 = instant("2026-12-01T10:00:00.000Z");
  await object("cid", "t3", "b may be read so.", afterWeek3);
  await object("eva", "t3", "a may be read so.", afterWeek3);
  await answer("eva", "t3", "declined", afterWeek3);
  await answer("cid", "t3", "accepted", afterWeek3);
  await set("cid", "t3", { kind: "score", score: "4.5" }, afterWeek3);
  gradebook = await readWholeGradebook(store, () => week(3));
});

const rowOf = (id: string) => {
  const row = gradebook.students.find(({ studentId }) => studentId === id);
  const cells = row?.cells.map((cell) => {
    if (cell === null) return "";
    const text = `${cell.score ?? cell.status}${cell.override ? "*" : ""}`;
    return cell.dropped ? `(${text})` : text;
  });
  return [...(cells ?? []), row?.total, row?.outOf, row?.average];
};

describe("after three weeks, of which the third counts twice and the worst result doesn't count,", () => {
  // Without t3: 5 + 3.33 of 10. Without t1 or t2 it would be 8.33 - or 6.67 - of 15.
  test("ann has the score that was set by hand, and loses her worst week", () => {
    expect(rowOf("ann")).toEqual(["5*", "3.33", "(1.67)", "8.33", "10", "83.33"]);
  });

  // 3.33 + 2 × 5 of 15.
  test("bob's extended test counts, and what he missed is dropped", () => {
    expect(rowOf("bob")).toEqual(["3.33", "(missing)", "5", "13.33", "15", "88.89"]);
    const [first] = gradebook.students.find(({ studentId }) => studentId === "bob")?.cells ?? [];
    expect(first).toMatchObject({ late: true });
  });

  // 5 + 2 × 4.5 of 15; without the appeal, 5 + 2 × 3.33.
  test("cid has the grade of the resumed run, and the score that an appeal brought", () => {
    expect(rowOf("cid")).toEqual(["(1.67)", "5", "4.5*", "14", "15", "93.33"]);
  });

  test("dan's excused test counts neither as a score nor as the one that is dropped", () => {
    expect(rowOf("dan")).toEqual(["5", "excused*", "(missing)", "5", "5", "100"]);
  });

  test("eva, who came in the second week, has no first week", () => {
    expect(rowOf("eva")).toEqual(["", "5", "(0)", "5", "5", "100"]);
  });

  test("gus, who sent nothing, has 0 of what is left", () => {
    expect(rowOf("gus")).toEqual(["missing", "(missing)", "missing", "0", "15", "0"]);
  });

  test("everybody else has the mended key's score, which s1's appeal brought to all", () => {
    for (const id of others) expect(rowOf(id)).toEqual(["5", "(5)", "5", "15", "15", "100"]);
  });

  test("fin, who left, is named and has no row", () => {
    expect(gradebook.students).toHaveLength(24);
    expect(gradebook.offList).toEqual(["fin"]);
  });

  test("the run that graded the first week again told what it left as it was set by hand", () => {
    expect(again.overrides).toEqual([
      expect.objectContaining({
        studentId: "ann",
        testId: "t1",
        graded: "3.33",
        value: { kind: "score", score: "5" },
      }),
    ]);
    expect(again.tests).toMatchObject([{ testId: "t1", counts: { roster: 23, graded: 22, missing: 1 } }]);
  });

  test("each appeal was listed, answered once and told to its student; none is open", async () => {
    expect(waiting).toEqual(["s1/linux/t1/q3"]);
    expect(await openAppeals()).toEqual([]);
    expect(mailer.tries.map(({ to, mail }) => [to, mail.subject])).toEqual(
      [
        ["s1", "t1"],
        ["eva", "t3"],
        ["cid", "t3"],
      ].map(([id, testId]) => [`${id}@example.com`, `Answer about a question of “Title of ${testId}”`]),
    );
    const { json } = await request(
      showScore,
      apiEvent({ caller: "s1", query: { subjectName: "linux", testId: "t1" }, at: week(3) }),
      store,
    );
    expect(json).toMatchObject({
      body: { score: "5", revision: 2 },
      appeals: [{ questionId: "q3", text: "a is right.", answer: { decision: "accepted" } }],
    });
    const again = await object("eva", "t3", "But it may.", instant("2026-12-02T10:00:00.000Z"));
    expect([again.status, again.json.reason]).toEqual([409, "appeal-answered"]);
  });
});
