import { beforeAll, expect, test } from "@jest/globals";
import { instantSchema } from "../../course/ids.ts";
import { studentMail } from "../../course/mail/student-mail.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { showScore } from "../../tasks/api/show-score.ts";
import { showTest } from "../../tasks/api/show-test.ts";
import { submitTest } from "../../tasks/api/submit-test.ts";
import { AnswerKeys } from "../../tasks/grading/answer-keys.ts";
import { gradeStudent } from "../../tasks/grading/grade-student.ts";
import { readCourse } from "../../trainer/course-folder/read-course.ts";
import { request } from "./support/api-course.ts";
import { apiEvent } from "./support/api-event.ts";
import { aTest, course, due, mondayRun, profile, rosterLine, settings, studentId } from "./support/course.ts";
import { MemoryStore } from "./support/memory-store.ts";

/** The example with a question of every type, from its folder to the score. */
const folder = readCourse("examples/question-types").tests[0];
if (!folder) throw new Error("The example has no test.");
const { subject, testId, questions, answerKey } = folder;
const ref = { subject, testId };

const store = new MemoryStore({
  [keys.settings]: { ...settings, scale: 10, feedback: true },
  [keys.tests]: [{ ...aTest(), ...ref }],
  [keys.profile(studentId("ann"))]: profile("ann"),
  [keys.questions(ref)]: questions,
  [keys.answerKey(ref)]: answerKey,
});

const idOf = (questionId: string, body: string): string => {
  const question = questions.find((each) => each.questionId === questionId);
  return question?.answers.find(({ answerBody }) => answerBody === body)?.answerId ?? "none";
};

const answers: Readonly<Record<string, unknown>> = {
  prompt: "b",
  shells: ["c", "b"],
  kibibyte: "1024 B",
  earth: "41999,5",
  hidden: "ls -la",
  duties: { 2: idOf("duties", "reads commands"), 1: idOf("duties", "draws windows") },
  start: ["firmware", "boot loader", "init", "kernel"].map((body) => idOf("start", body)),
  "first-process": { 1: " Systemd ", 2: "1", 3: "a" },
};

const sent = { studentId: "ann", subjectName: subject, testId };
const query = { subjectName: subject, testId };

beforeAll(async () => {
  const testResult = Object.entries(answers).map(([questionId, answer]) => ({ questionId, answer }));
  const { status, json } = await request(submitTest, apiEvent({ body: { ...sent, testResult } }), store);
  expect([status, json.body]).toEqual([200, expect.stringContaining("were received")]);
});

const graded = async () => {
  const line = rosterLine("ann", [
    { ...due(), ...ref, deadline: instantSchema.parse("2026-11-23T22:00:00.000Z") },
  ]);
  const deps = { store, answerKeys: new AnswerKeys(store) };
  return (await gradeStudent({ runId: mondayRun, scale: 10, student: line }, deps)).tests[0];
};

test("students see every question without what is right", async () => {
  const { json } = await request(showTest, apiEvent({ query }), store);
  expect(json.body).toEqual(JSON.parse(JSON.stringify(questions)));
  expect(json.body.map(({ type }: { type?: string }) => type)).toEqual([
    ...[undefined, "multiple", "number", "number", "text", "match", "order", "blanks"],
  ]);
  expect(JSON.stringify(json.body)).not.toMatch(/"right"|accept|within|pattern/);
});

test("points are counted exactly, and shown rounded", async () => {
  const outcome = await graded();
  // 1 + 2 × 1/2 + 1 + 1 + 1 + 3 × 1/3 + 0 + 3 × 2/3 of 13
  expect(outcome).toMatchObject({
    status: "graded",
    right: 4,
    questions: 8,
    points: { earned: "8", of: "13" },
  });
  const { json } = await request(showScore, apiEvent({ query, at: "2026-11-24T12:00:00.000Z" }), store);
  expect(json.body).toMatchObject({ score: "6.15", best: "10", points: { earned: "8", of: "13" } });
  const shown = json.marks.map(({ questionId, earned, of, givenText }: Readonly<Record<string, string>>) => [
    ...[questionId, `${earned}/${of}`, givenText],
  ]);
  expect(shown).toEqual([
    ["prompt", "1/1", "a hash sign, `#`"],
    ["shells", "1/2", "vim\nzsh"],
    ["kibibyte", "1/1", "1024 B"],
    ["earth", "1/1", "41999,5 km"],
    ["hidden", "1/1", "ls -la"],
    ["duties", "1/3", "kernel → draws windows ✗\nshell → reads commands ✓"],
    ["start", "0/1", "1. firmware\n2. boot loader\n3. init\n4. kernel"],
    ["first-process", "2/3", "The first process is Systemd. Its id is 1; when it ends, the machine goes on."],
  ]);
});

test("what is right is told with the width and the alternatives that it has", async () => {
  await graded();
  const { json } = await request(showScore, apiEvent({ query, at: "2026-11-24T12:00:00.000Z" }), store);
  const right = json.marks.map(({ rightText }: { rightText?: string }) => rightText);
  expect(right.slice(1, 5)).toEqual(["bash\nzsh", "1024 B", "40000 km ± 5%", "ls -a\nls -A"]);
  expect(right[6]).toBe("1. firmware\n2. boot loader\n3. kernel\n4. init");
  expect(right[7]).toBe("The first process is init. Its id is 1; when it ends, the machine stops.");
  expect(json.marks[7]).toMatchObject({
    question: "The first process is (1) ___. Its id is (2) ___; when it ends, the machine (3) ___.",
    givenHtml:
      "The first process is <strong>Systemd</strong>. Its id is <strong>1</strong>; when it ends, the machine <strong>goes on</strong>.",
  });
});

test("the mail says points, and what was partly right", async () => {
  const outcome = await graded();
  const { json } = await request(showScore, apiEvent({ query, at: "2026-11-24T12:00:00.000Z" }), store);
  if (outcome?.status !== "graded") throw new Error("It was not graded.");
  const release = { marks: "now", answers: "now" } as const;
  const details = { link: null, release, marks: json.marks };
  const { text } = studentMail(course, { name: "Ann" }, outcome, details);
  expect(text).toContain("Points: 8 of 13.");
  expect(text).toContain("Partly right; 1 of 2 points");
});

test("the same answers in another order are the same attempt", async () => {
  const testResult = Object.entries({ ...answers, shells: ["b", "c"] })
    .toReversed()
    .map(([questionId, answer]) => ({ questionId, answer }));
  const { status } = await request(
    submitTest,
    apiEvent({ body: { ...sent, testResult }, at: "2026-11-21T12:00:00.000Z" }),
    store,
  );
  expect(status).toBe(200);
  const stored = await Array.fromAsync(store.list(keys.submissions(studentId("ann"))));
  expect(stored).toHaveLength(1);
});
