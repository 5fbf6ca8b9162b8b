import { describe, expect, test } from "@jest/globals";
import { answerProblems, givenAnswers, submitTestRequestSchema } from "../../../course/api/requests.ts";
import { describeIssues } from "../../../course/problems.ts";
import { type Answer, answerText, isBlank } from "../../../course/questions/answer.ts";
import { askedBy } from "../../../course/questions/asked-by.ts";
import { htmlWithMarks } from "../../../course/questions/blanks/html.ts";
import { filledText } from "../../../course/questions/blanks/text.ts";
import { markingFor } from "../../../course/questions/markings.ts";
import { isNumber } from "../../../course/questions/number/typed.ts";
import { evenOrder, isOddOrder, oddOrder } from "../../../course/questions/order/even-order.ts";
import {
  answerKeyEntrySchema,
  questionSchema,
  shownQuestionSchema,
} from "../../../course/questions/schemas.ts";
import {
  type BaseQuestion,
  paperSchema,
  shuffleSchema,
  voidSchema,
} from "../../../course/questions/shapes.ts";
import { matches, patternProblem } from "../../../course/questions/text/pattern.ts";
import { typeOf } from "../../../course/questions/types.ts";
import { isSameQuestion, questionsSchema } from "../../../course/test.ts";

const choices = (...ids: string[]) =>
  ids.map((answerId) => ({ answerId, answerBody: `Body of ${answerId}` }));

const questions = questionsSchema.parse([
  { questionId: "s", question: "?", answers: choices("a", "b") },
  { questionId: "m", type: "multiple", question: "?", answers: choices("a", "b", "c") },
  { questionId: "n", type: "number", question: "?", answers: [], unit: "mm" },
  { questionId: "t", type: "text", question: "?", answers: [] },
  {
    ...{ questionId: "p", type: "match", question: "?", answers: choices("a", "b") },
    items: ["1", "2"].map((itemId) => ({ itemId, itemBody: `Item ${itemId}` })),
  },
  { questionId: "o", type: "order", question: "?", answers: choices("a", "b", "c") },
  {
    ...{ questionId: "b", type: "blanks", question: "PID [[init]] runs [[1.a]], for [[n]].", answers: [] },
    blanks: [
      { blankId: "init", type: "number", unit: "ms" },
      { blankId: "1.a", type: "single", answers: choices("x", "y") },
      { blankId: "n", type: "text" },
    ],
  },
]);

const request = (questionId: string, answer: unknown) => ({
  ...{ subjectName: "linux", testId: "t1", studentId: "ann" },
  testResult: [{ questionId, answer }],
});

/** What is wrong with an answer: of its shape, or for its question. */
const problem = (questionId: string, answer: unknown): string | null => {
  const { data, error } = submitTestRequestSchema.safeParse(request(questionId, answer));
  return data
    ? answerProblems(questions, data.testResult)
    : describeIssues(error, request(questionId, answer));
};

const stored = (questionId: string, answer: unknown) =>
  givenAnswers(questions, submitTestRequestSchema.parse(request(questionId, answer)).testResult)[0]?.answer;

describe("An answer is refused, with its question and value,", () => {
  test.each([
    ["s", ["a"], 'Question "s" takes the id of one answer, as text.'],
    ["s", "z", 'Question "s" offers a, b, not "z".'],
    ["m", "a", 'Question "m" takes a list of the ids of answers.'],
    ["m", { a: "b" }, 'Question "m" takes a list of the ids of answers.'],
    ["m", ["a", "z"], 'Question "m" offers a, b, c, not "z".'],
    ["m", ["a", "a"], 'Question "m" has the answer "a" twice.'],
    [
      "m",
      [1],
      "testResult[0].answer must be text, not a list, or else a list of texts, or texts by their names.",
    ],
    [
      "n",
      3.14,
      "testResult[0].answer must be text, not a number, or else a list of texts, or texts by their names.",
    ],
    ["n", ["3"], 'Question "n" takes a number as text, such as "3.14".'],
    ["n", "1e400", 'Question "n" takes powers of ten up to 99, not "1e400".'],
    ["n", "NaN", 'Question "n" takes a decimal number, such as 3.14, not "NaN".'],
    ["n", "Infinity", 'Question "n" takes a decimal number, such as 3.14, not "Infinity".'],
    ["n", "0x10", 'Question "n" takes a decimal number, such as 3.14, not "0x10".'],
    ["n", "1/3", 'Question "n" takes a decimal number, such as 3.14, not "1/3".'],
    [
      "n",
      "1 024,5",
      'Question "n" takes a number without separators of thousands, such as 1024 or 3.14, not "1 024,5".',
    ],
    ["n", "5 cm", 'Question "n" takes a decimal number, such as 3.14, not "5 cm".'],
    ["n", "\u0663", 'Question "n" takes the digits 0 to 9 only, not \u0663, which is U+0663: "\u0663".'],
    ["n", "9".repeat(61), `Question "n" takes a number of at most 60 characters, not "${"9".repeat(58)}….`],
    ["t", "x".repeat(10_240), 'Question "t" takes a text of at most 1000 characters; this one has 10,240.'],
    ["t", { 1: "x" }, 'Question "t" takes a text.'],
    ["p", ["a"], 'Question "p" takes an object with the id of an answer for each item.'],
    ["p", { 3: "a" }, 'Question "p" has the items 1, 2, not "3".'],
    ["p", { constructor: "a" }, 'Question "p" has the items 1, 2, not "constructor".'],
    ["p", { 1: "z" }, 'Question "p" offers a, b for item 1, not "z".'],
    ["o", ["a", "b"], 'Question "o" puts all of a, b, c in order; c is missing.'],
    ["o", ["b"], 'Question "o" puts all of a, b, c in order; a, c are missing.'],
    ["o", ["a", "b", "b"], 'Question "o" has the answer "b" twice.'],
    ["o", ["a", "b", "z"], 'Question "o" puts a, b, c in order, not "z".'],
    ["o", "a", 'Question "o" takes a list of the ids of all answers, in order.'],
    ["b", ["1"], 'Question "b" takes an object with a text for each blank.'],
    ["b", { 2: "1" }, 'Question "b" has the blanks init, 1.a, n, not "2".'],
    ["b", { init: "one" }, 'Question "b" in blank init takes a decimal number, such as 3.14, not "one".'],
    ["b", { init: "1", "1.a": "z" }, 'Question "b" in blank 1.a offers x, y, not "z".'],
    [
      ...(["b", { n: "x".repeat(1_001) }] as const),
      'Question "b" in blank n takes a text of at most 1000 characters; this one has 1,001.',
    ],
    ["n", "x 1 024", 'Question "n" takes a decimal number, such as 3.14, not "x 1 024".'],
    ["n", "1 024 x", 'Question "n" takes a decimal number, such as 3.14, not "1 024 x".'],
    ["n", "1e100", 'Question "n" takes powers of ten up to 99, not "1e100".'],
    ...["-12 345 678", "+1'024", "1 024,", "1.024.000,25"].map((typed): [string, Answer, string] => [
      ...(["n", typed] as const),
      `Question "n" takes a number without separators of thousands, such as 1024 or 3.14, not "${typed}".`,
    ]),
  ])("%s: %j", (questionId, answer, sentence) => {
    expect(problem(questionId, answer)).toBe(sentence);
  });
});

describe("An answer is stored", () => {
  test.each([
    ["m", ["c", "a"], ["a", "c"]],
    ["n", " 3,14 mm", " 3,14 mm"],
    ["t", " ls  -l ", " ls  -l "],
    ["p", { 2: "a", 1: "b" }, { 1: "b", 2: "a" }],
    ["p", { 1: "b", 2: "" }, { 1: "b" }],
    ["o", ["c", "a", "b"], ["c", "a", "b"]],
    ["b", { n: "x", init: "1 ms", "1.a": " " }, { init: "1 ms", n: "x" }],
    ["n", "9".repeat(60), "9".repeat(60)],
    ["n", "1e-99", "1e-99"],
    ["t", "x".repeat(1_000), "x".repeat(1_000)],
  ])("of question %s, given as %j, as %j", (questionId, answer, expected) => {
    expect(problem(questionId, answer)).toBeNull();
    expect(stored(questionId, answer)).toEqual(expected);
  });

  test.each([
    ["m", []],
    ["n", "  "],
    ["t", "\n"],
    ["p", {}],
    ["p", { 1: "" }],
    ["o", []],
  ])("not at all where it says nothing: %s %j", (questionId, answer) => {
    expect(problem(questionId, answer)).toBe("Every question is left out; there is nothing to send.");
  });

  test("by the same text for the same answer, whatever its order, so that it is one attempt", () => {
    const text = (id: string, answer: Answer) => JSON.stringify(stored(id, answer));
    expect(text("p", { 2: "a", 1: "b" })).toBe('{"1":"b","2":"a"}');
    for (const answer of [
      { n: "x", init: "1 ms" },
      { init: "1 ms", n: "x" },
    ])
      expect(text("b", answer)).toBe('{"init":"1 ms","n":"x"}');
  });
});

const question = (id: string) => {
  const found = questions.find(({ questionId }) => questionId === id);
  if (!found) throw new Error(`There is no question ${id}.`);
  return found;
};

describe("An answer is told to people", () => {
  test.each<[string, Answer, string]>([
    ["s", "a", "Body of a"],
    ["s", "gone", "gone"],
    ["s", ["a", "b"], "a, b"],
    ["m", ["gone", "c", "a"], "Body of a\nBody of c\ngone"],
    ["m", { 1: "a", 2: "b" }, "1: a, 2: b"],
    ["n", " 3,14 ", "3,14 mm"],
    ["n", "3,14 mm", "3,14 mm"],
    ["t", " ls  -l ", "ls  -l"],
    ["p", { 2: "a", 1: "gone" }, "Item 1 → gone\nItem 2 → Body of a"],
    ["p", { 2: "a" }, "Item 2 → Body of a"],
    ["o", ["c", "a", "b"], "1. Body of c\n2. Body of a\n3. Body of b"],
    ["b", { init: "1", "1.a": "x" }, "PID 1 ms runs Body of x, for ___."],
  ])("of question %s, %j, as %j", (id, answer, text) => {
    const asked = question(id);
    expect(typeOf(asked).text(asked, answer)).toBe(text);
  });

  test("without its question as it was given, and not at all where there is none", () => {
    expect(answerText(["a", "b"], "Both")).toBe("Both");
    expect(answerText("a", undefined)).toBe("a");
    expect([answerText(null, undefined), answerText(undefined, undefined)]).toEqual([undefined, undefined]);
  });

  test("with a gap for each blank where only the question's text is read", () => {
    const asked = question("b");
    expect(typeOf(asked).asRead(asked.question)).toBe("PID (init) ___ runs (1.a) ___, for (n) ___.");
    expect(typeOf(question("s")).asRead("[[1]]")).toBe("[[1]]");
  });
});

describe("Two answers are counted as one", () => {
  test.each<[string, Answer, Answer]>([
    ["m", ["b", "a"], ["a", "b"]],
    ["n", "3,50", " +3.5 mm"],
    ["n", "\u22123", "-3.0"],
    ["n", "1e2", "100"],
    ["t", "Straße  Σς", " straße σσ "],
    ["t", "e\u0301", "É"],
    ["p", { 2: "a", 1: "b" }, { 1: "b", 2: "a", 3: " " }],
    ["b", { n: "x", init: "1" }, { init: "1", n: "x" }],
  ])("of question %s: %j and %j", (id, one, other) => {
    const asked = question(id);
    expect(typeOf(asked).group(asked, one)).toBe(typeOf(asked).group(asked, other));
  });

  test.each<[string, Answer, Answer]>([
    ["s", "a", "b"],
    ["m", ["a"], ["b"]],
    ["m", ["a b"], ["a", "c"]],
    ["m", ["ab"], ["a", "b"]],
    ["n", "five", "six"],
    ["t", "Maße", "Masse"],
    ["o", ["ab", "c"], ["a", "bc"]],
    ["n", "3.5", "3.05"],
    ["n", "-3", "3"],
    ["t", "ls -l", "ls-l"],
    ["p", { 1: "a", 2: "b" }, { 1: "b", 2: "a" }],
    ["o", ["a", "b", "c"], ["b", "a", "c"]],
    ["b", { init: "1" }, { n: "1" }],
  ])("but not of question %s: %j and %j", (id, one, other) => {
    const asked = question(id);
    expect(typeOf(asked).group(asked, one)).not.toBe(typeOf(asked).group(asked, other));
  });

  test("that pick the same choices, where they pick any", () => {
    const picked = (id: string, answer: Answer) => typeOf(question(id)).picked(answer);
    expect(picked("s", "a")).toEqual(["a"]);
    expect(picked("m", ["c", "a", "c"])).toEqual(["c", "a"]);
    expect(picked("n", "3")).toBeNull();
    expect(picked("s", ["a"])).toBeNull();
  });
});

test.each<[Answer, boolean]>([
  [" \n", true],
  [" x ", false],
  [[], true],
  [["a"], false],
  [{ 1: " ", 2: "" }, true],
  [{ 1: " ", 2: "x" }, false],
])("an answer says nothing, %j: %j", (answer, says) => {
  expect(isBlank(answer)).toBe(says);
});

describe("What is right is told", () => {
  const within = { type: "number", value: "3", within: "10%" } as const;
  test.each<[string, object, object]>([
    ["one choice", { answer: "a" }, { right: "a" }],
    [
      "a choice that is accepted as well",
      { answer: "a", acceptAlso: ["b"] },
      { right: "a", alsoRight: [{ right: "b" }] },
    ],
    ["a number", { type: "number", value: "3", unit: "mm" }, { right: "3" }],
    [
      "a number with its width",
      { type: "number", value: "3", within: "0.5", unit: "mm" },
      { right: "3", rightText: "3 mm ± 0.5 mm" },
    ],
    ["a number with a width in percent", within, { right: "3", rightText: "3 ± 10%" }],
    ["one text", { type: "text", accept: ["ls"] }, { right: "ls" }],
    ["several texts", { type: "text", accept: ["ls", "dir"] }, { right: "ls", rightText: "ls\ndir" }],
    [
      "patterns where there is no text",
      { type: "text", accept: [], patterns: ["l+", "s+"] },
      { rightText: "l+\ns+" },
    ],
    ["a text before patterns", { type: "text", accept: ["ls"], patterns: ["l+"] }, { right: "ls" }],
    [
      "pairs, and what is accepted as well, one by one",
      { type: "match", right: { 1: "a", 2: "b" }, acceptAlso: { 1: ["b"], 2: ["a"] } },
      {
        right: { 1: "a", 2: "b" },
        alsoRight: [{ right: { 1: "b", 2: "b" } }, { right: { 1: "a", 2: "a" } }],
      },
    ],
    ["an order", { type: "order", right: ["b", "a"] }, { right: ["b", "a"] }],
    [
      "blanks as a whole",
      { type: "blanks", blanks: { 1: { type: "single", answer: "x" }, 2: within } },
      { right: { 1: "x", 2: "3" } },
    ],
    [
      "blanks one by one where one takes patterns only",
      {
        type: "blanks",
        blanks: {
          1: { type: "text", accept: ["a", "b"] },
          2: { type: "text", accept: [], patterns: ["c+"] },
        },
      },
      { rightText: "(1) a / b\n(2) c+" },
    ],
    [
      "a blank that is accepted as well",
      {
        type: "blanks",
        blanks: { 1: { type: "single", answer: "x" }, 2: { type: "single", answer: "y" } },
        acceptAlso: { 2: [{ type: "single", answer: "z" }] },
      },
      { right: { 1: "x", 2: "y" }, alsoRight: [{ right: { 1: "x", 2: "z" } }] },
    ],
  ])("%s", (_, key, right) => {
    const entry = answerKeyEntrySchema.parse({ questionId: "q1", ...key });
    expect(markingFor(entry).right(entry)).toStrictEqual(right);
  });
});

test("nobody can say what a choice is worth that weights say nothing of", () => {
  const key = { questionId: "q1", type: "multiple", options: ["a", "b"], right: ["a"] };
  const supposing = (more: object) => {
    const entry = answerKeyEntrySchema.parse({ ...key, ...more });
    return markingFor(entry).supposing(entry, "b");
  };
  expect(supposing({})).toMatchObject({ right: ["a", "b"] });
  expect(supposing({ credit: "weights", weights: { a: "1" } })).toBeNull();
});

test("an unknown type, and a question of another type than its rules, is named", () => {
  expect(() => typeOf({ type: "drawing" })).toThrow("There is no question type drawing.");
  expect(() => markingFor({ type: "drawing" })).toThrow("There is no marking for the question type drawing.");
  expect(() => typeOf(question("n")).text(question("s"), "3")).toThrow(
    "The question s does not belong to the question type number.",
  );
  expect(() => typeOf(question("s")).stored(["a"])).toThrow(
    "An answer does not belong to the question type single.",
  );
  const key = answerKeyEntrySchema.parse({ questionId: "q1", answer: "a" });
  expect(() => markingFor({ type: "order" }).share(key, ["a"])).toThrow(
    "The key of q1 does not belong to the question type order.",
  );
});

describe("A number", () => {
  test.each([
    "3",
    "-3,5",
    "\u22123",
    ".25",
    "3.",
    "1e99",
    "1e-99",
    "1e\u22129",
    " 3 mm ",
    "3mm",
    "9".repeat(60),
  ])("is %j", (typed) => {
    expect(isNumber({ unit: "mm" }, typed)).toBe(true);
  });

  test.each(["", "-", ".", "3 cm", "3\u2212", "1e100", "1e-100", "9".repeat(61), "mm"])(
    "is not %j",
    (typed) => {
      expect(isNumber({ unit: "mm" }, typed)).toBe(false);
      expect(isNumber({}, "3 mm")).toBe(false);
    },
  );
});

describe("A pattern", () => {
  test("matches the whole text, its case only where it counts", () => {
    expect([matches("ls( -l)?", "LS -l", false), matches("ls( -l)?", "LS -l", true)]).toEqual([true, false]);
    expect([matches("ls", "ls -l", false), matches("ls", "ls", true)]).toEqual([false, true]);
  });

  test("is refused where it is too long, or could take for ever", () => {
    expect(patternProblem("a".repeat(500))).toBeNull();
    expect(patternProblem("a".repeat(501))).toBe("is longer than 500 characters");
    expect(patternProblem("(a)\\1")).toMatch(/^is no pattern that can be matched in a bounded time \(.+\)$/);
  });
});

test("a mark that is no blank's is a gap", () => {
  const asked = { question: "[[1]] and [[2]]", blanks: [{ blankId: "1", type: "text" as const }] };
  expect(filledText(asked, { 1: "one", 2: "two" })).toBe("one and ___");
});

describe("The HTML of a question with blanks", () => {
  const blanks = ["1", "2"].map((blankId) => ({ blankId, type: "text" as const }));
  const asked = (html?: string) =>
    questionSchema.parse({
      ...{ questionId: "q1", type: "blanks", question: "[[1]] < [[2]]\nend", answers: [], blanks },
      ...(html !== undefined && { html: { question: html } }),
    });
  const filled = (html?: string) => typeOf(asked()).html(asked(html), { 1: "<a>" });

  test("shows what was put into them, and gaps", () => {
    expect(filled("<p>[[1]] &lt; [[2]]</p>")).toBe("<p><strong>&lt;a&gt;</strong> &lt; ___</p>");
  });

  test.each([
    ["it has none", undefined],
    ["a mark is missing", "<p>[[1]]</p>"],
    ["a mark is in an attribute", '<p title="[[2]]">[[1]] [[2]]</p>'],
    ["a mark is in pieces", "<p>[[1]] [[<b>2</b>]]</p>"],
  ])("is made of the text where %s", (_, html) => {
    expect(
      htmlWithMarks({ html: html === undefined ? undefined : { question: html }, blanks }),
    ).toBeUndefined();
    expect(filled(html)).toBe("<strong>&lt;a&gt;</strong> &lt; ___<br>end");
  });
});

describe("Two questions ask the same", () => {
  const one = { questionId: "q1", question: "?", answers: choices("a", "b") };
  const same = (other: object) =>
    isSameQuestion(questionSchema.parse(one), questionSchema.parse({ ...one, ...other }));

  test("in whatever order their fields are stored", () => {
    const pairs: BaseQuestion = question("p");
    const { type, question: asked, items, ...others } = pairs;
    expect(askedBy({ items, ...others, question: asked, type })).toBe(askedBy(pairs));
  });

  test("whatever their ids, points, order and fixed places", () => {
    const fixed = one.answers.toReversed().map((choice) => ({ ...choice, isFixed: true }));
    expect(same({ questionId: "q2", points: 3, answers: fixed, pool: { name: "p", draw: 1 } })).toBe(true);
    expect(isSameQuestion(question("p"), { ...question("p"), ...{ question: "?" } })).toBe(true);
  });

  test("but not with another text, another choice, or another picture", () => {
    expect(same({ question: "!" })).toBe(false);
    expect(same({ answers: choices("a", "c") })).toBe(false);
    expect(same({ answers: [...choices("a"), { answerId: "b", answerBody: "B" }] })).toBe(false);
  });
});

test("an order is odd where an odd number of exchanges leads to it", () => {
  const orders = ["abc", "bac", "acb", "bca", "cba", "cab"].map((order) => [...order]);
  expect(orders.map((order) => isOddOrder([..."abc"], order))).toEqual([
    false,
    true,
    true,
    false,
    true,
    false,
  ]);
  expect(orders.map((order) => oddOrder([..."abc"], order).join(""))).toEqual([
    ...["acb", "bac", "acb", "bac", "cba", "cba"],
  ]);
  expect(orders.map((order) => evenOrder([..."abc"], order).join(""))).toEqual([
    ...["abc", "bca", "abc", "bca", "cab", "cab"],
  ]);
});

describe("Schemas of questions refuse", () => {
  const one = choices("a");
  const two = choices("a", "b");
  const item = (itemId: string) => ({ itemId, itemBody: "I" });
  const items = [item("1"), item("2")];
  const blank = { blankId: "1", type: "single" };
  test.each([
    ["an empty question", { question: "", answers: two }],
    ["one with an empty choice", { question: "?", answers: [...one, { answerId: "b", answerBody: "" }] }],
    ["one choice to match", { type: "match", question: "?", answers: one, items }],
    ["one item to match", { type: "match", question: "?", answers: two, items: [item("1")] }],
    ["no text to match by", { type: "match", question: "", answers: two, items }],
    ["nothing to put in order", { type: "order", question: "", answers: two }],
    ["no blanks", { type: "blanks", question: "?", answers: [], blanks: [] }],
    [
      "a blank with one choice",
      { type: "blanks", question: "?", answers: [], blanks: [{ ...blank, answers: one }] },
    ],
    [
      "a blank of no type",
      { type: "blanks", question: "?", answers: [], blanks: [{ ...blank, type: "match" }] },
    ],
    ["no points", { question: "?", answers: two, points: 0 }],
    ["a draw of nothing", { question: "?", answers: two, pool: { name: "p", draw: 0 } }],
    ["a pool without a name", { question: "?", answers: two, pool: { name: "", draw: 1 } }],
  ])("%s", (_, wrong) => {
    expect(questionSchema.safeParse({ questionId: "q1", ...wrong }).success).toBe(false);
  });

  test("to show of which questions one was drawn", () => {
    const shown = { questionId: "q1", question: "?", answers: two, points: 2 };
    expect(shownQuestionSchema.parse({ ...shown, pool: { name: "p", draw: 1 } })).toEqual(shown);
  });

  test("no void, shuffle and paper that they know", () => {
    expect(["dropped", "given", "", "void"].map((value) => voidSchema.safeParse(value).success)).toEqual([
      ...[true, true, false, false],
    ]);
    expect(
      [["questions", "answers"], [], [""]].map((value) => shuffleSchema.safeParse(value).success),
    ).toEqual([...[true, false, false]]);
    const paper = { questions: [{ questionId: "q1", answers: ["b", "a"] }, { questionId: "q2" }] };
    expect(paperSchema.parse(paper)).toEqual(paper);
  });
});
