import { afterEach, expect, test } from "@jest/globals";
import { CourseFolderError } from "../../../trainer/course-folder/problems.ts";
import { readCourse } from "../../../trainer/course-folder/read-course.ts";
import { courseFolders } from "../support/course-files.ts";

const folders = courseFolders();
afterEach(folders.removeAll);

/** What is wrong with a question, which begins in line 2. */
const problemsOf = (...lines: readonly string[]): string[] =>
  problemsIn(["questions:", "  - text: What?", ...lines.map((line) => `    ${line}`)].join("\n"));

/** What is wrong with a test's file. */
const problemsIn = (yaml: string): string[] => {
  try {
    readCourse(folders.make({ "linux/boot.yaml": yaml }));
  } catch (error) {
    if (error instanceof CourseFolderError) {
      return error.problems.map(({ line, message }) => `${line}: ${message}`);
    }
    throw error;
  }
  return [];
};

const ab = "answers: { a: x, b: y }";
const points =
  "4: questions[1].points must be a number above 0, at most 1000, with at most two decimals, such as 2 or 1.5, not";

test.each<readonly [lines: readonly string[], problems: readonly string[]]>([
  [[ab, "right: []"], ["4: questions[1].right is empty"]],
  [[ab, "right: [z]"], ['4: question 1: right is "z", which is not one of its answers (a, b)']],
  [[ab, "right: [a, a]"], ['4: question 1: right has "a" twice']],
  [["number: 5", "points: 0"], [`${points} "0"`]],
  [["number: 5", "points: -1"], [`${points} "-1"`]],
  [["number: 5", "points: 1e400"], [`${points} "1e400"`]],
  [["number: 5", "points: 1,5"], [`${points} "1,5"`]],
  [["number: NaN"], ['3: questions[1].number must be a decimal number, such as 1024 or 3.14, not "NaN"']],
  [["number: 1e400"], ['3: questions[1].number must be a decimal number, such as 1024 or 3.14, not "1e400"']],
  [
    ["number: 5", "accept: x"],
    ["4: question 1 has number and accept, which are questions of different types; leave one of them"],
  ],
  [["number: 5", "credit: each"], ["4: questions[1].credit: there is no such key"]],
  [["order: [x, x]"], ['3: question 1: order has "x" twice']],
  [
    ["match: { x: y, z: w }", "others: [y]"],
    ['4: question 1: others has "y", which is the right answer of an item'],
  ],
  [
    ["match: { x: y, z: w }", "credit: net"],
    ['4: questions[1].credit must be one of exact, each, not "net"'],
  ],
  [
    [ab, "weights: { a: 1/2 }"],
    [
      "4: question 1: its weights above 0 add up to 1/2; nobody could get all points. They need to add up to 1",
    ],
  ],
  [
    [ab, "right: a", "acceptAlso: z"],
    ['5: question 1: acceptAlso names "z", which is not one of its answers (a, b)'],
  ],
  [[ab, "right: a", "acceptAlso: [b, a]"], ['5: question 1: acceptAlso has "a", which is right already']],
  [
    [ab, "weights: { a: 1 }", "acceptAlso: [b]"],
    ["5: question 1 has acceptAlso and weights: change the weights instead"],
  ],
  [
    ["order: [x, y]", "acceptAlso: [y, z]"],
    ["4: question 1: acceptAlso must have the same answers as order, in another order"],
  ],
  [
    ["match: { x: y, z: w }", "acceptAlso: { x: v }"],
    ['4: question 1: acceptAlso has "v", which is not one of its answers'],
  ],
  [
    ["match: { x: y, z: w }", "acceptAlso: { v: w }"],
    ['4: question 1: acceptAlso has "v", which is no item'],
  ],
  [
    ["number: 5", "void: maybe"],
    [
      '4: questions[1].void must be true, or say what becomes of the points: { points: none } or { points: all }, not "maybe"',
    ],
  ],
  [["blanks: { 1: { accept: x } }"], ["3: question 1: the blank 1 has no [[1]] in its text"]],
])("%j is refused, with its line", (lines, problems) => {
  expect(problemsOf(...lines)).toEqual(problems);
});

test("a pattern that needs backtracking is refused", () => {
  expect(problemsOf(String.raw`accept: { pattern: '(a)\1' }`)).toEqual([
    expect.stringMatching(
      /^3: question 1: the pattern \(a\)\\1 is no pattern that can be matched in a bounded time/,
    ),
  ]);
});

test("a mark without a blank is refused, beside all else that is wrong", () => {
  const problems = problemsOf("id: x y", "blanks: { 1: { number: five } }", "points: 0");
  expect(problems).toHaveLength(4);
});

test("orders and pairs are published mixed, so that neither order nor ids tell what is right", () => {
  const [read] = readCourse("examples/question-types").tests;
  const start = read?.questions.find(({ questionId }) => questionId === "start");
  const key = read?.answerKey.find(({ questionId }) => questionId === "start");
  const ids = start?.answers.map(({ answerId }) => String(answerId));
  expect(ids).toEqual(["a", "b", "c", "d"]);
  expect(key).toMatchObject({ type: "order", right: expect.arrayContaining(ids ?? []) });
  expect(key).not.toMatchObject({ right: ids });
});

const three = `questions:
  - { text: One, number: 1 }
  - { text: Two, number: 2 }
  - { text: Three, number: 3 }
`;

const group = (lines: string): string => `questions:
  - { text: One, number: 1 }
  - ${lines.split("\n").join("\n    ")}
`;

test.each<readonly [yaml: string, problems: readonly string[]]>([
  [
    `shuffle: questions, anwsers\n${three}`,
    ['1: shuffle must be questions, answers, or one of them, not "questions, anwsers"'],
  ],
  [
    `shuffle: questions, questions\n${three}`,
    ['1: shuffle must be questions, answers, or one of them, not "questions, questions"'],
  ],
  [`shuffle: true\n${three}`, ['1: shuffle must be questions, answers, or one of them, not "true"']],
  [`shuffle:\n${three}`, ["1: shuffle is empty"]],
  [`shuffle: [answers, order]\n${three}`, ["1: shuffle must be questions, answers, or one of them"]],
  [`shuffle: []\n${three}`, ["1: shuffle is empty"]],
  [`draw: 0\n${three}`, ['1: draw must be a whole number from 1, not "0"']],
  [`draw: -1\n${three}`, ['1: draw must be a whole number from 1, not "-1"']],
  [`draw: 1.5\n${three}`, ['1: draw must be a whole number from 1, not "1.5"']],
  [`draw: all\n${three}`, ['1: draw must be a whole number from 1, not "all"']],
  [
    `draw: 4\n${three}`,
    ["1: draw is 4, and there are 3 questions to draw from: draw no more than there are"],
  ],
  [
    group("draw: 2\nfrom:\n  - { text: Two, number: 2 }"),
    ["3: draw is 2, and there is 1 question to draw from: draw no more than there are"],
  ],
  [group("draw: 2\nfrom: []"), ["4: questions[2].from is empty"]],
  [group("draw: 2"), ["3: questions[2].from is missing"]],
  [group("from:\n  - { text: Two, number: 2 }"), ["3: questions[2].draw is missing"]],
  [
    group("draw: 1\nform: []\nfrom:\n  - { text: Two, number: 2 }"),
    ["4: questions[2].form: there is no such key"],
  ],
  [
    `draw: 2\n${group("draw: 1\nfrom:\n  - { text: Two, number: 2 }\n  - { text: Three, number: 3 }")}`,
    ["4: draw stands here and for all questions; leave one of them"],
  ],
  [
    group("draw: 1\nfrom:\n  - { text: Two, number: two }\n  - { draw: 1, from: [] }"),
    [
      '5: questions[2].from[1].number must be a decimal number, such as 1024 or 3.14, not "two"',
      "6: questions[2].from[2].text is missing",
      "6: questions[2].from[2].answers is missing",
      "6: questions[2].from[2].right is missing",
      "6: questions[2].from[2].draw: there is no such key",
      "6: questions[2].from[2].from: there is no such key",
    ],
  ],
  [
    group("draw: 1\nfrom:\n  - { text: Two, number: 2, id: q1 }\n  - { text: Three, number: 3, id: q1 }"),
    ['5: question 2 has the id "q1", as question 1 has', '6: question 3 has the id "q1", as question 1 has'],
  ],
  [
    group("draw: 1\nfrom:\n  - { text: Two, number: 2, id: a b }\n  - { text: Three, number: 3 }"),
    ["5: questions[2].from[1].id may hold letters, digits, '.', '_' and '-' only, not \"a b\""],
  ],
  ["questions:\n  - { text: One, number: 1, draw: 1 }", ["2: questions[1].draw: there is no such key"]],
])("what a file says of papers is refused where it is wrong: %j", (yaml, problems) => {
  expect(problemsIn(yaml)).toEqual(problems);
});

const read = (yaml: string) => readCourse(folders.make({ "linux/boot.yaml": yaml }));

test("questions of a draw belong to a pool, all of the file or those of a group, and count through the file", () => {
  const poolsOf = (yaml: string) =>
    read(yaml).tests[0]?.questions.map(({ questionId, pool }) => [questionId, pool]);
  const all = { name: "all", draw: 2 };
  expect(poolsOf(`draw: 2\n${three}`)).toEqual([
    ["q1", all],
    ["q2", all],
    ["q3", all],
  ]);
  const drawn = "draw: 1\nfrom:\n  - { text: Two, number: 2, id: two }\n  - { text: Three, number: 3 }";
  expect(poolsOf(group(drawn))).toEqual([
    ["q1", undefined],
    ["two", { name: "1", draw: 1 }],
    ["q3", { name: "1", draw: 1 }],
  ]);
});

test("a draw that takes all, or from questions of different worth, is remarked on", () => {
  const warningsOf = (yaml: string) => read(yaml).warnings.map(({ line, message }) => `${line}: ${message}`);
  expect(warningsOf(`draw: 3\n${three}`)).toEqual([
    "1: draw is 3, and there are 3 questions to draw from: each student gets all of them",
  ]);
  expect(warningsOf(`draw: 2\n${three.replace("number: 2", "number: 2, points: 5")}`)).toEqual([
    "1: draw: the questions to draw from are worth different points (1, 5), so some students could get more than others",
  ]);
  expect(warningsOf(`draw: 2\nshuffle: answers\n${three}`)).toEqual([]);
});

const choosing = (answers: string, more: string) =>
  `questions:\n  - text: Which?\n    answers: { ${answers} }\n    right: a\n    ${more}`;

test("fixed answers are marked; a fixed answer that is not there is named", () => {
  const isFixed = (yaml: string) => {
    const [question] = read(yaml).tests[0]?.questions ?? [];
    return question?.answers.map((answer) => answer.isFixed);
  };
  expect(isFixed(choosing("a: x, b: y, c: z", "fixed: c"))).toEqual([undefined, undefined, true]);
  expect(isFixed(choosing("a: x, b: y, c: z", "fixed: [a, c]"))).toEqual([true, undefined, true]);
  expect(problemsIn(choosing("a: x, b: y", "fixed: c"))).toEqual([
    '5: question 1: fixed names "c", which is not one of its answers (a, b)',
  ]);
  const blank = (more: string) =>
    `questions:\n  - text: "It is [[1]]."\n    blanks: { 1: { answers: { a: x, b: none of these }, right: a${more} } }`;
  expect(problemsIn(blank(", fixed: [b, d]"))).toEqual([
    '3: question 1: fixed names "d", which is not one of its answers (a, b)',
  ]);
  expect(JSON.stringify(read(blank(", fixed: b")).tests)).toContain(
    '{"answerId":"b","answerBody":"none of these","isFixed":true}',
  );
  expect(read(`shuffle: answers\n${blank("")}`).warnings).toHaveLength(1);
});

test.each<readonly [text: string, isRemarkedOn: boolean]>([
  ["None of these", true],
  ["**None** of the above.", true],
  ["All of the above", true],
  ["All the above", true],
  ["Neither of them", true],
  ["All answers are right", true],
  ["Żadna z powyższych", true],
  ["żadna z nich", true],
  ["Żadna odpowiedź nie jest poprawna", true],
  ["Wszystkie powyższe odpowiedzi", true],
  ["wszystkie odpowiedzi są poprawne", true],
  ["Keine der genannten Antworten", true],
  ["Aucune de ces réponses", true],
  ["none", false],
  ["all processes of the user", false],
  ["None of the processes", false],
  ["Wszystkie procesy", false],
  ["the one above", false],
])(
  "an answer that speaks of the others is remarked on where answers are shuffled: %s",
  (text, isRemarkedOn) => {
    const yaml = choosing(`a: x, b: y, c: "${text}"`, "points: 2");
    const warnings = read(`shuffle: answers\n${yaml}`).warnings.map(
      ({ line, message }) => `${line}: ${message}`,
    );
    const warning = `4: question 1: the answer c, "${text}", speaks of the others, and shuffle moves it among them; keep it in its place: \`fixed: c\``;
    expect(warnings).toEqual(isRemarkedOn ? [warning] : []);
    for (const quiet of [yaml, `shuffle: questions\n${yaml}`, `shuffle: answers\n${yaml}\n    fixed: c`])
      expect(read(quiet).warnings).toEqual([]);
  },
);

/** The keys of the questions of a test's file. */
const keysIn = (...questions: readonly (readonly string[])[]) =>
  readCourse(
    folders.make({
      "linux/boot.yaml": [
        "questions:",
        ...questions.flatMap((lines) => [
          "  - text: What is [[1]]?".replace(lines[0]?.startsWith("blanks") ? "" : " [[1]]", ""),
          ...lines.map((line) => `    ${line}`),
        ]),
      ].join("\n"),
    }),
  ).tests[0]?.answerKey;

test("what is accepted also stands in the key in the form of what is right, alone or in a list", () => {
  expect(
    keysIn(
      [ab, "right: a", "acceptAlso: b"],
      ["answers: { a: x, b: y, c: z }", "right: [a, b]", "acceptAlso: [a]"],
      ["answers: { a: x, b: y, c: z }", "right: [a, b]", "acceptAlso: [[a], [c]]"],
      ["number: 1024", "acceptAlso: [1000, { value: 1, within: 5% }]"],
      ["accept: ls", "acceptAlso: [dir, { pattern: l+s }]"],
      ["order: [y, x]", "acceptAlso: [x, y]"],
      ["match: { k: v, l: w }", "acceptAlso: { k: w }"],
      ["blanks: { 1: { number: 5 } }", "acceptAlso: { 1: { number: 6 } }"],
    ),
  ).toMatchObject([
    { acceptAlso: ["b"] },
    { acceptAlso: [["a"]] },
    { acceptAlso: [["a"], ["c"]] },
    { acceptAlso: [{ value: "1000" }, { value: "1", within: "5%" }] },
    { accept: ["ls", "dir"], patterns: ["l+s"] },
    { acceptAlso: [expect.any(Array)] },
    { right: { 1: "b", 2: "a" }, acceptAlso: { 1: ["a"] } },
    { acceptAlso: { 1: [{ type: "number", value: "6" }] } },
  ]);
});

test("a void question stands in the key, and says what becomes of its points", () => {
  const voids = ["void: true", "void: { points: none }", "void: { points: all }", "void: false"];
  expect(keysIn(...voids.map((line) => ["number: 5", line]))?.map((key) => key.void)).toEqual([
    ...["dropped", "dropped", "given"],
    undefined,
  ]);
});
