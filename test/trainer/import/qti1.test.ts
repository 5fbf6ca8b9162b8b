import { expect, test } from "@jest/globals";
import { zipOf } from "../support/zip-files.ts";
import { imported, pixel } from "./support.ts";

const document = (...items: readonly string[]): string =>
  `<?xml version="1.0"?>\n<questestinterop><assessment ident="a" title="Quiz 1"><section ident="root_section">\n${items.join("\n")}\n</section></assessment></questestinterop>`;

const item = (type: string, presentation: string, processing = "", rest = ""): string =>
  `<item ident="i" title="T"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel><fieldentry>${type}</fieldentry></qtimetadatafield><qtimetadatafield><fieldlabel>points_possible</fieldlabel><fieldentry>2.0</fieldentry></qtimetadatafield></qtimetadata></itemmetadata><presentation>${presentation}</presentation><resprocessing>${processing}</resprocessing>${rest}</item>`;

const material = (html: string): string =>
  `<material><mattext texttype="text/html"><![CDATA[${html}]]></mattext></material>`;
const choices = (
  ident: string,
  cardinality: string,
  labels: Readonly<Record<string, string>>,
  before = "",
): string =>
  `<response_lid ident="${ident}" rcardinality="${cardinality}">${before}<render_choice>${Object.entries(
    labels,
  )
    .map(([id, text]) => `<response_label ident="${id}">${material(text)}</response_label>`)
    .join("")}</render_choice></response_lid>`;
const fib = (ident: string, type = ""): string =>
  `<response_str ident="${ident}"><render_fib ${type}/></response_str>`;
const rule = (condition: string, points = "100", action = "Set"): string =>
  `<respcondition><conditionvar>${condition}</conditionvar><setvar action="${action}" varname="SCORE">${points}</setvar></respcondition>`;
const equal = (response: string, value: string): string =>
  `<varequal respident="${response}">${value}</varequal>`;

test.each<[string, string, object]>([
  [
    "one right answer, with feedback",
    item(
      "multiple_choice_question",
      material("<p>Which?</p>") + choices("r", "Single", { x1: "bash", x2: "vim" }),
      rule(equal("r", "x1")),
      `<itemfeedback ident="x2_fb">${material("no")}</itemfeedback>`,
    ),
    {
      type: "single",
      title: "T",
      points: "2",
      text: "Which?",
      right: "a",
      category: ["Quiz 1"],
      feedback: "- vim: no",
    },
  ],
  [
    "several right answers, all or nothing",
    item(
      "multiple_answers_question",
      material("Which?") + choices("r", "Multiple", { a1: "x", a2: "y", a3: "z" }),
      rule(`<and>${equal("r", "a1")}<not>${equal("r", "a2")}</not>${equal("r", "a3")}</and>`),
    ),
    { type: "multiple", right: ["a", "c"] },
  ],
  [
    "several right answers, each by its own rule",
    item(
      "",
      material("Which?") + choices("r", "Multiple", { a1: "x", a2: "y", a3: "z" }),
      rule(equal("r", "a1"), "5", "Add") + rule(equal("r", "a3"), "5", "Add"),
    ),
    { type: "multiple", weights: { a: "1/2", c: "1/2" } },
  ],
  [
    "a short answer",
    item("short_answer_question", material("Who?") + fib("r"), rule(equal("r", "ls") + equal("r", "dir"))),
    { type: "text", accept: ["ls", "dir"] },
  ],
  [
    "a number with its range",
    item(
      "numerical_question",
      material("pH?") + fib("r", 'fibtype="Decimal"'),
      rule(
        `<or>${equal("r", "9.13")}<and><vargte respident="r">9.08</vargte><varlte respident="r">9.180000000000001</varlte></and></or>`,
      ),
    ),
    { type: "number", number: { value: "9.13", within: "0.05" } },
  ],
  [
    "pairs",
    item(
      "matching_question",
      material("Match") +
        choices("r1", "Single", { c1: "1", c2: "2", c3: "3" }, material("A")) +
        choices("r2", "Single", { c1: "1", c2: "2", c3: "3" }, material("B")),
      rule(equal("r1", "c2"), "50", "Add") + rule(equal("r2", "c1"), "50", "Add"),
    ),
    {
      type: "match",
      pairs: [
        { left: "A", right: "2" },
        { left: "B", right: "1" },
      ],
      others: ["3"],
    },
  ],
  [
    "blanks to be typed, and brackets that are none",
    item(
      "fill_in_multiple_blanks_question",
      material("The [sky] is [c1] [not].") +
        choices("response_c1", "", { x: "blue", y: "azure" }, material("c1")),
      rule(equal("response_c1", "x"), "100", "Add"),
    ),
    {
      type: "blanks",
      text: "The [sky] is [[1]] [not].",
      blanks: new Map([["1", { accept: ["blue", "azure"] }]]),
    },
  ],
  [
    "blanks with answers to choose from",
    item(
      "multiple_dropdowns_question",
      material("It is [c1].") + choices("response_c1", "", { x: "hot", y: "cold" }, material("c1")),
      rule(equal("response_c1", "y"), "100", "Add"),
    ),
    {
      type: "blanks",
      blanks: new Map([
        [
          "1",
          {
            answers: [
              { id: "a", text: "hot" },
              { id: "b", text: "cold" },
            ],
            right: "b",
          },
        ],
      ]),
    },
  ],
])("QTI 1.2: %s", async (_, xml, expected) => {
  expect((await imported(document(xml), "quiz.xml")).questions).toMatchObject([expected]);
});

test.each([
  [item("essay_question", material("Why?") + fib("r")), "3 T: is an essay, which no rule can grade"],
  [
    item("multiple_choice_question", material("Which?") + choices("r", "Single", { a: "x", b: "y" })),
    "3 T: has no right answer, and none is guessed",
  ],
  [
    item("calculated_question", material("x?") + fib("r"), rule("<other/>")),
    "3 T: has numbers that are made up for each student; a question here is the same for all",
  ],
  [
    '<bankentry_item sourcebank_ref="bank-7"/>',
    '3 a question of a bank: stands in the bank "bank-7", which is not in the file: export the bank too',
  ],
])("QTI 1.2: %j is skipped with its reason", async (xml, why) => {
  expect((await imported(document(xml), "quiz.xml")).skipped).toEqual([why]);
});

const trueFalse = item(
  "true_false_question",
  material('So? <img src="$IMS-CC-FILEBASE$/a.png" alt="map">') +
    choices("r", "Single", { t: "True", f: "False" }),
  rule(equal("r", "t")),
);

test("QTI 1.2: of a Canvas cartridge the full copy of each quiz is read, with its pictures; a broken part hides no other", async () => {
  const zip = zipOf({
    "imsmanifest.xml": "<manifest/>",
    "q1/assessment_qti.xml": document(trueFalse),
    "non_cc_assessments/q1.xml.qti": document(trueFalse, trueFalse),
    "non_cc_assessments/q2.xml.qti": "<questestinterop><item></questestinterop>",
    "web_resources/a.png": pixel,
  });
  const { format, questions, skipped } = await imported(zip, "course.imscc");
  expect({ format, texts: questions.map(({ text }) => text) }).toEqual({
    format: "qti1",
    texts: ["So? ![map](a.png)", "So? ![map](a.png)"],
  });
  expect(skipped).toEqual([expect.stringContaining("1 the file: is not well-formed XML")]);
});

const drawnFrom = (count: string, ...items: readonly string[]): string =>
  `<section ident="g${count}"><selection_ordering><selection><selection_number>${count}</selection_number><selection_extension><points_per_item>3.0</points_per_item></selection_extension></selection></selection_ordering>${items.join("")}</section>`;
const number = item("numerical_question", material("How many?") + fib("r"), rule(equal("r", "5")));

test("sections from which some items are drawn become groups, with the points of the section", async () => {
  const { questions } = await imported(
    document(number, drawnFrom("1", number, number), drawnFrom("2", number, number)),
  );
  expect(questions.map(({ drawn, points }) => [drawn?.count, points])).toEqual([
    [undefined, "2"],
    ["1", "3"],
    ["1", "3"],
    [undefined, "3"],
    [undefined, "3"],
  ]);
  expect(questions.flatMap(({ losses }) => losses)).toEqual([]);
});

const pool = (name: string, parts: string) =>
  `<?xml version='1.0' encoding='utf-8'?><POOL><TITLE value='Week 3'/><QUESTIONLIST><QUESTION id='q1' class='${name}' points='2'/></QUESTIONLIST>
<${name} id='q1'><BODY><TEXT><![CDATA[<b>So?</b>]]></TEXT></BODY>${parts}</${name}></POOL>`;
const answer = (id: string, text: string, name = "ANSWER") =>
  `<${name} id='${id}'><TEXT><![CDATA[${text}]]></TEXT></${name}>`;
const right = (...ids: readonly string[]) =>
  `<GRADABLE>${ids.map((id) => `<CORRECTANSWER answer_id='${id}'/>`).join("")}<FEEDBACK_WHEN_CORRECT>Yes.</FEEDBACK_WHEN_CORRECT></GRADABLE>`;

test.each<[string, string, object]>([
  [
    "QUESTION_TRUEFALSE",
    answer("x", "False") + answer("y", "True") + right("y"),
    { type: "single", right: "b" },
  ],
  [
    "QUESTION_MULTIPLECHOICE",
    answer("x", "<i>red</i>") + answer("y", "blue") + right("x"),
    { type: "single", answers: [{ text: "*red*" }, { text: "blue" }], right: "a" },
  ],
  [
    "QUESTION_MULTIPLEANSWER",
    answer("x", "red") + answer("y", "blue") + answer("z", "z") + right("x", "z"),
    { type: "multiple", right: ["a", "c"] },
  ],
  [
    "QUESTION_FILLINBLANK",
    answer("x", "a*b") + answer("y", "c") + right(),
    { type: "text", accept: ["a*b", "c"] },
  ],
  [
    "QUESTION_MATCH",
    `${answer("x", "frog") + answer("y", "cat") + answer("m", "mammal", "CHOICE") + answer("n", "amphibian", "CHOICE") + answer("o", "insect", "CHOICE")}<GRADABLE><CORRECTANSWER answer_id='x' choice_id='n'/><CORRECTANSWER answer_id='y' choice_id='m'/></GRADABLE>`,
    {
      type: "match",
      pairs: [
        { left: "frog", right: "amphibian" },
        { left: "cat", right: "mammal" },
      ],
      others: ["insect"],
    },
  ],
])("a pool of Blackboard: %s", async (name, parts, expected) => {
  const { format, questions } = await imported(pool(name, parts), "res00001.dat");
  expect(format).toBe("blackboard");
  expect(questions).toMatchObject([{ text: "**So?**", points: "2", category: ["Week 3"], ...expected }]);
});

test("a pool of Blackboard: what has no right answer or can't be graded is skipped with its reason", async () => {
  const two = answer("x", "red") + answer("y", "blue");
  const skippedOf = async (name: string, parts: string) =>
    (await imported(pool(name, parts), "a.dat")).skipped;
  expect(await skippedOf("QUESTION_MULTIPLECHOICE", two + right("other"))).toEqual([
    "2 **So?**: names a right answer that is not among its answers",
  ]);
  expect(await skippedOf("QUESTION_MULTIPLECHOICE", two + right())).toEqual([
    "2 **So?**: has no right answer, and none is guessed",
  ]);
  expect(await skippedOf("QUESTION_ESSAY", "")).toEqual(["2 **So?**: is an essay, which no rule can grade"]);
});

test("a pool of Blackboard: a right answer that is named twice is right once", async () => {
  const parts = answer("x", "red") + answer("y", "blue") + right("x", "x", "y");
  expect((await imported(pool("QUESTION_MULTIPLEANSWER", parts), "a.dat")).questions).toMatchObject([
    { right: ["a", "b"] },
  ]);
});

const quizOf = (...said: readonly string[]) =>
  `<quiz xmlns="http://canvas.instructure.com/xsd/cccv1p0"><title>Week 1</title>${said.join("")}</quiz>`;

test.each([
  [["<shuffle_answers>true</shuffle_answers>", "<allowed_attempts>-1</allowed_attempts>"], true, undefined],
  [
    ["<allowed_attempts>3</allowed_attempts>", "<scoring_policy>keep_highest</scoring_policy>"],
    undefined,
    { isMixed: false, attempts: 3, counts: "best" },
  ],
  [
    ["<allowed_attempts>1</allowed_attempts>", "<scoring_policy>keep_highest</scoring_policy>"],
    undefined,
    { isMixed: false, attempts: 1 },
  ],
])("Canvas: what a quiz says of itself in a file beside it is read: %j", async (said, isMixed, rules) => {
  const quiz = document(
    item(
      "multiple_choice_question",
      material("Which?") + choices("r", "Single", { x1: "bash", x2: "vim" }),
      rule(equal("r", "x1")),
    ),
  );
  for (const [path, meta] of [
    ["g1/g1.xml", "g1/assessment_meta.xml"],
    ["non_cc_assessments/g1.xml.qti", "g1/assessment_meta.xml"],
  ] as const) {
    const { questions } = await imported(zipOf({ [path]: quiz, [meta]: quizOf(...said) }), "q.zip");
    expect(questions.map((question) => [question.isMixed, question.rules])).toEqual([[isMixed, rules]]);
  }
});
