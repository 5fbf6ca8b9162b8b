import { expect, test } from "@jest/globals";
import { planTests } from "../../../trainer/import/write/plan.ts";
import { imported } from "./support.ts";

/** One question with one right answer, as each format has it; `text` stands in it once. */
const files: Readonly<Record<string, (text: string) => string>> = {
  gift: (text) => `// a comment\n::Q::${text} {=bash ~vim}\n`,
  aiken: (text) => `${text}\nA. bash\nB. vim\nANSWER: A\n`,
  "moodle-xml": (text) =>
    `<quiz>\n<question type="multichoice"><name><text>Q</text></name><questiontext><text>${text}</text></questiontext><single>true</single><answer fraction="100"><text>bash</text></answer><answer fraction="0"><text>vim</text></answer></question>\n</quiz>\n`,
  qti1: (text) =>
    `<questestinterop>\n<item ident="i"><presentation><material><mattext>${text}</mattext></material><response_lid ident="r" rcardinality="Single"><render_choice><response_label ident="a"><material><mattext>bash</mattext></material></response_label><response_label ident="b"><material><mattext>vim</mattext></material></response_label></render_choice></response_lid></presentation><resprocessing><respcondition><conditionvar><varequal respident="r">a</varequal></conditionvar><setvar action="Set" varname="SCORE">100</setvar></respcondition></resprocessing></item>\n</questestinterop>\n`,
  qti2: (text) =>
    `<assessmentItem identifier="i">\n<responseDeclaration identifier="R" cardinality="single" baseType="identifier"><correctResponse><value>A</value></correctResponse></responseDeclaration><itemBody><p>${text}</p><choiceInteraction responseIdentifier="R" maxChoices="1"><simpleChoice identifier="A">bash</simpleChoice><simpleChoice identifier="B">vim</simpleChoice></choiceInteraction></itemBody>\n</assessmentItem>\n`,
  blackboard: (text) =>
    `<POOL>\n<QUESTION_MULTIPLECHOICE id="q"><BODY><TEXT>${text}</TEXT></BODY><ANSWER id="a"><TEXT>bash</TEXT></ANSWER><ANSWER id="b"><TEXT>vim</TEXT></ANSWER><GRADABLE><CORRECTANSWER answer_id="a"/></GRADABLE></QUESTION_MULTIPLECHOICE>\n</POOL>\n`,
  text2qti: (text) => `1. ${text}\n*a) bash\nb) vim\n`,
  csv: (text) => `text,a,b,right\n${text},bash,vim,a\n`,
  "google-forms": (text) =>
    JSON.stringify(
      {
        items: [
          {
            title: text,
            questionItem: {
              question: {
                grading: { correctAnswers: { answers: [{ value: "bash" }] } },
                choiceQuestion: { type: "RADIO", options: [{ value: "bash" }, { value: "vim" }] },
              },
            },
          },
        ],
      },
      null,
      1,
    ),
};

const whole = {
  text: "Which is a shell?",
  type: "single",
  right: "a",
  answers: [{ text: "bash" }, { text: "vim" }],
};

const written: readonly (readonly [string, (file: string) => string | Buffer])[] = [
  ["as it is", (file) => file],
  ["with a byte order mark", (file) => `\ufeff${file}`],
  ["with the line ends of Windows", (file) => file.replaceAll("\n", "\r\n")],
  ["with the line ends of old Macs", (file) => file.replaceAll("\n", "\r")],
  ["with line ends of several systems", (file) => file.replace("\n", "\r\n").replace(/\n$/, "\r\n\n\r\n")],
  ["in UTF-16", (file) => Buffer.from(`\ufeff${file}`, "utf16le")],
];

test.each(
  Object.keys(files).flatMap((format) => written.map(([how, change]) => [format, how, change] as const)),
)("%s %s gives the same question", async (format, _, change) => {
  const file = change(files[format]?.("Which is a shell?") ?? "");
  const read = await imported(file, "bank");
  expect(read).toMatchObject({ format, skipped: [], questions: [whole] });
});

test.each(Object.keys(files))(
  "%s: text that turns other text round is no part of a question, and NUL takes nothing else along",
  async (format) => {
    for (const odd of ["\u202e", "\u2066", "\0"]) {
      const { questions, skipped } = await imported(files[format]?.(`Which is${odd} a shell?`) ?? "", "bank");
      expect(questions.length + skipped.length).toBe(1);
      for (const { text } of questions) expect(text).toBe("Which is a shell?");
      for (const reason of skipped) expect(reason).toMatch(/: .{10,}/);
    }
  },
);

test.each(Object.keys(files))(
  "%s: a question of a megabyte is taken, or skipped with its reason",
  async (format) => {
    const long = "Which is a *shell*? [x](y) ".repeat(40_000);
    const { questions, skipped } = await imported(files[format]?.(long) ?? "", "bank");
    expect(questions.length + skipped.length).toBe(1);
  },
);

const moodle = (...questions: readonly string[]): string =>
  `<quiz>${questions
    .map(
      (more) =>
        `<question type="truefalse"><questiontext><text>Is ${more.length} a number?</text></questiontext>${more}<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question>`,
    )
    .join("")}</quiz>`;

test("ids that are there twice, or that can't be ids, are left to the course", async () => {
  const ids = ["shell", "Shell", "👩‍💻", "../x", "q7", "shell-2"];
  const { questions } = await imported(moodle(...ids.map((id) => `<idnumber>${id}</idnumber>`)), "bank.xml");
  const [planned] = planTests(
    questions.map((question) => ({ question, stem: "bank" })),
    "/nowhere",
    undefined,
  );
  const yaml = Buffer.from(planned?.test.content ?? []).toString();
  expect(yaml.match(/id: .*/g)).toEqual(["id: shell", "id: shell-2"]);
  expect(yaml.match(/text: /g)).toHaveLength(ids.length);
});

test("a question of 0 points is void, and says so; of fewer than 0, it counts 1", async () => {
  const points = ["0", "0.0000000", "-1"].map((grade) => `<defaultgrade>${grade}</defaultgrade>`);
  const { questions } = await imported(moodle(...points), "bank.xml");
  expect(questions.map((question) => [question.points, question.losses[0]])).toEqual([
    ["0", expect.stringContaining("is void")],
    ["0", expect.stringContaining("is void")],
    [undefined, expect.stringContaining("it counts 1")],
  ]);
});

test.each([
  ["fewer than all", "Which? {~%30%a ~%30%b ~c}", {}, "which add up to 60 %"],
  ["more than all", "Which? {~%80%a ~%80%b ~c}", { a: "4/5", b: "4/5" }, undefined],
  ["less than nothing", "Which? {~%100%a ~%-300%b}", { a: "1", b: "-3" }, undefined],
])("shares of the points that add up to %s are kept, or named", async (_, gift, weights, loss) => {
  const { questions } = await imported(gift);
  const [question] = questions;
  expect(question && "weights" in question ? question.weights : {}).toEqual(weights);
  expect(question?.losses).toEqual(loss === undefined ? [] : [expect.stringContaining(loss)]);
});

test.each([
  ["text2qti", "1. How many?\n= 3e99\n"],
  ["text2qti", "1. How many?\n= 3 +- 1e99\n"],
  ["text2qti", "1. How many?\n= [1e98, 1e99]\n"],
  ["gift", "How many? {#3e99}"],
  ["gift", "How many? {#1..1e99}"],
])("%s: %j holds a number that nobody could type, and is skipped", async (_, file) => {
  const { questions, skipped } = await imported(file);
  expect({ questions, skipped }).toEqual({
    questions: [],
    skipped: [expect.stringContaining("no decimal number")],
  });
});

test("shares of the points that add up to a little less than all are all or nothing, which is said", async () => {
  const { questions } = await imported("Which? {~%49.99%a ~%49.98%b ~c}");
  expect(questions).toMatchObject([
    { type: "multiple", right: ["a", "b"], losses: [expect.stringContaining("a little less than all")] },
  ]);
});
