import { describe, expect, test } from "@jest/globals";
import {
  type Fraction,
  fraction,
  fractionIn,
  larger,
  minus,
  times,
} from "../../../course/grading/fraction.ts";
import { type Grade, gradeSchema } from "../../../course/grading/grade.ts";
import { mendKey } from "../../../course/grading/mend-key.ts";
import { bestText, countsOf, pointsOf, scoreOf, scoreText } from "../../../course/grading/score.ts";
import { attemptNote, changeSentences, gradedSentence } from "../../../course/grading/score-words.ts";
import { supposedKey } from "../../../course/grading/supposed-key.ts";
import {
  attemptsOf,
  currentGrades,
  latestFirst,
  marksOf,
  testScoreOf,
} from "../../../course/grading/test-scores.ts";
import { questionIdSchema } from "../../../course/ids.ts";
import { answerKeySchema, questionsSchema } from "../../../course/test.ts";
import { score as words } from "../../../course/words/en.ts";
import { aTest, testRef } from "../../tasks/support/course.ts";

describe("a score is shown", () => {
  test.each([
    [2, 3, 5, "3.33"],
    [1, 6, 5, "0.83"],
    [9, 10, 5, "4.5"],
    [3, 3, 5, "5"],
    [0, 7, 5, "0"],
    [1, 3, 0.3, "0.1"],
    [3, 10, 1, "0.3"],
    [1, 8, 1, "0.13"],
    [1, 200, 1, "0.01"],
    [1, 3000, 1, "0"],
    [2, 3, 1000, "666.67"],
    [1, 1, 0.000001, "0"],
    [7, 7, 12.5, "12.5"],
  ])("%d of %d on a scale of %d as %s", (right, questions, scale, text) => {
    expect(scoreText({ right, questions, scale })).toBe(text);
  });

  test("beside the best score, in the same form", () => {
    expect(bestText({ right: 2, questions: 3, scale: 12.5 })).toBe("12.5");
  });
});

describe("a grade with points", () => {
  const points = { earned: "7/3", of: "10" };
  const grade = { right: 1, questions: 4, scale: 5, points };

  test("has the share of its points as its score, whatever number was right", () => {
    expect(pointsOf(grade)).toEqual({ earned: fraction(7n, 3n), of: fraction(10n) });
    expect(scoreText(grade)).toBe("1.17");
    expect(countsOf(grade)).toEqual({ right: 1, questions: 4, points: { earned: "2.33", of: "10" } });
  });

  test("in which nothing counts has neither points nor a score", () => {
    const nothing = { ...grade, nothingCounts: true } as const;
    expect(pointsOf(nothing)).toBeNull();
    expect(scoreText(nothing)).toBeNull();
    expect(countsOf(nothing)).toStrictEqual({ right: 1, questions: 4, nothingCounts: true });
  });

  test.each([
    ["7/3", "0"],
    ["7/3", "much"],
    ["some", "10"],
  ])("of %s of %s points is refused, not shown as some score", (earned, of) => {
    expect(() => pointsOf({ ...grade, points: { earned, of } })).toThrow(
      `A grade says ${earned} of ${of} points.`,
    );
  });

  test("hands on what its score is made of, and nothing else", () => {
    const nothing = { ...grade, nothingCounts: true, counts: "best" } as const;
    expect(scoreOf({ ...nothing, ...{ revision: 3 } })).toStrictEqual(nothing);
    expect(scoreOf({ right: 1, questions: 4, scale: 5, counts: "latest" })).toStrictEqual({
      ...{ right: 1, questions: 4, scale: 5 },
    });
  });
});

describe("an exact number", () => {
  const of = (numerator: bigint, denominator: bigint): Fraction => ({ numerator, denominator });

  test.each([
    ["7/3", of(7n, 3n)],
    ["-6/4", of(-3n, 2n)],
    ["10", of(10n, 1n)],
    ["0.50", of(1n, 2n)],
    ["-2.125", of(-17n, 8n)],
    ["007/01", of(7n, 1n)],
  ])("is read from %s", (text, value) => {
    expect(fractionIn(text)).toEqual(value);
  });

  test.each([
    "",
    "-",
    ".5",
    "5.",
    "1/0",
    "1/00",
    "1/-2",
    "1.5/2",
    "+1",
    " 1",
    "1 ",
    "1e3",
    "x1",
    "1/2/3",
    "١",
  ])("is not read from %j", (text) => {
    expect(fractionIn(text)).toBeNull();
  });

  test("is in lowest terms with a positive denominator, and has one", () => {
    expect(fraction(4n, -6n)).toEqual(of(-2n, 3n));
    expect(fraction(0n, -5n)).toEqual(of(0n, 1n));
    expect(() => fraction(1n, 0n)).toThrow("A fraction's denominator is not 0.");
  });

  test("is reckoned with as by hand", () => {
    expect(minus(of(1n, 2n), of(2n, 3n))).toEqual(of(-1n, 6n));
    expect(times(of(2n, 3n), of(-9n, 4n))).toEqual(of(-3n, 2n));
    expect(larger(of(-1n, 2n), of(-2n, 3n))).toEqual(of(-1n, 2n));
    expect(larger(of(1n, 3n), of(1n, 2n))).toEqual(of(1n, 2n));
  });
});

const choices = (...ids: string[]) =>
  ids.map((answerId) => ({ answerId, answerBody: `Body of ${answerId}` }));

const [single, multiple] = questionsSchema.parse([
  {
    ...{ questionId: "q1", question: "1 &lt; 2?", answers: choices("a", "b") },
    html: { question: "<p>1 &lt; 2?</p>", answers: { a: "<em>a</em>", b: "<em>b</em>" } },
  },
  {
    questionId: "q2",
    type: "multiple",
    question: "Two?",
    answers: choices("a", "b"),
    points: 2,
    credit: "each",
  },
]);
if (!single || !multiple) throw new Error("no questions");

const sent = (n: number) => ({
  submissionId: String(n).repeat(32),
  receivedAt: `2026-11-23T1${n}:00:00.000Z`,
});

const gradeOf = (answers: object[], more: object = {}, testId = "t1"): Grade =>
  gradeSchema.parse({
    ...{ studentId: "ann", ...testRef(testId), revision: 1, right: 1, questions: 2, scale: 5, answers },
    ...{ ...sent(1), runId: "2026-11-23T22-00-00Z", ...more },
  });

describe("A student is told of a question", () => {
  const marks = (answers: object[], release: "now" | "never" = "now", more: object = {}) =>
    marksOf(gradeOf(answers, more), [single, multiple], { answers: release });
  const wrong = {
    ...{
      questionId: "q1",
      given: "a",
      isRight: false,
      right: "b",
      feedback: "*So*",
      feedbackHtml: "<p>So</p>",
    },
    alsoRight: [{ right: "a" }, { rightText: "either" }],
  };

  test("what it was, what was given and what is right, as text and as HTML", () => {
    expect(marks([wrong])).toStrictEqual([
      {
        ...{ questionId: "q1", question: "1 &lt; 2?", given: "a", givenText: "Body of a", isRight: false },
        ...{ right: "b", rightText: "Body of b", alsoRight: ["a", "either"], feedback: "*So*" },
        ...{ questionHtml: "<p>1 &lt; 2?</p>", givenHtml: "<em>a</em>", rightHtml: "<em>b</em>" },
        feedbackHtml: "<p>So</p>",
        plain: { question: "1 < 2?", given: "a", right: "b", feedback: "So" },
      },
    ]);
  });

  test("which lines of a match are right, once right answers are released", () => {
    const match = questionsSchema.parse([
      {
        ...{ questionId: "q1", type: "match", question: "Which?", answers: choices("a", "b", "c") },
        items: ["x", "y", "z"].map((itemId) => ({ itemId, itemBody: `Item ${itemId}` })),
        html: { answers: { a: "<em>a</em>" } },
      },
    ]);
    const mark = {
      ...{ questionId: "q1", isRight: false, right: { x: "a", y: "b", z: "c" } },
      alsoRight: [{ right: { x: "a", y: "c", z: "c" } }],
    };
    const given = (answer: object, answers: "now" | "never" = "now", more: object = {}) =>
      marksOf(gradeOf([{ ...mark, given: answer, ...more }]), match, { answers })[0];
    const text = "Item x → Body of a\nItem y → Body of c\nItem z → Body of b";
    const all = { x: "a", y: "c", z: "b" };
    expect(given(all)).toMatchObject({
      givenText: "Item x → Body of a ✓\nItem y → Body of c ✓\nItem z → Body of b ✗",
      givenHtml:
        "<ul><li>Item x → <em>a</em> ✓</li><li>Item y → Body of c ✓</li><li>Item z → Body of b ✗</li></ul>",
    });
    const one = { givenText: "Item x → Body of a ✓", givenHtml: "Item x → <em>a</em> ✓" };
    expect(given({ x: "a" })).toMatchObject(one);
    expect(given(all, "never")?.givenText).toBe(text);
    expect(given(all, "now", { right: undefined })?.givenText).toBe(text);
    expect(given(all, "now", { alsoRight: undefined })?.givenText).toBe(
      "Item x → Body of a ✓\nItem y → Body of c ✗\nItem z → Body of b ✗",
    );
    expect(marksOf(gradeOf([{ ...mark, given: null }]), match, { answers: "now" })[0]).not.toHaveProperty(
      "givenText",
    );
    expect(given(all, "now", { void: "dropped" })?.givenText).toBe(text);
    expect(given(all, "now", { isRight: true })?.givenText).toBe(text);
  });

  test("which lines of a match are right, whatever the lines of its choices", () => {
    const match = questionsSchema.parse([
      {
        ...{ questionId: "q1", type: "match", question: "Which?" },
        answers: [...choices("a"), { answerId: "b", answerBody: "- one\n- two" }],
        items: ["x", "y"].map((itemId) => ({ itemId, itemBody: `Item ${itemId}` })),
        html: { answers: { b: "<ul><li>one</li>\n<li>two</li></ul>" } },
      },
    ]);
    const mark = { questionId: "q1", isRight: false, right: { x: "b", y: "a" } };
    const given = (answer: object) =>
      marksOf(gradeOf([{ ...mark, given: answer }]), match, { answers: "now" })[0];
    expect(given({ x: "b" })).toMatchObject({
      givenText: "Item x → - one\n- two",
      givenHtml: "Item x → <ul><li>one</li>\n<li>two</li></ul> ✓",
    });
    expect(given({ x: "b", y: "b" })?.givenHtml).toMatch(
      /^<ul><li>Item x → .+ ✓<\/li><li>.+ ✗<\/li><\/ul>$/s,
    );
  });

  test("what was typed, and where the blanks of a text were", () => {
    const typed = questionsSchema.parse([
      { questionId: "q1", type: "text", question: "Which?", answers: [] },
      {
        ...{ questionId: "q2", type: "blanks", question: "PID [[1]]", answers: [] },
        ...{ blanks: [{ blankId: "1", type: "text" }], html: { question: "<p>PID [[1]]</p>" } },
      },
    ]);
    const answers = [
      { questionId: "q1", given: "ls", isRight: true },
      { questionId: "q2", given: { 1: "one" }, isRight: true },
    ];
    expect(marksOf(gradeOf(answers), typed, { answers: "never" })).toMatchObject([
      { givenText: "ls" },
      {
        ...{ question: "PID (1) ___", questionHtml: "<p>PID (1) ___</p>" },
        ...{ givenText: "PID one", givenHtml: "<p>PID <strong>one</strong></p>" },
      },
    ]);
  });

  test("nothing of what is right before right answers are released", () => {
    expect(marks([wrong], "never")).toStrictEqual([
      {
        ...{ questionId: "q1", question: "1 &lt; 2?", given: "a", givenText: "Body of a", isRight: false },
        ...{ questionHtml: "<p>1 &lt; 2?</p>", givenHtml: "<em>a</em>" },
        plain: { question: "1 < 2?", given: "a" },
      },
    ]);
  });

  test("no more than there is: a question left out, without HTML, right answers or reasons", () => {
    expect(marks([{ questionId: "q2", given: null, isRight: false }])).toStrictEqual([
      { questionId: "q2", question: "Two?", given: null, isRight: false },
    ]);
    expect(marks([{ questionId: "q1", given: null, isRight: false }])[0]).not.toHaveProperty("givenHtml");
  });

  test("its points in two decimals and how they are shared, its name on a paper of one's own, and that it is void", () => {
    const earned = { earned: "2/3", of: "2" };
    const mark = { questionId: "q2", given: ["a"], isRight: false, void: "given", ...earned };
    expect(marks([mark], "now", { ownPaper: true })).toStrictEqual([
      {
        ...{ questionId: "q2", name: "q2", question: "Two?", given: ["a"], givenText: "Body of a" },
        ...{ isRight: false, earned: "0.67", of: "2", credit: "each", void: "given" },
      },
    ]);
    const gone = { ...mark, questionId: "q9", void: undefined };
    expect(marks([gone])).toMatchObject([{ givenText: "a", earned: "0.67", of: "2" }]);
    expect(marks([gone])[0]).not.toHaveProperty("credit");
    expect(marks([{ ...mark, of: undefined }])[0]).not.toHaveProperty("earned");
    expect(marks([{ ...mark, earned: undefined }])[0]).not.toHaveProperty("of");
  });

  test("that is gone, or whose choice is gone, what was written, and no mere id", () => {
    const gone = { questionId: "q9", given: "a", isRight: true, right: "a", alsoRight: [{ right: "c" }] };
    expect(marks([gone])).toStrictEqual([
      { questionId: "q9", given: "a", isRight: true, right: "a", alsoRight: ["c"] },
    ]);
    expect(marks([{ questionId: "q1", given: "z", isRight: false }])[0]).not.toHaveProperty("givenText");
  });
});

describe("A grade as its student gets it", () => {
  const renamed = aTest("t1", { renamedFrom: [testRef("old")], language: "pl" });
  const grade = gradeOf([], { counts: "best" }, "old");

  test("has the test's name and title of now, and what its score is made of", () => {
    expect(testScoreOf(grade, [renamed], null)).toStrictEqual({
      ...{ language: "pl", ...testRef("t1"), title: "Title of t1", score: "2.5", best: "5" },
      ...{ right: 1, questions: 2, counts: "best", revision: 1, ...sent(1) },
    });
    expect(testScoreOf(grade, [], null)).toMatchObject({ ...testRef("old"), title: "old" });
  });

  test("has a score of 0 out of 0 where nothing counts, because clients read numbers there", () => {
    const nothing = testScoreOf(gradeOf([], { nothingCounts: true }), [renamed], null);
    expect(nothing).toMatchObject({ score: "0", best: "0", nothingCounts: true });
  });

  test("has each question where these are released", () => {
    const marked = gradeOf([{ questionId: "q1", given: "a", isRight: true }]);
    const shown = {
      questions: [single],
      release: { score: "now", marks: "now", answers: "never" } as const,
    };
    expect(testScoreOf(marked, [renamed], shown).marks).toEqual(marksOf(marked, [single], shown.release));
    expect(testScoreOf(marked, [renamed], null)).not.toHaveProperty("marks");
  });

  test("is the one under the latest of the test's names, of which a removed test has one", () => {
    const now = gradeOf([]);
    const gone = gradeOf([], {}, "gone");
    expect(currentGrades([grade, now, gone], [renamed])).toEqual([now, gone]);
    expect(currentGrades([grade, gone], [renamed])).toEqual([grade, gone]);
  });

  test("comes before those whose answers came earlier; of equal times by name, the last first", () => {
    const score = (testId: string, n: number) => testScoreOf(gradeOf([], sent(n), testId), [], null);
    const scores = [score("t1", 1), score("t3", 2), score("t2", 1)];
    expect(latestFirst(scores).map(({ testId }) => testId)).toEqual(["t3", "t2", "t1"]);
  });

  test("tells what each attempt gave, and which one is shown", () => {
    const attempts = [
      { ...sent(1), earned: "1", of: "3" },
      { ...sent(1), ...{ receivedAt: sent(2).receivedAt } },
    ];
    expect(attemptsOf(gradeOf([], { attempts }))).toStrictEqual([
      { ...sent(1), score: "1.67", isShown: true },
      { ...attempts[1], isShown: false },
    ]);
    const other = [{ ...sent(1), submissionId: sent(2).submissionId }];
    expect(attemptsOf(gradeOf([], { attempts: other }))).toMatchObject([{ isShown: false }]);
    expect(attemptsOf(gradeOf([]))).toBeUndefined();
  });
});

describe("What is said of a graded test", () => {
  const said = (counts: Grade["counts"], attempts: number | undefined) =>
    gradedSentence(words, { counts, attempts }, "Monday").join("");

  test.each([
    [undefined, 3, "We graded the answers you sent on Monday."],
    ["latest", undefined, "We graded the answers you sent on Monday."],
    ["first", 1, "We graded your first attempt, which you sent on Monday."],
    ["best", 1, "We graded the answers you sent on Monday."],
    ["best", 2, "We graded your 2 attempts and took the best one, which you sent on Monday."],
    ["average", 3, "We graded your 3 attempts and took the average of their scores."],
    ["average", undefined, "The average of your attempts counts."],
    ["best", undefined, "The best of your attempts counts."],
  ] as const)("by the rule %s of %s attempts: %s", (counts, attempts, sentence) => {
    expect(said(counts, attempts)).toBe(sentence);
  });

  test.each([
    [true, "best", true, " (counts, shown below)"],
    [true, "best", false, " (counts)"],
    [true, "average", true, " (shown below)"],
    [true, "average", false, ""],
    [false, "best", true, ""],
  ] as const)(
    "of an attempt, shown %s by the rule %s with marks %s: %j",
    (isShown, counts, hasMarks, note) => {
      expect(attemptNote(words, { isShown }, { counts, hasMarks })).toBe(note);
    },
  );

  test("names the questions that changed by their numbers, and by their names where papers differ", () => {
    const changed = (id: string, place: number) =>
      ({ questionId: questionIdSchema.parse(id), place, kind: "dropped" }) as const;
    const change = { questions: [changed("q7", 2), changed("q9", 5)], reasons: ["best" as const] };
    const best = words.changedTest.best;
    const number = words.number;
    expect(changeSentences(words, change, false)).toEqual([
      `No longer counts: ${number(2)}, ${number(5)}.`,
      best,
    ]);
    expect(changeSentences(words, change, true)[0]).toBe(
      `No longer counts: ${number(2)} · q7, ${number(5)} · q9.`,
    );
    expect(changeSentences(words, { ...change, isUndone: true }, true)).toEqual([words.undone]);
  });
});

describe("A key that looks wrong", () => {
  const key = answerKeySchema.parse([
    { questionId: "q1", answer: "a" },
    { questionId: "q2", type: "number", value: "3" },
  ]);
  const suppose = (questionId: string, answerId: string) =>
    supposedKey(key, { questionId: questionIdSchema.parse(questionId), answerId });

  test("can be tried with another choice, where the question has choices", () => {
    expect(suppose("q1", "b")).toEqual([{ questionId: "q1", answer: "b" }, key[1]]);
    expect([suppose("q2", "b"), suppose("q9", "b")]).toEqual([null, null]);
  });

  test("is mended in the test's file, then published, then graded by", () => {
    expect(mendKey(testRef("boot"), ["q1", "q2"])).toBe(
      "mend q1, q2 in linux/boot.yaml, then bin/trainer publish, then bin/trainer grade --again linux/boot",
    );
  });
});
