import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { startScriptedApi } from "./scripted-api.ts";
import { newStudent, type Student } from "./student.ts";

const questions = [
  {
    questionId: "q1",
    question: "What starts every other process?",
    answers: [
      { answerId: "a", answerBody: "init" },
      { answerId: "b", answerBody: "the shell" },
    ],
  },
  {
    questionId: "q2",
    question: "What is\n  fork?",
    answers: [
      { answerId: "a", answerBody: "a system call" },
      { answerId: "c", answerBody: "a program" },
    ],
  },
];
const receipt = {
  submissionId: "0123456789abcdef0123456789abcdef",
  receivedAt: "2026-11-21T10:00:00.123Z",
  deadline: "2026-11-23T22:00:00.000Z",
  sha256: "f".repeat(64),
};
const openTest = {
  subject: "linux",
  testId: "boot",
  title: "Booting",
  opens: null,
  deadline: receipt.deadline,
  submitted: false,
  attemptsUsed: 0,
  attemptsAllowed: null,
};
const testPath = "/api/v1/test?subjectName=linux&testId=boot";

let api: Awaited<ReturnType<typeof startScriptedApi>>;
let student: Student;

beforeAll(async () => {
  api = await startScriptedApi(new Date("2026-11-21T18:30:00Z"));
});
afterAll(() => api.stop());
beforeEach(() => {
  student = newStudent();
  student.configure(api.url);
  api.on("POST /api/v1/tests", {
    body: { code: 200, body: [{ subject: "linux", testIds: ["boot"] }], open: [openTest] },
  });
  api.on(`GET ${testPath}`, { body: { code: 200, body: questions } });
  api.on("POST /api/v1/test", { body: { code: 200, body: "Your answers are in.", receipt } });
});
afterEach(() => {
  api.forgetAll();
  student.remove();
});

const lastSubmission = () => api.seen.findLast(({ path }) => path === "/api/v1/test")?.body;

describe("list", () => {
  test("shows each open test with its deadline and the time left by the server's clock", async () => {
    expect(await student.run(["list"])).toEqual({
      code: 0,
      out: "  1  linux boot  Booting\n     until Mon 23 Nov 2026, 23:00 CET (2 days 3 hours left); not submitted yet\n",
      err: "",
    });
    expect(api.seen).toEqual([
      {
        method: "POST",
        path: "/api/v1/tests",
        key: "adam.secret-1",
        body: { studentId: "adam", course: true },
      },
    ]);
  });

  test("shows what was submitted and how many attempts are used", async () => {
    const open = [
      {
        ...openTest,
        submitted: true,
        attemptsUsed: 1,
        attemptsAllowed: 3,
        deadline: "2026-11-21T18:31:30.000Z",
      },
    ];
    api.on("POST /api/v1/tests", { body: { code: 200, body: [], open } });
    const { out } = await student.run(["list"]);
    expect(out).toContain("(1 minute left); submitted, 1 of 3 attempts used\n");
  });

  test("says that nothing is open", async () => {
    api.on("POST /api/v1/tests", { body: { code: 200, body: [], open: [] } });
    expect(await student.run(["list"])).toMatchObject({ code: 0, out: "No test is open to you now.\n" });
  });

  test("gives scripts JSON", async () => {
    const { out } = await student.run(["list", "--json"]);
    expect(JSON.parse(out)).toEqual([openTest]);
  });
});

describe("show", () => {
  test("shows the questions with the answers that are offered", async () => {
    expect((await student.run(["show", "linux", "boot"])).out).toBe(
      "1. [q1] What starts every other process?\n     a) init\n     b) the shell\n\n" +
        "2. [q2] What is\n     fork?\n     a) a system call\n     c) a program\n\n",
    );
  });

  test("says first which attempts count, where a rule is named", async () => {
    api.on(`GET ${testPath}`, { body: { code: 200, body: questions, counts: "best" } });
    expect((await student.run(["show", "linux", "boot"])).out).toMatch(
      /^The best of your attempts counts\.\n\n1\. \[q1\] /,
    );
    expect((await student.run(["take", "linux", "boot"], ["q"])).out).toContain(
      "linux boot: 2 questions. The best of your attempts counts.\n",
    );
  });

  test("keeps control characters of a question from the terminal", async () => {
    api.on(`GET ${testPath}`, {
      body: { code: 200, body: [{ ...questions[0], question: "Red\u001b[31m\u009b2J alert\u0007" }] },
    });
    expect((await student.run(["show", "linux", "boot"])).out).toMatch(/^1\. \[q1\] Red\[31m2J alert\n/);
  });

  test("sends names percent-encoded", async () => {
    api.on("GET /api/v1/test?subjectName=a%26b&testId=..%2Fx%22", {
      status: 404,
      body: { code: 404, body: "There is no such test." },
    });
    const { code, err } = await student.run(["show", "a&b", '../x"']);
    expect(code).toBe(1);
    expect(err).toContain("There is no such subject or test");
  });
});

describe("submit", () => {
  test("sends the answers, prints the receipt and keeps it", async () => {
    const { code, out } = await student.run(["submit", "linux", "boot", "q1=a", "q2=c"]);
    expect(code).toBe(0);
    expect(lastSubmission()).toEqual({
      subjectName: "linux",
      testId: "boot",
      studentId: "adam",
      testResult: [
        { questionId: "q1", answer: "a" },
        { questionId: "q2", answer: "c" },
      ],
    });
    expect(out).toContain(
      "Your answers to linux/boot were received. Keep the receipt.\nReceipt\n  received    Sat 21 Nov 2026, 11:00 CET\n",
    );
    expect(out).toContain(`  sha256      ${receipt.sha256}\n`);
    const [kept] = readdirSync(student.file("receipts"));
    expect(kept).toBe("linux-boot-2026-11-21T10-00-00.123Z.json");
    expect(JSON.parse(readFileSync(student.file(`receipts/${kept}`), "utf8"))).toMatchObject({
      testId: "boot",
      testResult: [
        { questionId: "q1", answer: "a" },
        { questionId: "q2", answer: "c" },
      ],
      receipt,
    });
  });

  test.each([
    [["q1=d"], "Question q1 does not offer the answer d. It offers: a, b."],
    [["q9=a"], "This test has no question q9. Its questions: q1, q2."],
    [["q1=a", "q1=b"], "Question q1 is answered twice."],
    [["q1"], '"q1" is not QUESTION=ANSWER, such as q1=a.'],
    [[], "Usage: test-time.sh submit SUBJECT TEST QUESTION=ANSWER ..."],
  ])("refuses %j before anything is sent", async (answers, sentence) => {
    expect(await student.run(["submit", "linux", "boot", ...answers])).toEqual({
      code: 2,
      out: "",
      err: `${sentence}\n`,
    });
    expect(lastSubmission()).toBeUndefined();
  });
});

const typed = [
  {
    questionId: "m",
    type: "multiple",
    question: "Shells?",
    credit: "each",
    points: 2,
    answers: [
      { answerId: "a", answerBody: "bash" },
      { answerId: "b", answerBody: "vim" },
      { answerId: "c", answerBody: "zsh" },
    ],
  },
  { questionId: "n", type: "number", question: "Pi?", answers: [], unit: "mm" },
  { questionId: "t", type: "text", question: "Which key quits less?", answers: [] },
  {
    questionId: "p",
    type: "match",
    question: "Who?",
    credit: "exact",
    items: [
      { itemId: "1", itemBody: "kernel" },
      { itemId: "2", itemBody: "shell" },
    ],
    answers: [
      { answerId: "a", answerBody: "reads" },
      { answerId: "b", answerBody: "schedules" },
    ],
  },
  {
    questionId: "o",
    type: "order",
    question: "Order?",
    credit: "exact",
    answers: [
      { answerId: "a", answerBody: "init" },
      { answerId: "b", answerBody: "kernel" },
    ],
  },
];

describe("questions of all types", () => {
  beforeEach(() => api.on(`GET ${testPath}`, { body: { code: 200, body: typed } }));

  test("are asked until the answer is one that the question takes, reviewed and sent", async () => {
    const replies = ["x", "c a", "abc", "3,14 mm", "\\q", "b", "2=a 1=b", "b", "ba", "send"];
    const { out, err } = await student.run(["take", "linux", "boot"], replies);
    expect(lastSubmission()).toMatchObject({
      testResult: [
        { questionId: "m", answer: ["a", "c"] },
        { questionId: "n", answer: "3,14 mm" },
        { questionId: "t", answer: "q" },
        { questionId: "p", answer: { 1: "b", 2: "a" } },
        { questionId: "o", answer: ["b", "a"] },
      ],
    });
    for (const refused of ["x", "abc", "b"])
      expect(err).toContain(`"${refused}" is no answer that this question takes.`);
    expect(out).toContain("1. Shells?\n     Points: 2. Partly right answers count: each part");
    expect(out).toContain(
      "  1. bash\n     zsh\n  2. 3,14 mm\n  3. q\n  4. kernel → schedules\n     shell → reads\n  5. 1. kernel\n     2. init\n",
    );
  });

  test("are stopped at by q, and the answers wait as they were", async () => {
    await student.run(["take", "linux", "boot"], ["ac", "1", "q"]);
    const { out } = await student.run(["take", "linux", "boot"], ["", "", "vi", "ba", "ab", "send"]);
    expect(out).toContain("Your answers from last time are still here.");
    expect(lastSubmission()).toMatchObject({
      testResult: [
        { questionId: "m", answer: ["a", "c"] },
        { answer: "1" },
        { answer: "vi" },
        { answer: { 1: "b", 2: "a" } },
        { answer: ["a", "b"] },
      ],
    });
  });

  test("are answered by scripts, which are told what a question does not take", async () => {
    await student.run(["submit", "linux", "boot", "m=a,c", "p=1=b", "t=ls -l", "n=1e3"]);
    expect(lastSubmission()).toMatchObject({
      testResult: [{ answer: ["a", "c"] }, { answer: "1e3" }, { answer: "ls -l" }, { answer: { 1: "b" } }],
    });
    const { code, err } = await student.run(["submit", "linux", "boot", "n=NaN"]);
    expect([code, err]).toEqual([2, 'Question n: "NaN" is no answer that this question takes.\n']);
  });

  test("are filled in blank by blank, and shown with what was filled in", async () => {
    const blanks = [
      { blankId: "1", type: "text" },
      { blankId: "2", type: "number", unit: "s" },
      { blankId: "3", type: "single", answers: [{ answerId: "a", answerBody: "always" }] },
    ];
    const question = "In [[2]]: [[1]], [[3]].";
    const only = [{ questionId: "b", type: "blanks", question, answers: [], blanks }];
    api.on(`GET ${testPath}`, { body: { code: 200, body: only } });
    const { out, err } = await student.run(
      ["take", "linux", "boot"],
      ["2=x", "1=ls; pwd; 2=0,5; 3=A", "send"],
    );
    expect(err).toContain('"2=x" is no answer that this question takes.');
    expect(out).toContain("  1. In 0,5 s: ls; pwd, always.\n");
    expect(lastSubmission()).toMatchObject({ testResult: [{ answer: { 1: "ls; pwd", 2: "0,5", 3: "a" } }] });
  });

  test("that this client does not know stop it before anything is asked", async () => {
    api.on(`GET ${testPath}`, { body: { code: 200, body: [{ ...typed[2], type: "drawing" }] } });
    const { code, err } = await student.run(["take", "linux", "boot"], ["a", "send"]);
    expect(code).toBe(1);
    expect(err).toContain("a kind of question that this client does not know");
  });
});

describe("take", () => {
  test("asks again until an answer is offered, lets answers be changed, and sends on the word", async () => {
    const typed = ["z", "b", "", "1", "a", "2", "c", "send"];
    const { code, out, err } = await student.run(["take", "linux", "boot"], typed);
    expect(code).toBe(0);
    expect(err).toContain('"z" is not one of the answers: a b');
    expect(out).toContain("  1. b) the shell\n  2. (left out)\n");
    expect(out).toContain("  1. a) init\n  2. c) a program\n");
    expect(lastSubmission()).toMatchObject({
      testResult: [
        { questionId: "q1", answer: "a" },
        { questionId: "q2", answer: "c" },
      ],
    });
    expect(readdirSync(student.file("drafts"))).toEqual([]);
  });

  test("leaves a question out with -, and goes back with <", async () => {
    await student.run(["take", "linux", "boot"], ["a", "<", "-", "c", "send"]);
    expect(lastSubmission()).toMatchObject({ testResult: [{ questionId: "q2", answer: "c" }] });
  });

  test("keeps answers when it is stopped, and offers them the next time", async () => {
    const stopped = await student.run(["take", "linux", "boot"], ["b", "q"]);
    expect(stopped).toMatchObject({ code: 0, out: expect.stringContaining("Nothing was sent.") });
    expect(lastSubmission()).toBeUndefined();
    const { out } = await student.run(["take", "linux", "boot"], ["", "a", "send"]);
    expect(out).toContain("Your answers from last time are still here.");
    expect(lastSubmission()).toMatchObject({
      testResult: [
        { questionId: "q1", answer: "b" },
        { questionId: "q2", answer: "a" },
      ],
    });
  });

  test("keeps answers when the server can't take them, and says that they may have arrived", async () => {
    api.on("POST /api/v1/test", { status: 503, body: "<html>down</html>" });
    const { code, err } = await student.run(["take", "linux", "boot"], ["a", "c", "send"]);
    expect(code).toBe(3);
    expect(err).toContain("send them again: the same answers count once");
    const { out } = await student.run(["take", "linux", "boot"], ["", "", "q"]);
    expect(out).toContain("  1. a) init\n  2. c) a program\n");
  });

  test("drops a kept answer that the test no longer offers", async () => {
    await student.run(["take", "linux", "boot"], ["b", "c", "q"]);
    api.on(`GET ${testPath}`, { body: { code: 200, body: [questions[1]] } });
    await student.run(["take", "linux", "boot"], ["", "send"]);
    expect(lastSubmission()).toMatchObject({ testResult: [{ questionId: "q2", answer: "c" }] });
  });

  test("sends nothing when every question is left out, nor when the input ends", async () => {
    const { code, err } = await student.run(["take", "linux", "boot"], ["", "", "send"]);
    expect(code).toBe(2);
    expect(err).toContain("Every question is left out; there is nothing to send.");
    expect(err).toContain("The input ended before everything was answered.");
    expect(lastSubmission()).toBeUndefined();
  });

  test("without a command the tests are listed and one is taken by its number", async () => {
    const { code } = await student.run([], ["7", "1", "a", "c", "send", "q"]);
    expect(code).toBe(0);
    expect(lastSubmission()).toMatchObject({ subjectName: "linux", testId: "boot" });
  });
});

const asked = (questionId: string, question: string, ...bodies: string[]) => ({
  questionId,
  question,
  answers: bodies.map((answerBody, i) => ({ answerId: "abc"[i], answerBody })),
});

describe("what a test is made of", () => {
  const publish = (...body: object[]) => api.on(`GET ${testPath}`, { body: { code: 200, body } });

  test("keeps ids apart that are equal as numbers: an id is a text", async () => {
    const ids = ["1.1", "1.10", "2", "02", "1e1", "10", "0x10", "16"];
    publish(...ids.map((id) => asked(id, `${id}?`, "x", "y")));
    const typed = ids.map((_, index) => (index % 2 === 0 ? "a" : "b"));
    const testResult = ids.map((questionId, index) => ({ questionId, answer: typed[index] }));
    await student.run(["submit", "linux", "boot", ...ids.map((id, index) => `${id}=${typed[index]}`)]);
    expect(lastSubmission()).toMatchObject({ testResult });
    api.seen.length = 0;
    await student.run(["take", "linux", "boot"], [...typed, "send"]);
    expect(lastSubmission()).toMatchObject({ testResult });
  });

  test("may have answers of several lines, which stand under each other whole", async () => {
    publish(asked("q1", "Which is\n  Python?", "if x:\n  y()", "if x:\n  z()"));
    const shown = "     a) if x:\n          y()\n     b) if x:\n          z()\n";
    expect((await student.run(["show", "linux", "boot"])).out).toContain(shown);
    const { out } = await student.run(["take", "linux", "boot"], ["b", "send"]);
    expect(out).toContain(`\n1. Which is\n     Python?\n${shown}`);
    expect(out).toContain("  1. b) if x:\n          z()\n");
  });

  test("may be answered in capitals, unless both sizes of a letter are offered", async () => {
    await student.run(["take", "linux", "boot"], ["A", "C", "SEND"]);
    const given = [
      { questionId: "q1", answer: "a" },
      { questionId: "q2", answer: "c" },
    ];
    expect(lastSubmission()).toMatchObject({ testResult: given });
    await student.run(["submit", "linux", "boot", "q1=A", "q2=C"]);
    expect(lastSubmission()).toMatchObject({ testResult: given });
    const both = {
      ...asked("q1", "Which?"),
      answers: ["a", "A"].map((answerId) => ({ answerId, answerBody: answerId })),
    };
    publish(both);
    await student.run(["submit", "linux", "boot", "q1=A"]);
    expect(lastSubmission()).toMatchObject({ testResult: [{ questionId: "q1", answer: "A" }] });
  });

  test("is what kept answers belong to: they follow their question to another place", async () => {
    const [one, other] = [asked("1", "One?", "x", "y"), asked("2", "Other?", "x", "y")];
    publish(one, other);
    await student.run(["take", "linux", "boot"], ["a", "b", "q"]);
    publish(asked("1", "New?", "x", "y"), { ...one, questionId: "2" }, { ...other, questionId: "3" });
    const { out } = await student.run(["take", "linux", "boot"], ["", "", "", "send"]);
    expect(out).toContain("  1. (left out)\n  2. a) x\n  3. b) y\n");
    expect(lastSubmission()).toMatchObject({
      testResult: [
        { questionId: "2", answer: "a" },
        { questionId: "3", answer: "b" },
      ],
    });
  });

  test("is said to have changed where it did, and the answer to the earlier question is not taken", async () => {
    publish(asked("1", "One?", "x", "y"), asked("2", "Gone?", "x", "y"));
    await student.run(["take", "linux", "boot"], ["a", "b", "q"]);
    publish(asked("1", "Quite another?", "x", "y"));
    const { out, err } = await student.run(["take", "linux", "boot"], ["", "send"]);
    expect(out).toContain(
      "Question 1 has changed since you answered it. Your answer was: x\nNo longer in this test: Gone?\n",
    );
    expect(err).toContain("Every question is left out; there is nothing to send.");
    expect(lastSubmission()).toBeUndefined();
  });

  test("is asked to be checked against answers that an earlier client kept without the questions", async () => {
    mkdirSync(student.file("drafts"));
    writeFileSync(student.file("drafts/adam+linux+boot"), "q1=b\nq2=z\n");
    const { out } = await student.run(["take", "linux", "boot"], ["", "", "send"]);
    expect(out).toContain("Question 2 has changed since you answered it. Your answer was: z\n");
    expect(out).toContain("The questions may have changed since: check each.");
    expect(lastSubmission()).toMatchObject({ testResult: [{ questionId: "q1", answer: "b" }] });
  });
});

describe("the only or the last attempt", () => {
  const attempts = (attemptsUsed: number, attemptsAllowed: number) =>
    api.on("POST /api/v1/tests", {
      body: { code: 200, body: [], open: [{ ...openTest, attemptsUsed, attemptsAllowed }] },
    });

  test.each([
    [0, 1, "This is the only attempt at this test."],
    [2, 3, "This is your last attempt at this test."],
  ])("is asked about once: %i of %i used", async (used, allowed, words) => {
    attempts(used, allowed);
    const { err } = await student.run(["take", "linux", "boot"], ["a", "c", "send", "no", "q"]);
    expect(err).toContain(words);
    expect(lastSubmission()).toBeUndefined();
    await student.run(["take", "linux", "boot"], ["", "", "send", "yes"]);
    expect(lastSubmission()).toBeDefined();
  });

  test("is not asked about while another one is left", async () => {
    attempts(0, 2);
    await student.run(["take", "linux", "boot"], ["a", "c", "send"]);
    expect(lastSubmission()).toBeDefined();
  });
});

describe("what is not sent", () => {
  test("is kept over Ctrl-C, which says so", async () => {
    const { code, err } = await student.interrupt(["take", "linux", "boot"], ["b"], "2. What is");
    expect(code).toBe(130);
    expect(err).toContain("Nothing was sent. Your answers are kept; run the same command to go on.\n");
    expect((await student.run(["take", "linux", "boot"], ["", "", "q"])).out).toContain(
      "  1. b) the shell\n",
    );
  });

  test("is not said to be kept where nothing was answered", async () => {
    const { err } = await student.interrupt(["take", "linux", "boot"], [], "1. What starts");
    expect(err).toMatch(/\nNothing was sent\.\n$/);
  });

  test("can be thrown away, after a question", async () => {
    await student.run(["take", "linux", "boot"], ["b", "c", "drop", "no", "q"]);
    expect(readdirSync(student.file("drafts"))).toHaveLength(1);
    const { out } = await student.run(["take", "linux", "boot"], ["", "", "drop", "yes"]);
    expect(out).toContain("Your answers are thrown away. Nothing was sent.\n");
    expect(readdirSync(student.file("drafts"))).toEqual([]);
    expect(lastSubmission()).toBeUndefined();
  });
});

describe("score", () => {
  const score = {
    ...{ subject: "linux", testId: "boot", title: "Booting", status: "graded", score: "2.5", best: "5" },
    ...{ right: 1, questions: 2, revision: 2, receivedAt: receipt.receivedAt, deadline: receipt.deadline },
  };
  const marks = [
    {
      questionId: "q1",
      question: "What starts\nall?",
      given: "a",
      givenText: "init",
      isRight: true,
      right: "a",
    },
    {
      ...{ questionId: "q2", question: "What is fork?", given: null, isRight: false, right: "b" },
      ...{ rightText: "a call", feedback: "A call:\nfork(2)." },
    },
    { questionId: "q3", given: "b", isRight: false },
  ];
  const now = { score: "now", marks: "now", answers: "now" };
  const listed = (...results: object[]) =>
    api.on("POST /api/v1/tests", { body: { code: 200, body: [], open: [], results } });
  const shown = (body: object, release: object, more: object = {}) =>
    api.on("GET /api/v1/score?subjectName=linux&testId=boot", {
      body: { code: 200, body, release, ...more },
    });
  const one = async (): Promise<string> => (await student.run(["score", "linux", "boot"])).out;

  test("lists what became of each test, asking for it", async () => {
    const { score: _, best: __, ...withheld } = score;
    listed(
      ...[score, { ...score, testId: "init", title: "Init", score: "5" }],
      ...[
        { ...withheld, scoreComes: receipt.deadline },
        { ...withheld, scoreComes: "never" },
      ],
      ...["missing", "excused", "failed"].map((status) => ({ ...withheld, status })),
    );
    expect((await student.run(["score"])).out.split("\n")).toEqual([
      "2.5 out of 5  linux boot  Booting",
      "5 out of 5  linux init  Init",
      "score comes Mon 23 Nov 2026, 23:00 CET  linux boot  Booting",
      "score kept by the trainer  linux boot  Booting",
      "Missed  linux boot  Booting",
      "Excused  linux boot  Booting",
      "Could not be graded  linux boot  Booting",
      "",
    ]);
    expect(api.seen[0]?.body).toEqual({ studentId: "adam", results: true, scores: true });
  });

  test("lists the scores of a server that knows no results", async () => {
    const { status: _, ...before } = score;
    api.on("POST /api/v1/tests", { body: { code: 200, body: [], open: [], scores: [before] } });
    expect((await student.run(["score"])).out).toBe("2.5 out of 5  linux boot  Booting\n");
  });

  const top =
    "Booting\n2.5 out of 5\n1 of 2 answers right. We graded the answers you sent on Sat 21 Nov 2026, 11:00 CET.\n" +
    "This score has been changed since it was first given.\n";

  test("shows each question of one with the right answer and why, as the page does", async () => {
    shown(score, now, { marks });
    expect(await one()).toBe(
      `${top}
1. [q1] What starts
   all?
     Your answer: init (Right)

2. [q2] What is fork?
     Your answer: Left out
     Right answer: a call
     Why: A call:
     fork(2).

3. Question q3
     Your answer: b (Wrong)
`,
    );
  });

  test("shows what the student objects to below the question, and the trainer's answer", async () => {
    const at = receipt.receivedAt;
    const answer = {
      text: "It is.\nThank you.",
      by: "Ada Nowak",
      at: receipt.deadline,
      decision: "accepted",
    };
    const appeals = [
      { questionId: "q3", text: "c is right too.", at, status: "answered", answer },
      { questionId: "q1", text: "systemd\u001b[31m!", at, status: "open" },
    ];
    shown(score, now, { marks, appeals });
    const out = await one();
    expect(out).toContain(`     Your answer: init (Right)
     You wrote, Sat 21 Nov 2026, 11:00 CET: systemd[31m!
     Sent. Your trainer has not answered yet.
`);
    expect(out).toContain(`     You wrote, Sat 21 Nov 2026, 11:00 CET: c is right too.
     Ada Nowak answered, Mon 23 Nov 2026, 23:00 CET: Accepted. It is.
     Thank you.
`);
    expect(JSON.parse((await student.run(["score", "linux/boot", "--json"])).out).appeals).toEqual(appeals);
  });

  test("says when what is not shown comes, or that it doesn't", async () => {
    shown(score, { ...now, marks: "never", answers: "never" });
    expect(await one()).toBe(`${top}This course does not show which answers were right.\n`);
    shown(score, { ...now, answers: receipt.deadline });
    expect(await one()).toContain("The right answers come Mon 23 Nov 2026, 23:00 CET, when nobody can take");
    const { score: _, best: __, right: ___, ...withheld } = score;
    shown({ ...withheld, scoreComes: receipt.deadline }, now);
    expect(await one()).toContain("The score comes Mon 23 Nov 2026, 23:00 CET, when");
    shown({ ...withheld, status: "missing", receivedAt: undefined }, now);
    expect(await one()).toBe("Booting\nNothing arrived before the deadline, Mon 23 Nov 2026, 23:00 CET.\n");
  });

  test("says which attempts were graded, what each gave, and why a score is another one", async () => {
    const attempt = { receivedAt: receipt.receivedAt, submissionId: "a".repeat(32) };
    const attempts = [
      { ...attempt, score: "4", isShown: false },
      { ...attempt, score: "1", isShown: true },
    ];
    const change = {
      before: { score: "2", best: "5" },
      questions: [
        { questionId: "q2", place: 2, kind: "marked" },
        { questionId: "q1", place: 1, kind: "marked" },
        { questionId: "q3", place: 3, kind: "of a later version" },
      ],
      reasons: ["best", "of a later version"],
    };
    const hidden = { ...now, marks: "never", answers: "never" };
    shown({ ...score, counts: "average" }, hidden, { attempts, change });
    expect(await one()).toBe(`Booting
2.5 out of 5
1 of 2 answers right. We graded your 2 attempts and took the average of their scores.
Your attempts:
  Attempt 1, sent Sat 21 Nov 2026, 11:00 CET: 4
  Attempt 2, sent Sat 21 Nov 2026, 11:00 CET: 1
This score has been changed since it was first given.
Before, it was 2 out of 5.
The marking was corrected: Question 2, Question 1.
The best possible score is another one than before.
This course does not show which answers were right.
`);
    shown({ ...score, counts: "best" }, now, { attempts, marks: [{ ...marks[0], name: "q1" }], change });
    const best = await one();
    expect(best).toContain("and took the best one, which you sent on Sat 21 Nov 2026, 11:00 CET.\n");
    expect(best).toContain(": 1 (counts, shown below)\n");
    expect(best).toContain("The marking was corrected: Question 2 · q2, Question 1 · q1.\n");
    shown({ ...score, counts: "first", revision: 1 }, hidden);
    expect(await one()).toContain("We graded your first attempt, which you sent on Sat 21 Nov");
    const { score: _, best: __, right: ___, ...withheld } = score;
    shown({ ...withheld, counts: "average", scoreComes: "never" }, hidden);
    expect(await one()).toContain("The average of your attempts counts.\n");
  });

  test("says what the trainer has set by hand, and why", async () => {
    const because = "Question 2 was unclear.";
    shown({ ...score, override: { score: "2.5", because } }, now);
    expect(await one()).toContain(`2.5 out of 5\nYour trainer set this score: ${because}\n`);
    shown({ ...score, status: "excused", override: { excused: true, because } }, now);
    expect(await one()).toContain(`This test does not count for you: ${because}\n`);
  });

  test("gives scripts JSON, and says when nothing is graded", async () => {
    listed(score);
    expect(JSON.parse((await student.run(["score", "--json"])).out)).toEqual([score]);
    shown(score, now, { marks });
    const { out } = await student.run(["score", "linux/boot", "--json"]);
    expect(JSON.parse(out)).toEqual({ ...score, release: now, marks });
    api.on("GET /api/v1/score?subjectName=linux&testId=t9", {
      status: 404,
      body: { code: 404, body: "There is no score for linux/t9 yet." },
    });
    expect(await student.run(["score", "linux", "t9"])).toEqual({
      ...{ code: 1, out: "", err: "linux t9 has not been graded yet.\n" },
    });
    listed();
    expect((await student.run(["score"])).out).toBe("No test of yours has been graded yet.\n");
    expect((await student.run(["score", "linux"])).code).toBe(2);
  });
});

describe("appeal", () => {
  const call = "POST /api/v1/appeals";
  const appeal = { questionId: "q2", text: "c is right too.", at: receipt.receivedAt, status: "open" };
  const sent = () => api.seen.at(-1)?.body;

  test("sends what is wrong with a question, and says where the answer comes", async () => {
    api.on(call, { body: { code: 200, body: appeal } });
    const { code, out } = await student.run(["appeal", "linux/boot", "q2", "c is", "right too."]);
    expect({ code, out }).toEqual({
      code: 0,
      out:
        "What you wrote is sent to your trainer.\nThe answer comes by mail, and is shown by: test-time.sh score linux boot\n" +
        "Until then the same command changes what you wrote.\n",
    });
    expect(sent()).toEqual({
      ...{ studentId: "adam", subjectName: "linux", testId: "boot", questionId: "q2" },
      text: "c is right too.",
    });
    const typed = ['Wątek to "fork"?', "\\n nie jest \u001b[31m nowym wierszem."];
    await student.run(["appeal", "linux", "boot", "q2"], typed);
    expect(sent()).toMatchObject({ questionId: "q2", text: typed.map((line) => `${line}\n`).join("") });
  });

  test("says in the course's language what the server refuses, and nothing about taking a test", async () => {
    const refusal = (status: number, reason: string, values: object) =>
      api.on(call, { status, body: { code: status, body: "Because.", reason, values } });
    const ref = { subject: "linux", testId: "boot", questionId: "q9" };
    const polish = { TEST_TIME_LANG: "pl" };
    refusal(409, "appeal-answered", ref);
    expect(await student.run(["appeal", "linux/boot", "q9", "No."], [], polish)).toEqual({
      code: 1,
      out: "",
      err: "Odpowiedź w sprawie pytania q9 testu linux/boot już jest. Jeśli coś pozostaje niejasne, zapytaj osobę prowadzącą.\n",
    });
    refusal(404, "no-question", ref);
    expect((await student.run(["appeal", "linux/boot", "q9", "No."])).err).toBe(
      "Your graded answers to linux/boot have no question q9.\n" +
        "See your graded tests, and the ids of a test's questions, with: test-time.sh score [SUBJECT TEST]\n",
    );
  });

  test("does not send a text of 100 kB, nor without a question", async () => {
    const { code, err } = await student.run(["appeal", "linux/boot", "q2"], ["x".repeat(100_000)]);
    expect({ code, err }).toEqual({
      code: 1,
      err: "The text is too long: at most 1000 characters are taken. Nothing was sent.\n",
    });
    expect(await student.run(["appeal", "linux/boot"])).toMatchObject({
      code: 2,
      err: "Usage: test-time.sh appeal SUBJECT TEST QUESTION [TEXT]\n",
    });
    expect(api.seen).toEqual([]);
  });
});

describe("what the server refuses gets clear words and an honest exit code", () => {
  test.each([
    [400, 1, "The server can't use what was sent. The server says: Because."],
    [401, 1, "Your key is not valid, or no longer valid. The server says: Because."],
    [403, 1, "You may not do this: the key belongs to somebody else, or you are not on the list"],
    [404, 1, "There is no such subject or test, or it is not open yet. The server says: Because."],
    [409, 1, "You have used all your attempts at this test. The server says: Because."],
    [410, 1, "Too late: the deadline of this test has passed. The server says: Because."],
    [413, 1, "What was sent is too large. The server says: Because."],
    [429, 3, "Too many requests at the moment. It is not known whether your answers arrived"],
    [500, 3, "The server has a problem (status 500). It is not known whether"],
    [418, 1, "The server answered with the status 418, which this client does not know."],
  ])("%i", async (status, exitCode, words) => {
    api.on("POST /api/v1/test", { status, body: { code: status, body: "Because." } });
    const { code, err, out } = await student.run(["submit", "linux", "boot", "q1=a"]);
    expect(err).toContain(words);
    expect({ code, out }).toEqual({ code: exitCode, out: "" });
  });

  test.each([
    [200, "<html>hotel wifi</html>", 1],
    [200, "", 1],
    [302, '{"message":"elsewhere"}', 1],
    [502, "Bad gateway", 3],
  ])("an answer that is not the API's: %i %j", async (status, body, exitCode) => {
    api.on("POST /api/v1/tests", { status, body });
    const { code, err } = await student.run(["list"]);
    expect(code).toBe(exitCode);
    expect(err).toMatch(/not Test Time's|has a problem/);
  });

  test("no connection", async () => {
    student.configure("http://127.0.0.1:9");
    const { code, err } = await student.run(["list"]);
    expect(code).toBe(3);
    expect(err).toContain("Can't reach http://127.0.0.1:9: ");
    expect(err).toContain("test-time.sh configure");
  });
});

describe("configuration", () => {
  test("is asked for, checked, and kept where only its owner can read it", async () => {
    student.remove();
    const typed = ["http://example.com", `${api.url}/api/v1/tests`, "no key", "adam.s3cret_-", ""];
    const { code, err } = await student.run(["configure"], typed);
    expect(code).toBe(0);
    expect(err).toContain('"http://example.com" is not an address that begins with https://');
    expect(err).toContain("A key looks like id.letters-and-digits");
    expect(readFileSync(student.file("config"), "utf8")).toBe(`url=${api.url}\nid=adam\nkey=adam.s3cret_-\n`);
    expect(statSync(student.file("config")).mode & 0o777).toBe(0o600);
    expect(statSync(student.file("")).mode & 0o777).toBe(0o700);
  });

  test.each([
    "http://192.168.1.5:4040",
    "http://10.0.0.7",
    "http://172.16.3.4:80/class",
    "http://[fd12:3456::1]:4040",
    "http://trainer.local:4040",
  ])("takes %s in one's own network after one warning", async (address) => {
    student.remove();
    const typed = [address, "adam.secret-1", ""];
    const { code, err } = await student.run(["configure"], typed);
    expect(code).toBe(0);
    expect(err).toContain(`${address} is not encrypted: others in this network could read your key`);
    const config = readFileSync(student.file("config"), "utf8");
    expect(config).toBe(`url=${address}\nid=adam\nkey=adam.secret-1\nwarned=${address}\n`);
  });

  test.each([
    "http://172.32.0.1",
    "http://11.0.0.1",
    "http://10.0.0.1.example.com",
    "http://192.168.1.5@example.com",
  ])("refuses %s, which is not in one's own network", async (address) => {
    const { err } = await student.run(["configure"], [address, api.url, "adam.secret-1", ""]);
    expect(err).toContain("is not an address that begins with https://");
  });

  test("is closed to others again when it was open to them", async () => {
    expect(statSync(student.file("config")).mode & 0o077).not.toBe(0);
    await student.run(["list"]);
    expect(statSync(student.file("config")).mode & 0o777).toBe(0o600);
  });

  test.each([
    ["without a newline at its end", (text: string) => text.trimEnd()],
    ["with Windows line ends", (text: string) => text.replaceAll("\n", "\r\n")],
    ["with Windows line ends but at its end", (text: string) => text.trimEnd().replaceAll("\n", "\r\n")],
  ])("%s counts whole", async (_, rewrite) => {
    writeFileSync(student.file("config"), rewrite(readFileSync(student.file("config"), "utf8")));
    const { code, err } = await student.run(["list"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(api.seen.at(-1)?.key).toBe("adam.secret-1");
  });

  test("that is missing stops a script with what to do, without asking", async () => {
    student.remove();
    const { code, err } = await student.run(["list"], [api.url]);
    expect(code).toBe(2);
    expect(err).toContain("Run: test-time.sh configure");
    expect(api.seen).toEqual([]);
  });
});

describe("the client's language", () => {
  const inPolish = (...open: object[]) =>
    api.on("POST /api/v1/tests", {
      body: { code: 200, body: [], open, course: { title: "Linux", language: "pl-PL" } },
    });

  test("is the course's, which is kept for the next time", async () => {
    inPolish({ ...openTest, deadline: "2026-11-21T19:52:00.000Z", attemptsAllowed: 1 });
    const { code, out, err } = await student.run([], ["1", "a", "x", "", "send", "tak", "q"]);
    expect(code).toBe(0);
    for (const sentence of [
      "Numer testu do rozwiązania, q kończy > ",
      "„x” nie jest jedną z odpowiedzi: a c",
      "Pominięte.",
      "send wysyła je, numer zmienia odpowiedź, drop usuwa wszystkie, q przerywa na razie > ",
      "To jedyna próba w tym teście. Wysłać teraz? tak lub nie > ",
    ]) {
      expect(err).toContain(sentence);
    }
    expect(out).toContain(
      "termin: sob., 21 lis 2026, 20:52 CET (jeszcze 1 godzina 22 minuty); jeszcze niewysłany, wykorzystane próby: 0 z 1\n",
    );
    expect(out).toContain("linux boot: 2 pytania.\n");
    expect(out).toContain(
      "Potwierdzenie\n  otrzymano  sob., 21 lis 2026, 11:00 CET\n  termin     pon., 23 lis",
    );
    expect(`${out}${err}`).not.toMatch(/[{}]/);
    expect(readFileSync(student.file("config"), "utf8")).toMatch(/^language=pl-PL$/m);
    const values = { subject: "linux", testId: "boot", deadline: receipt.deadline };
    const body = { code: 410, body: "Late.", reason: "deadline-passed", values };
    api.on(`GET ${testPath}`, { status: 410, body });
    expect((await student.run(["show", "linux", "boot"])).err).toBe(
      "Za późno: ten test jest już zamknięty. Serwer odpowiada: Termin testu linux/boot minął: pon., 23 lis 2026, 23:00 CET.\n",
    );
  });

  test("is the terminal's before the course's is known, and the one that TEST_TIME_LANG names above all", async () => {
    const polish = { LANG: "pl_PL.UTF-8" };
    expect((await student.run(["grade"], [], polish)).err).toContain("Nie ma polecenia „grade”.");
    expect((await student.run(["grade"], [], { ...polish, TEST_TIME_LANG: "en" })).err).toContain(
      "There is no",
    );
  });
});

test.each([["help"], ["-h"], ["--help"]])("%s explains the commands", async (word) => {
  const { code, out } = await student.run([word]);
  expect(code).toBe(0);
  expect(out).toContain("test-time.sh submit SUBJECT TEST QUESTION=ANSWER");
});

test("an unknown command is a usage error", async () => {
  expect(await student.run(["grade"])).toMatchObject({
    code: 2,
    err: 'There is no command "grade". See: test-time.sh help\n',
  });
});
