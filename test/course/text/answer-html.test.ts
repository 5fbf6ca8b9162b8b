import { describe, expect, test } from "@jest/globals";
import { marksOf } from "../../../course/grading/test-scores.ts";
import { questionIdSchema } from "../../../course/ids.ts";
import { typeOf } from "../../../course/questions/types.ts";
import { isSameQuestion, questionsSchema } from "../../../course/test.ts";
import { answerHtml } from "../../../course/text/answer-html.ts";
import { picturesIn } from "../../../course/text/pictures-in.ts";

const code = "<pre><code>a\nb</code></pre>";
const answers = [
  { answerId: "a", answerBody: "```\na\nb\n```" },
  { answerId: "b", answerBody: "x < y" },
];
const [single, multiple, number, unmarked] = questionsSchema.parse([
  { questionId: "1", question: "`a`?", answers, html: { question: "<code>a</code>?", answers: { a: code } } },
  { questionId: "2", type: "multiple", question: "Which?", answers, html: { answers: { a: code } } },
  { questionId: "3", type: "number", question: "`1`?", answers: [], html: { question: "<code>1</code>?" } },
  { questionId: "4", question: "Which?", answers },
]);

const htmlOf = (question: typeof single, answer: string | string[]): string | undefined =>
  question && answerHtml(question, answer, typeOf(question).text);

describe("An answer as HTML", () => {
  test("is that of the choice; of several choices, a list", () => {
    expect(htmlOf(single, "a")).toBe(code);
    expect(htmlOf(multiple, ["b", "a"])).toBe(`<ul><li>${code}</li><li>x &lt; y</li></ul>`);
  });

  test("names items beside choices, each as HTML", () => {
    const match = questionsSchema.parse([
      {
        ...{ questionId: "5", type: "match", question: "Who?", answers },
        items: [
          { itemId: "1", itemBody: "<kernel>" },
          { itemId: "2", itemBody: "`shell`" },
        ],
        html: { answers: { a: code }, items: { 2: "<code>shell</code>" } },
      },
    ])[0];
    expect(match && answerHtml(match, { 1: "a", 2: "b" }, typeOf(match).text)).toBe(
      `<ul><li>&lt;kernel&gt; → ${code}</li><li><code>shell</code> → x &lt; y</li></ul>`,
    );
  });

  test("names items as HTML where the choices have none", () => {
    const [match] = questionsSchema.parse([
      {
        ...{ questionId: "5", type: "match", question: "Who?", answers },
        items: [
          { itemId: "1", itemBody: "`kernel`" },
          { itemId: "b", itemBody: "<shell>" },
        ],
        html: { items: { 1: "<code>kernel</code>" } },
      },
    ]);
    expect(match && answerHtml(match, { 1: "b", b: "b" }, typeOf(match).text)).toBe(
      "<ul><li><code>kernel</code> → x &lt; y</li><li>&lt;shell&gt; → x &lt; y</li></ul>",
    );
  });

  test("is a list of numbers where an order is asked for, whatever the texts begin with", () => {
    const choices = Array.from({ length: 10 }, (_, index) => ({
      answerId: `a${index}`,
      answerBody: `7. <${index}>`,
    }));
    const [order] = questionsSchema.parse([
      ...[
        {
          questionId: "6",
          type: "order",
          question: "?",
          answers: choices,
          html: { answers: { a9: "<em>9</em>" } },
        },
      ],
    ]);
    const items = [...Array.from({ length: 9 }, (_, index) => `7. &lt;${index}&gt;`), "<em>9</em>"];
    const ids = choices.map(({ answerId }) => answerId);
    expect(order && answerHtml(order, ids, typeOf(order).text)).toBe(
      `<ol>${items.map((item) => `<li>${item}</li>`).join("")}</ol>`,
    );
    const numbered = [
      { answerId: "a", answerBody: "1. `x`" },
      { answerId: "b", answerBody: "y" },
    ];
    const [some] = questionsSchema.parse([
      {
        questionId: "7",
        type: "multiple",
        question: "?",
        answers: numbered,
        html: { answers: { b: "<em>y</em>" } },
      },
    ]);
    expect(htmlOf(some, ["a", "b"])).toBe("<ul><li>1. `x`</li><li><em>y</em></li></ul>");
  });

  test("is the escaped text of a choice that has none, where others have some", () => {
    expect(htmlOf(single, "b")).toBe("x &lt; y");
  });

  test("is left out where no choice has any", () => {
    expect([htmlOf(number, "<b>1</b>"), htmlOf(unmarked, "a")]).toEqual([undefined, undefined]);
  });

  test.each(["<img src=x onerror=alert(1)>", "&#10;<script>", "a<b"])(
    "never holds what a student typed: %j",
    (typed) => {
      for (const question of [single, multiple]) {
        for (const answer of [typed, [typed, "a"]]) {
          const html = htmlOf(question, answer) ?? "";
          expect(html.replaceAll(code, "").replaceAll(/<\/?(?:ul|li)>/g, "")).not.toMatch(/</);
        }
      }
    },
  );
});

describe("A mark", () => {
  const answer = { given: "b", isRight: false, right: "a", feedback: "*So*", feedbackHtml: "<em>So</em>" };
  const marks = (when: "now" | "never") =>
    marksOf({ answers: [{ ...answer, questionId: questionIdSchema.parse("1") }] }, single ? [single] : [], {
      answers: when,
    })[0];

  test("has its texts in all forms", () => {
    expect(marks("now")).toMatchObject({
      question: "`a`?",
      questionHtml: "<code>a</code>?",
      givenText: "x < y",
      givenHtml: "x &lt; y",
      rightHtml: code,
      feedback: "*So*",
      feedbackHtml: "<em>So</em>",
      plain: { question: "`a`?", given: "x < y", right: "    a\n    b", feedback: "So" },
    });
  });

  test("tells in no form what is not released", () => {
    const kept = marks("never");
    expect(kept).toMatchObject({ questionHtml: "<code>a</code>?", givenHtml: "x &lt; y" });
    expect(JSON.stringify(kept)).not.toMatch(/right[A-Z]|So|pre/);
  });
});

describe("A question", () => {
  const [shown] = questionsSchema.parse([
    {
      ...{ questionId: "1", question: "![a](a.png)", answers },
      html: { question: `<img src="/pictures/${"a".repeat(64)}.png" alt="a" width="1" height="1" />` },
    },
  ]);
  const otherwise = (change: (html: string) => string) =>
    shown && { ...shown, html: { question: change(shown.html?.question ?? "") } };

  test("is the same however it is rendered", () => {
    const other = otherwise((html) => `<p>${html}</p>`);
    expect(shown && other && isSameQuestion(shown, other)).toBe(true);
  });

  test("is another one when a picture has other content under the same name", () => {
    const other = otherwise((html) => html.replace("aaaa", "bbbb"));
    expect(shown && other && isSameQuestion(shown, other)).toBe(false);
  });
});

test("the pictures of a question's texts are known by names made from their content", () => {
  const [one, two] = ["a", "0f"].map((sign) => `/pictures/${sign.repeat(64 / sign.length)}`);
  const html = {
    question: `<img src="${one}.png" alt="/pictures/one.png" />`,
    answers: { a: `<img src="${two}.png" alt="" />` },
  };
  expect(picturesIn(html)).toEqual([one, two]);
  expect([picturesIn({ question: "<em>none</em>" }), picturesIn(undefined)]).toEqual([[], []]);
});

describe("What was put into blanks", () => {
  const blanks = (question: string, rendered?: string) =>
    questionsSchema.parse([
      {
        ...{ questionId: "b", type: "blanks", question, answers: [] },
        blanks: [{ blankId: "1", type: "text" }],
        ...(rendered !== undefined && { html: { question: rendered } }),
      },
    ])[0];
  const shown = (question: string, rendered: string | undefined, typed?: string) => {
    const asked = blanks(question, rendered);
    return asked && typeOf(asked).html(asked, typed === undefined ? {} : { 1: typed });
  };

  test("stands out in the text as it is rendered, and is never HTML itself", () => {
    expect(shown("It is `[[1]]`.", "It is <code>[[1]]</code>.", "<b>x</b>")).toBe(
      "It is <code><strong>&lt;b&gt;x&lt;/b&gt;</strong></code>.",
    );
    expect(shown("It is [[1]] & more.\nReally.", undefined)).toBe("It is ___ &amp; more.<br>Really.");
  });

  test.each([
    ["an attribute", '<img alt="[[1]]" /> [[1]]'],
    ["a formula", '<math alttext="[[1]]"><mo>[</mo><mo>[</mo><mn>1</mn><mo>]</mo><mo>]</mo></math>'],
  ])("stands in the plain text where %s has the mark", (_, rendered) => {
    expect(shown("a [[1]]", rendered, "x")).toBe("a <strong>x</strong>");
  });

  test("stands in the plain text where colours part the mark", () => {
    expect(shown("`a [[1]]`", "<pre>a <span>[[</span>1]]</pre>", "x")).toBe("`a <strong>x</strong>`");
  });
});
