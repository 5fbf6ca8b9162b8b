import { expect, test } from "@jest/globals";
import { imported, pixel } from "./support.ts";

const quiz = (...questions: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n${questions.join("\n")}\n</quiz>`;

const question = (type: string, text: string, rest: string): string =>
  `<question type="${type}"><name><text>N</text></name><questiontext format="html"><text><![CDATA[${text}]]></text></questiontext>${rest}</question>`;

const answer = (fraction: string, text: string, rest = ""): string =>
  `<answer fraction="${fraction}" format="plain_text"><text>${text}</text>${rest}</answer>`;

const png = pixel.toString("base64");

test.each<[string, string, object]>([
  [
    "one right answer, with points, feedback and an id",
    question(
      "multichoice",
      "<p>Which?</p>",
      `<generalfeedback format="html"><text>G</text></generalfeedback><defaultgrade>2.5000000</defaultgrade><idnumber>k-1</idnumber><single>true</single>${answer("100", "0123", "<feedback><text>yes</text></feedback>")}${answer("0", "true")}`,
    ),
    {
      type: "single",
      id: "k-1",
      points: "2.5",
      right: "a",
      answers: [{ text: "0123" }, { text: "true" }],
      feedback: "G\n\n- 0123: yes",
    },
  ],
  [
    "a number with the unit that it is in, which is shown beside the field",
    question(
      "numerical",
      "How far?",
      `${answer("100", "3.5", "<tolerance>0.1</tolerance>")}<units><unit><multiplier>1</multiplier><unit_name>km</unit_name></unit><unit><multiplier>1000</multiplier><unit_name>m</unit_name></unit></units>`,
    ),
    {
      type: "number",
      number: { value: "3.5", within: "0.1", unit: "km" },
      losses: ["loses units that may be typed instead: m"],
    },
  ],
  [
    "several right answers, with shares",
    question(
      "multichoice",
      "Which?",
      `<single>false</single>${answer("33.33333", "a")}${answer("66.66667", "b")}${answer("-14.28571", "c")}`,
    ),
    { type: "multiple", right: ["a", "b"], weights: { a: "1/3", b: "2/3", c: "-1/7" } },
  ],
  [
    "true or false",
    question("truefalse", "So?", answer("0", "true") + answer("100", "false")),
    { type: "single", right: "b" },
  ],
  [
    "true or false in another language",
    question("truefalse", "So?", answer("100", "Prawda") + answer("0", "Fałsz")),
    { type: "single", right: "a" },
  ],
  [
    "a short answer",
    question("shortanswer", "Who?", `<usecase>1</usecase>${answer("100", "ls")}${answer("100", "ls -l")}`),
    { type: "text", accept: ["ls", "ls -l"], exact: true },
  ],
  [
    "a number",
    question(
      "numerical",
      "Pi?",
      `<answer fraction="100"><text>3,14</text><tolerance>0.01</tolerance></answer>${answer("0", "*")}`,
    ),
    { type: "number", number: { value: "3.14", within: "0.01" } },
  ],
  [
    "pairs",
    question(
      "matching",
      "Match",
      ["a", "b", ""]
        .map(
          (left, index) =>
            `<subquestion><text>${left}</text><answer><text>${index}</text></answer></subquestion>`,
        )
        .join(""),
    ),
    {
      type: "match",
      pairs: [
        { left: "a", right: "0" },
        { left: "b", right: "1" },
      ],
      others: ["2"],
    },
  ],
  [
    "an order",
    question("ordering", "Sort", answer("2", "second") + answer("1", "first")),
    { type: "order", order: ["first", "second"] },
  ],
  [
    "answers in a text",
    question(
      "cloze",
      "Init is {1:SHORTANSWER:=one~=1}, it has {2:NUMERICAL:=3:0.5} parts, {1:MULTICHOICE:no~=yes#so}.",
      "",
    ),
    {
      type: "blanks",
      text: "Init is [[1]], it has [[2]] parts, [[3]].",
      blanks: new Map<string, object>([
        ["1", { accept: ["one", "1"] }],
        ["2", { number: { value: "3", within: "0.5" } }],
        [
          "3",
          {
            answers: [
              { id: "a", text: "no" },
              { id: "b", text: "yes" },
            ],
            right: "b",
          },
        ],
      ]),
    },
  ],
  [
    "gaps with words to choose from",
    question(
      "gapselect",
      "The [[2]].",
      "<selectoption><text>cat</text><group>1</group></selectoption><selectoption><text>dog</text><group>1</group></selectoption>",
    ),
    {
      type: "blanks",
      text: "The [[1]].",
      blanks: new Map([
        [
          "1",
          {
            answers: [
              { id: "a", text: "cat" },
              { id: "b", text: "dog" },
            ],
            right: "b",
          },
        ],
      ]),
    },
  ],
])("Moodle XML: %s", async (_, xml, expected) => {
  expect((await imported(quiz(xml), "bank.xml")).questions).toMatchObject([expected]);
});

test("Moodle XML: an embedded picture lies beside the test, and categories hold for what follows", async () => {
  const picture = `<p>Look: <img src="@@PLUGINFILE@@/a%20b.png" alt="map"></p>]]></text><file name="a b.png" encoding="base64">${png}</file></questiontext>`;
  const { questions } = await imported(
    quiz(
      '<question type="category"><category><text>$course$/top/Unix/Maps</text></category></question>',
      question("truefalse", "X", answer("100", "true") + answer("0", "false")).replace(
        "X]]></text></questiontext>",
        picture,
      ),
    ),
    "bank.xml",
  );
  expect(questions).toMatchObject([
    { category: ["Unix", "Maps"], text: "Look: ![map](a-b.png)", place: { line: 4 } },
  ]);
  expect([...(questions[0]?.pictures.keys() ?? [])]).toEqual(["a-b.png"]);
});

test.each([
  [question("essay", "Why?", ""), "3 N: is an essay, which no rule can grade"],
  [
    question("calculated", "2x?", ""),
    "3 N: has numbers that Moodle makes up for each student; a question here is the same for all",
  ],
  [question("coderunner", "Run", ""), '3 N: is of the type "coderunner", which is not known here'],
  [
    question("multichoice", "Which?", answer("50", "a") + answer("0", "b")),
    "3 N: has no answer that gives all points, and none is guessed",
  ],
  [
    question("cloze", "A {1:MULTIRESPONSE:=a~=b}", ""),
    "3 N: has a blank (1) that asks for several answers at once",
  ],
])("Moodle XML: %j is skipped with its reason", async (xml, why) => {
  expect((await imported(quiz(xml), "bank.xml")).skipped).toEqual([why]);
});

test.each([
  ["<quiz><question></quiz>", "1 the file: is not well-formed XML"],
  ['<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>', "1 the file: defines entities"],
])("Moodle XML: the file %j is refused with its line", async (xml, why) => {
  expect((await imported(xml, "bank.xml")).skipped).toEqual([expect.stringContaining(why)]);
});
