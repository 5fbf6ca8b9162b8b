import { describe, expect, test } from "@jest/globals";
import { supposedKey } from "../../../course/grading/supposed-key.ts";
import { questionIdSchema, studentIdSchema } from "../../../course/ids.ts";
import { onPaper, paperOf, storedPaper } from "../../../course/questions/paper.ts";
import type { RightAnswer } from "../../../course/questions/question-type.ts";
import { analysisBy, analysisOf } from "../../../course/statistics/analysis.ts";
import { facilityWords } from "../../../course/statistics/in-words.ts";
import { nobodysTally, storedTallySchema, storedTallyText } from "../../../course/statistics/stored-tally.ts";
import { rightsIn, TestTally } from "../../../course/statistics/tally.ts";
import { answerKeySchema, questionsSchema } from "../../../course/test.ts";
import { rankOf } from "../support/rank.ts";
import { madeUpClass } from "./support/made-up-class.ts";
import { gradeOf, gradesOf, keyOf, single } from "./support/made-up-grades.ts";

const two = [single("q1", "abc"), single("q2", "abc")];
const keyOfTwo = two.map(keyOf("a"));

describe("a tally", () => {
  test("of parts of a class adds up to that of the class", () => {
    const { questions, answerKey, grades } = madeUpClass(5, 60, "both");
    const whole = new TestTally(questions);
    for (const grade of grades) whole.add(grade);
    const sum = new TestTally(questions);
    for (const part of [grades.slice(0, 1), grades.slice(1, 40), [], grades.slice(40)]) {
      const tally = new TestTally(questions);
      for (const grade of part) tally.add(grade);
      sum.merge(tally);
    }
    expect(analysisOf(questions, answerKey, sum)).toEqual(analysisOf(questions, answerKey, whole));
  });

  test("is the same when it was stored meanwhile", () => {
    const { questions, answerKey, grades } = madeUpClass(5, 60, "both");
    const tally = new TestTally(questions);
    for (const grade of grades) tally.add(grade);
    const text = storedTallyText(tally, { asked: "", students: [] });
    const again = new TestTally(questions);
    again.merge(storedTallySchema.parse(JSON.parse(text)));
    expect(again).toEqual(tally);
    expect(analysisOf(questions, answerKey, again)).toEqual(analysisOf(questions, answerKey, tally));
  });

  /** Of q1, where letters are picked, and q2, where words are typed. */
  const smallTally = () => {
    const typed = questionsSchema.parse([{ questionId: "q2", type: "text", question: "Who?", answers: [] }]);
    const questions = [single("q1", "ab"), ...typed];
    const [picks, types] = [
      { questionId: "q1", right: "a" },
      { questionId: "q2", rightText: "linus or torvalds", alsoRight: [{ rightText: "l.*s" }] },
    ];
    const tally = new TestTally(questions);
    tally.add(
      gradeOf([
        { ...picks, given: "a", isRight: true },
        { ...types, given: "linus", isRight: true },
      ]),
    );
    tally.add(gradeOf([picks, { ...types, given: "bill" }]));
    tally.add(gradeOf([{ ...picks, given: "a", isRight: true }]));
    return { questions, tally };
  };

  const nobody = { asked: "", students: [], results: new Map(), scores: new Map(), questions: new Map() };

  test("is stored in this form, which runs to come will read", () => {
    const students = ["ann", "bob", "cid"].map((id) => studentIdSchema.parse(id));
    expect(JSON.parse(storedTallyText(smallTally().tally, { asked: "two", students }))).toStrictEqual({
      ...{ asked: "two", students },
      results: { "2 2 all": 1, "0 2 all": 1, "1 1 some": 1 },
      scores: {
        '{"right":2,"questions":2,"scale":5}': 1,
        '{"right":0,"questions":2,"scale":5}': 1,
        '{"right":1,"questions":1,"scale":5}': 1,
      },
      questions: [
        {
          questionId: "q1",
          results: { "1 1 2 all": 1, "0 1 0 all": 1, "1 1 1 some": 1 },
          leftOut: { "0 1 0 all": 1 },
          keys: { '["a",null]': 3 },
          answers: [{ answerId: "a", text: "a", results: { "1 1 2 all": 1, "1 1 1 some": 1 } }],
          ungrouped: 0,
        },
        {
          questionId: "q2",
          results: { "1 1 2 all": 1, "0 1 0 all": 1 },
          leftOut: {},
          keys: { '[null,"linus or torvalds",[null,"l.*s"]]': 2 },
          answers: [
            { answerId: "linus", text: "linus", isRight: true, results: { "1 1 2 all": 1 } },
            { answerId: "bill", text: "bill", isRight: false, results: { "0 1 0 all": 1 } },
          ],
          ungrouped: 0,
        },
      ],
    });
  });

  test("adds up all that is in it; what an erasure leaves of one adds nothing", () => {
    const { questions, tally } = smallTally();
    const twice = new TestTally(questions);
    for (const part of [tally, storedTallySchema.parse(JSON.parse(nobodysTally)), tally]) twice.merge(part);
    const { leftOut, keys, results } = twice.questions.get(questionIdSchema.parse("q1")) ?? {};
    expect(Object.fromEntries(leftOut ?? [])).toEqual({ "0 1 0 all": 2 });
    expect(Object.fromEntries(keys ?? [])).toEqual({ '["a",null]': 6 });
    expect(Object.fromEntries(results ?? [])).toEqual({ "1 1 2 all": 2, "0 1 0 all": 2, "1 1 1 some": 2 });
    expect([...twice.scores.values()]).toEqual([2, 2, 2]);
    expect(storedTallySchema.parse(JSON.parse(nobodysTally))).toEqual(nobody);
  });

  test("has the right answers by which all were marked, of the questions where they are the same", () => {
    const { questions, tally } = smallTally();
    expect([...rightsIn(tally)]).toStrictEqual([
      ["q1", { right: "a" }],
      ["q2", { rightText: "linus or torvalds", alsoRight: [{ rightText: "l.*s" }] }],
    ]);
    tally.add(gradeOf([{ questionId: "q1", given: "b", isRight: true, right: "b" }]));
    expect([...rightsIn(tally).keys()]).toEqual(["q2"]);
    expect([...rightsIn(new TestTally(questions))]).toEqual([]);
  });

  test("keeps 1,000 different answers to a question, and counts the students with others", () => {
    const { questions } = smallTally();
    const part = (names: readonly string[], students: number, ungrouped: number) => {
      const answers = names.map((answerId) => {
        const given = {
          answerId,
          text: answerId,
          isRight: false,
          results: new Map([["0 1 0 all", students]]),
        };
        return [`false ${answerId}`, given] as const;
      });
      const counts = { results: new Map(), leftOut: new Map(), keys: new Map(), answers: new Map(answers) };
      return { ...nobody, questions: new Map([[questionIdSchema.parse("q2"), { ...counts, ungrouped }]]) };
    };
    const tally = new TestTally(questions);
    tally.merge(
      part(
        Array.from({ length: 1_000 }, (_, place) => `n${place}`),
        1,
        2,
      ),
    );
    tally.merge(part(["n999", "another"], 3, 1));
    const { answers, ungrouped } = tally.questions.get(questionIdSchema.parse("q2")) ?? {};
    expect([answers?.size, ungrouped]).toEqual([1_000, 2 + 1 + 3]);
    expect(answers?.get("false n999")?.results.get("0 1 0 all")).toBe(1 + 3);
  });

  test("stores the 100 most frequent answers to a question, and counts the students with others", () => {
    const { questions } = smallTally();
    const tally = new TestTally(questions);
    const given = [...Array.from({ length: 101 }, (_, place) => `n${place}`), "linus", "linus"];
    for (const name of given) tally.add(gradeOf([{ questionId: "q2", given: name }]));
    const stored = storedTallySchema.parse(JSON.parse(storedTallyText(tally, { asked: "", students: [] })));
    const { answers, ungrouped } = stored.questions.get(questionIdSchema.parse("q2")) ?? {};
    expect([answers?.values().next().value?.text, answers?.size, ungrouped]).toEqual(["linus", 100, 2]);
  });

  test("says nothing of a test in which nothing counts, nor that somebody had all who was asked others", () => {
    const tally = new TestTally(two);
    tally.add(gradeOf([{ questionId: "q1", given: "a", void: "dropped" }], { nothingCounts: true }));
    expect(tally.results).toEqual(new Map());
    tally.add(gradeOf([{ questionId: "q1", given: "a", isRight: true }, { questionId: "q9" }]));
    tally.add(gradeOf([{ questionId: "q1" }, { questionId: "q2" }, { questionId: "q9" }]));
    expect([...tally.results.keys()]).toEqual(["1 2 some", "0 3 some"]);
  });

  test("is stored in less than 20 KB a question, also where all of a class of 2,000 typed something else", () => {
    const questions = questionsSchema.parse([
      { questionId: "q1", type: "text", question: "Who?", answers: [] },
    ]);
    const tally = new TestTally(questions);
    for (let place = 0; place < 2_000; place += 1) {
      const given = place % 2 === 0 ? "linus" : `somebody ${place}`;
      tally.add(gradeOf([{ questionId: "q1", given }]));
    }
    const text = storedTallyText(tally, { asked: "", students: [] });
    expect(text.length).toBeLessThan(20_000);
    const [first] = storedTallySchema.parse(JSON.parse(text)).questions.values();
    expect(first?.answers.values().next().value).toMatchObject({ text: "linus" });
    expect([first?.answers.size, first?.ungrouped]).toEqual([100, 901]);
  });

  test("does not grow with the class, but with the scores there are", () => {
    const { questions, grades } = madeUpClass(5, 60, "both");
    const tally = new TestTally(questions);
    const size = (): number =>
      [...tally.questions.values()].reduce((sum, { results }) => sum + results.size, 0);
    for (const grade of grades) tally.add(grade);
    const once = size();
    for (const grade of Array.from({ length: 20 }, () => grades).flat()) tally.add(grade);
    expect(size()).toBe(once);
  });
});

test("each answer has its count and how it goes with the rest of the test, and so has one left out", () => {
  const tally = new TestTally(two);
  for (const grade of gradesOf([
    ["a", "a"],
    ["a", "a"],
    ["b", "a"],
    ["b", "c"],
    ["-", "-"],
  ]))
    tally.add(grade);
  const [first] = analysisOf(two, keyOfTwo, tally).questions;
  expect(first).toMatchObject({
    ...{ students: 5, leftOut: 1, areChoices: true, isJudged: false, flags: [] },
    answers: [
      // cov(1 1 0 0 0, 1 1 1 0 0) = 0.2 and both variances are 0.3.
      { answerId: "a", text: "Body of a", isRight: true, count: 2, restCorrelation: 0.6667 },
      { answerId: "b", text: "Body of b", isRight: false, count: 2, restCorrelation: -0.1667 },
      { answerId: "c", text: "Body of c", isRight: false, count: 0, restCorrelation: null },
    ],
  });
});

test("of a question whose key is gone, its answers are counted and nothing is said of it", () => {
  const tally = new TestTally(two);
  for (const grade of gradesOf([...Array(5).fill(["b", "b"]), ...Array(20).fill(["a", "a"])]))
    tally.add(grade);
  const [first] = analysisBy(two, new Map(), tally).questions;
  expect(first).toMatchObject({ areChoices: false, isJudged: true, flags: [] });
  expect(first?.answers.map(({ answerId, isRight, count }) => [answerId, isRight, count])).toEqual([
    ["a", false, 20],
    ["b", false, 5],
  ]);
});

test("a question that came into the test after its grades were added up is left out", () => {
  const three = [...two, single("q3", "abc")];
  expect(analysisOf(three, three.map(keyOf("a")), new TestTally(two)).questions).toHaveLength(2);
});

test("figures of a question are judged from 20 students on", () => {
  const isJudged = (students: number) => {
    const tally = new TestTally(two);
    for (const grade of gradesOf(Array(students).fill(["a", "b"]))) tally.add(grade);
    return analysisOf(two, keyOfTwo, tally).questions.map((question) => question.isJudged);
  };
  expect([isJudged(19), isJudged(20)]).toEqual([
    [false, false],
    [true, true],
  ]);
});

test("alpha is over the questions that count", () => {
  const alphaOf = (...more: { questionId: string; void: "dropped" }[]) => {
    const questions = [...two, ...more.map(({ questionId }) => single(questionId, "abc"))];
    const tally = new TestTally(questions);
    for (const { answers, right } of gradesOf([
      ["a", "a"],
      ["a", "a"],
      ["a", "b"],
      ["b", "b"],
    ])) {
      tally.add(gradeOf([...answers, ...more], { right, questions: 2 }));
    }
    return analysisOf(questions, questions.map(keyOf("a")), tally).alpha;
  };
  // Totals 2 2 1 0: variance 11/12; of the questions 1/4 and 1/3, so 2 · (1 - 7/11).
  expect([alphaOf(), alphaOf({ questionId: "q3", void: "dropped" })]).toEqual([72.73, 72.73]);
});

test("what can't be chosen any more comes after the choices, the most frequent first, and is not held against the key", () => {
  const tally = new TestTally(two);
  const rows = [
    ...Array.from({ length: 20 }, () => ({ given: "gone", isAble: true })),
    ...Array.from({ length: 15 }, () => ({ given: "a", isAble: false })),
    ...[["a"], ["a", "b"], ["a", "b"]].map((given) => ({ given, isAble: false })),
  ];
  for (const { given, isAble } of rows) {
    const isRight = given === "a";
    const [q1, q2] = [
      { questionId: "q1", given, isRight },
      { questionId: "q2", given: "b", isRight: isAble },
    ];
    tally.add(gradeOf([q1, q2]));
  }
  const [first] = analysisOf(two, keyOfTwo, tally).questions;
  expect(first?.answers.map(({ text, isRight, count }) => [text, isRight, count])).toEqual([
    ["Body of a", true, 15],
    ["Body of b", false, 0],
    ["Body of c", false, 0],
    ["gone", false, 20],
    ["a, b", false, 2],
    ["a", false, 1],
  ]);
  expect(first?.flags.map(({ answerId }) => answerId)).not.toContain("gone");
});

test("question and answers are read without markup, each on one line", () => {
  const questions = questionsSchema.parse([
    {
      ...{ questionId: "q1", type: "match", question: "What do `ps` and\n`ls` show?" },
      answers: [
        { answerId: "a", answerBody: "$n^2$ files" },
        { answerId: "b", answerBody: "all\nprocesses" },
      ],
      items: [
        { itemId: "i", itemBody: "`ps`" },
        { itemId: "j", itemBody: "ls" },
      ],
      html: {
        question: "What do <code>ps</code> and\n<code>ls</code> show?",
        answers: { a: '<math alttext="n^2"></math> files' },
        items: { i: "<code>ps</code>" },
      },
    },
  ]);
  const answerKey = answerKeySchema.parse([{ questionId: "q1", type: "match", right: { i: "b", j: "a" } }]);
  const tally = new TestTally(questions);
  tally.add(gradeOf([{ questionId: "q1", given: { i: "a" } }]));
  tally.add(gradeOf([{ questionId: "q1", given: { i: "b" }, isRight: true }]));
  const [question] = analysisOf(questions, answerKey, tally).questions;
  expect(question?.question).toBe("What do ps and ls show?");
  expect(question?.answers.map(({ text }) => text).sort()).toEqual(["ps → all processes", "ps → n^2 files"]);
});

test("answers that were typed are grouped by what they say, the most frequent first", () => {
  const questions = questionsSchema.parse([
    { questionId: "q1", type: "number", question: "How many?", answers: [] },
  ]);
  const answerKey = answerKeySchema.parse([{ questionId: "q1", type: "number", value: "3.5" }]);
  const tally = new TestTally(questions);
  for (const given of ["3,5", "4", "4.0", "3.50", "4", "7"]) {
    tally.add(gradeOf([{ questionId: "q1", given, isRight: given.startsWith("3") }]));
  }
  const [question] = analysisOf(questions, answerKey, tally).questions;
  expect(question?.areChoices).toBe(false);
  expect(question?.answers).toEqual([
    { answerId: "4", text: "4", isRight: false, count: 3, restCorrelation: null },
    { answerId: "7/2", text: "3,5", isRight: true, count: 2, restCorrelation: null },
    { answerId: "7", text: "7", isRight: false, count: 1, restCorrelation: null },
  ]);
});

test("a wrong number in the key is found by what the better students typed", () => {
  const number = questionsSchema.parse([
    { questionId: "q1", type: "number", question: "How many?", answers: [] },
    ...two.map((question, place) => ({ ...question, questionId: `q${place + 2}` })),
  ]);
  const answerKey = answerKeySchema.parse([
    { questionId: "q1", type: "number", value: "1000" },
    ...keyOfTwo.map((entry, place) => ({ ...entry, questionId: `q${place + 2}` })),
  ]);
  const tally = new TestTally(number);
  for (let place = 0; place < 40; place += 1) {
    const isAble = place % 2 === 0;
    const others = ["q2", "q3"].map((questionId) => ({
      ...{ questionId, given: isAble ? "a" : "b", isRight: isAble },
    }));
    const given = isAble ? "1024" : place % 4 === 1 ? "1000" : String(place);
    tally.add(gradeOf([{ questionId: "q1", given, isRight: given === "1000" }, ...others]));
  }
  expect(analysisOf(number, answerKey, tally).questions[0]?.flags).toEqual([
    {
      kind: "suspect-key",
      answerId: "1024",
      reason:
        'The 20 students who answered "1024" did better in the rest of the test than the 10 students with "1000", which counts as right.',
    },
  ]);
});

test("of typed answers, rare ones are no bad distractors", () => {
  const questions = questionsSchema.parse([
    { questionId: "q1", type: "number", question: "How many?", answers: [] },
  ]);
  const answerKey = answerKeySchema.parse([{ questionId: "q1", type: "number", value: "1024" }]);
  const tally = new TestTally(questions);
  for (const given of [...Array(20).fill("1024"), ...Array(19).fill("1000"), "7"]) {
    tally.add(gradeOf([{ questionId: "q1", given, isRight: given === "1024" }]));
  }
  expect(analysisOf(questions, answerKey, tally).questions[0]?.flags).toEqual([]);
});

test("of a question with several right answers, each choice is held against the key alone", () => {
  const questions = [...questionsSchema.parse([{ ...two[0], type: "multiple" }]), ...two.slice(1)];
  const answerKey = answerKeySchema.parse([
    { questionId: "q1", type: "multiple", right: ["a", "b"], options: ["a", "b", "c"] },
    keyOfTwo[1],
  ]);
  const tally = new TestTally(questions);
  for (let place = 0; place < 40; place += 1) {
    const isAble = place % 2 === 0;
    const [given, other] = isAble ? [["a", "c"], "a"] : [["a", "b"], "b"];
    const q1 = { questionId: "q1", given, isRight: !isAble };
    tally.add(gradeOf([q1, { questionId: "q2", given: other, isRight: isAble }]));
  }
  const [first] = analysisOf(questions, answerKey, tally).questions;
  expect(first?.flags.map(({ kind, answerId }) => [kind, answerId])).toEqual([
    ["suspect-key", "c"],
    ["suspect-key", "b"],
  ]);
});

test("picks of a question with several right answers are counted one by one, and points may be parts", () => {
  const questions = questionsSchema.parse([
    { ...two[0], questionId: "q1", type: "multiple", points: 2, credit: "each" },
    two[1],
  ]);
  const answerKey = answerKeySchema.parse([
    {
      questionId: "q1",
      type: "multiple",
      right: ["a", "b"],
      options: ["a", "b", "c"],
      points: 2,
      credit: "each",
    },
    keyOfTwo[1],
  ]);
  const tally = new TestTally(questions);
  const points = (earned: string) => ({ points: { earned, of: "3" } });
  const part = { questionId: "q1", given: ["a"], earned: "4/3", of: "2" };
  tally.add(
    gradeOf([part, { questionId: "q2", given: "a", isRight: true, earned: "1", of: "1" }], points("7/3")),
  );
  const full = { questionId: "q1", given: ["a", "b"], isRight: true, earned: "2", of: "2" };
  tally.add(gradeOf([full, { questionId: "q2", given: "b", earned: "0", of: "1" }], points("2")));
  const { questions: found, mean } = analysisOf(questions, answerKey, tally);
  // (7/3 + 2) / 6, and (4/3 + 2) / 4.
  expect([mean, found[0]?.facility]).toEqual([72.22, 83.33]);
  expect(found[0]?.answers.map(({ answerId, isRight, count }) => [answerId, isRight, count])).toEqual([
    ["a", true, 2],
    ["b", true, 1],
    ["c", false, 0],
  ]);
});

test("each figure is over the students who had the question; alpha over those who had all", () => {
  const tally = new TestTally(two);
  for (const grade of gradesOf([
    ["a", "a"],
    ["b", "b"],
    ["a", "b"],
  ]))
    tally.add(grade);
  for (const grade of gradesOf([["a"]])) tally.add(grade);
  const { students, hadAll, alpha, questions } = analysisOf(two, keyOfTwo, tally);
  expect({ students, hadAll, alpha }).toEqual({ students: 4, hadAll: 3, alpha: 66.67 });
  expect(questions.map(({ students, facility }) => [students, facility])).toEqual([
    [4, 75],
    [3, 33.33],
  ]);
});

test("where each student gets half of the questions, a wrong key is found by those who had it", () => {
  const { questions, answerKey, grades } = madeUpClass(3, 400, "both");
  const drawing = questions.map((question) => ({ ...question, pool: { name: "all", draw: 6 } }));
  const tally = new TestTally(questions);
  const papers = grades.map((grade, student) => {
    const paper = paperOf({}, drawing, rankOf(String(student)));
    const own = storedPaper({}, paper);
    tally.add(gradeOf([...onPaper(grade.answers, own)], { ownPaper: true }));
    return paper.map(({ questionId }) => questionId);
  });
  const { hadAll, alpha, students, questions: found } = analysisOf(questions, answerKey, tally);
  expect({ hadAll, alpha, students }).toEqual({ hadAll: 0, alpha: null, students: 400 });
  for (const { questionId, students: had, answers } of found) {
    expect(had).toBe(papers.filter((paper) => paper.includes(questionId)).length);
    expect(answers.reduce((sum, { count }) => sum + count, 0)).toBe(had);
  }
  expect(
    found.flatMap(({ questionId, flags }) => flags.map(({ kind }) => [questionId, kind])),
  ).toContainEqual(["q4", "suspect-key"]);
});

test("a question that is worth nothing is in no figure", () => {
  const tally = new TestTally(two);
  const answers = [
    { questionId: "q1", given: "a", isRight: true, earned: "0", of: "0" },
    { questionId: "q2", given: "a", isRight: true, earned: "1", of: "1" },
  ];
  tally.add(gradeOf(answers, { points: { earned: "1", of: "1" } }));
  expect(analysisOf(two, keyOfTwo, tally).questions[0]).toMatchObject({ students: 0, facility: null });
});

test("a question that is void is named as such by its key, with the words for why it has no figures", () => {
  const answerKey = answerKeySchema.parse([{ ...keyOfTwo[0], void: "dropped" }, keyOfTwo[1]]);
  const tally = new TestTally(two);
  tally.add(
    gradeOf([
      { questionId: "q1", given: "a", void: "dropped" },
      { questionId: "q2", given: "a" },
    ]),
  );
  const [first, second] = analysisOf(two, answerKey, tally).questions;
  expect([first?.void, first?.facility, second?.void]).toEqual(["dropped", null, undefined]);
  expect(first && facilityWords(first)).toBe("The question is void: nobody's answer counts.");
});

test("a question with blanks is named as it is read, with gaps", () => {
  const blanks = [{ blankId: "1", type: "text" }];
  const asked = questionsSchema.parse([
    { questionId: "q1", type: "blanks", question: "It is [[1]].", answers: [], blanks },
  ]);
  expect(analysisOf(asked, [], new TestTally(asked)).questions[0]?.question).toBe("It is (1) ___.");
});

test("an answer that is accepted beside the right one counts as right, and a key that accepts more is another key", () => {
  const also = { ...keyOfTwo[0], acceptAlso: ["b"] };
  const answerKey = answerKeySchema.parse([also, keyOfTwo[1]]);
  const tally = new TestTally(two);
  const marked = { questionId: "q1", given: "b", isRight: true, right: "a" };
  tally.add(gradeOf([{ ...marked, alsoRight: [{ right: "b" }] }, { questionId: "q2" }]));
  tally.add(gradeOf([{ ...marked, isRight: false }, { questionId: "q2" }]));
  tally.add(gradeOf([{ ...marked, isRight: false }, { questionId: "q2" }]));
  const [first] = analysisOf(two, answerKey, tally).questions;
  expect(first?.otherKey).toBe(2);
  expect(first?.answers.map(({ answerId, isRight }) => [answerId, isRight])).toEqual([
    ["a", true],
    ["b", true],
    ["c", false],
  ]);
  const one = new TestTally(two);
  one.add(gradeOf([{ ...marked, alsoRight: [{ right: "b" }] }, { questionId: "q2" }]));
  expect([...rightsIn(one)]).toEqual([["q1", { right: "a", alsoRight: [{ right: "b" }] }]]);
});

describe("a student was marked by another answer key", () => {
  /** @param marked the right answers by which students were marked, one each. */
  const otherKey = (key: Readonly<Record<string, unknown>>, ...marked: Omit<RightAnswer, "alsoRight">[]) => {
    const items = ["i", "j"].map((itemId) => ({ itemId, itemBody: itemId }));
    const questions = questionsSchema.parse([{ ...two[0], type: key.type, items }]);
    const answerKey = answerKeySchema.parse([{ questionId: "q1", ...key }]);
    return marked.map((by) => {
      const tally = new TestTally(questions);
      tally.add(gradeOf([{ questionId: "q1", ...by }]));
      return analysisOf(questions, answerKey, tally).questions[0]?.otherKey;
    });
  };
  const all = ["a", "b", "c"];
  const inAnotherOrder = { right: ["c", "a", "b"] };

  test("where other picks, parts or patterns were right, but not the same in another order", () => {
    const multiple = { type: "multiple", right: all, options: all };
    expect(otherKey(multiple, inAnotherOrder, { right: ["a", "b"] })).toEqual([0, 1]);
    const match = { type: "match", right: { i: "a", j: "b" } };
    expect(otherKey(match, { right: { j: "b", i: "a" } }, { right: { i: "b", j: "a" } })).toEqual([0, 1]);
    const text = { type: "text", accept: [], patterns: ["l.*s"] };
    expect(otherKey(text, { rightText: "l.*s" }, { rightText: "l.*" })).toEqual([0, 1]);
  });

  test("where the right order was another one", () => {
    expect(otherKey({ type: "order", right: all }, { right: all }, inAnotherOrder)).toEqual([0, 1]);
  });

  test("where it can't be read, and then nothing is known to be right by it", () => {
    const nothing = { results: {}, leftOut: {}, answers: [], ungrouped: 0 };
    const stored = storedTallySchema.parse({
      ...{ asked: "", students: [], results: {}, scores: {} },
      questions: [{ ...nothing, questionId: "q1", keys: { '{"of a later version":1}': 3 } }],
    });
    const tally = new TestTally(two);
    tally.merge(stored);
    expect(analysisOf(two, keyOfTwo, tally).questions[0]?.otherKey).toBe(3);
    expect([...rightsIn(tally)]).toEqual([]);
  });
});

test("a key can be supposed to be another where choices are right or wrong, and nowhere else", () => {
  const answerKey = answerKeySchema.parse([
    keyOfTwo[0],
    { questionId: "q2", type: "multiple", right: ["a", "b"], options: ["a", "b", "c"] },
    { questionId: "q3", type: "number", value: "3.5" },
  ]);
  const supposing = (questionId: string, answerId: string) =>
    supposedKey(answerKey, { questionId: questionIdSchema.parse(questionId), answerId });
  expect(supposing("q1", "c")?.[0]).toMatchObject({ questionId: "q1", answer: "c" });
  expect(supposing("q2", "c")?.[1]).toMatchObject({ right: ["a", "b", "c"] });
  expect(supposing("q2", "a")?.[1]).toMatchObject({ right: ["b"] });
  expect([supposing("q2", "d"), supposing("q3", "4"), supposing("q9", "a")]).toEqual([null, null, null]);
});
