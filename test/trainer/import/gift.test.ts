import { expect, test } from "@jest/globals";
import { imported } from "./support.ts";

const only = async (gift: string) => {
  const { questions, skipped } = await imported(gift);
  return questions[0] ?? skipped[0];
};

test.each<[string, string, object]>([
  [
    "true or false",
    "::Q1:: Grant is buried here. {FALSE#no#yes}",
    { type: "single", right: "b", feedback: "- False: yes\n- True: no" },
  ],
  [
    "one right answer, colons as they are",
    "What: who? {=a: b ~c\\: d}",
    { type: "single", right: "a", text: "What: who?", answers: [{ text: "a: b" }, { text: "c: d" }] },
  ],
  ["a missing word", "The {=sun ~moon} shines.", { type: "single", text: "The _____ shines." }],
  [
    "several right answers with shares",
    "Which? {~%33.33333%a ~%33.33333%b ~%33.33333%c ~%-100%d}",
    { type: "multiple", right: ["a", "b", "c"], weights: { a: "1/3", b: "1/3", c: "1/3", d: "-1" } },
  ],
  [
    "several right answers whose shares don't add up",
    "Which? {~%20%a ~%20%b ~c}",
    {
      type: "multiple",
      right: ["a", "b"],
      losses: ["loses its shares of the points, which add up to 40 %: it is all or nothing"],
    },
  ],
  [
    "a number with a tolerance",
    "Pi? {#3.1415:0.005}",
    { type: "number", number: { value: "3.1415", within: "0.005" } },
  ],
  ["a range", "How many? {#1..5}", { type: "number", number: { value: "3", within: "2" } }],
  [
    "short answers",
    "Who? {=Grant =Ulysses S. Grant =%50%Lee}",
    { type: "text", accept: ["Grant", "Ulysses S. Grant"] },
  ],
  [
    "pairs",
    "Match. {=cat -> meow =dog -> woof = -> moo}",
    {
      type: "match",
      pairs: [
        { left: "cat", right: "meow" },
        { left: "dog", right: "woof" },
      ],
      others: ["moo"],
    },
  ],
  ["an order", "Sort.{>2 ALL HORIZONTAL\nfirst\nsecond}", { type: "order", order: ["first", "second"] }],
  ["HTML", "[html]A <b>bold</b> word\\n<pre>ls</pre> {T}", { text: "A **bold** word\n\n```\nls\n```" }],
  ["comments inside braces", "Which? {\n// why\n=a\n~b\n}", { type: "single", right: "a" }],
  [
    "several answers of which each gives all points",
    "Which? {=a =b ~c}",
    { type: "single", right: "a", also: ["b"], losses: [] },
  ],
  [
    "several numbers of which each gives all points",
    "How many? {#=3 =4:0.5 =3}",
    { type: "number", number: { value: "3" }, also: [{ value: "4", within: "0.5" }], losses: [] },
  ],
])("GIFT: %s", async (_, gift, question) => {
  expect(await only(gift)).toMatchObject(question);
});

test.each([
  ["Tell me. {}", "1 Tell me.: is an essay, which no rule can grade"],
  ["::Intro:: Welcome. \n\n::Q::a {T}", "1 Intro: is a description, which asks nothing"],
  ["Which? {~a ~b}", "1 Which?: has no right answer, and none is guessed"],
  ["Which? {=a ~b\n\nNext {T}", "1 Which?: has a brace that is not closed"],
  ["How many? {#abc}", "1 How many?: has a right answer that is no decimal number"],
])("GIFT: %j is skipped with its reason", async (gift, why) => {
  expect((await imported(gift)).skipped[0]).toBe(why);
});

test("GIFT: one bad question spoils no other, and categories, ids and lines are kept", async () => {
  const { questions, skipped } = await imported(
    "$CATEGORY: $course$/top/Linux//BSD/Boot\n\n// [id:boot-1] [tag:x]\n::A:: a {T}\n\n::B:: b {=x ~y\n\n::C:: c {F}\n",
  );
  expect(questions).toMatchObject([
    { id: "boot-1", title: "A", category: ["Linux/BSD", "Boot"], place: { line: 4 } },
    { title: "C", place: { line: 8 } },
  ]);
  expect(skipped).toHaveLength(1);
});

test("GIFT: a star in an answer becomes a pattern, and one behind a backslash is a star", async () => {
  const [question] = (await imported("Name it. {=ca*t.#so=a\\\\*b}")).questions;
  expect(question).toMatchObject({ accept: ["a*b"], patterns: ["ca.*t\\."], feedback: "- ca*t.: so" });
});

test("GIFT: tags are said, as a test's file has none", async () => {
  const { questions } = await imported("// [id:a-1] [tag:easy] [tag:week 1]\nSo? {T}");
  expect(questions).toMatchObject([{ id: "a-1", losses: ["loses its tags: easy, week 1"] }]);
});
