import { expect, test } from "@jest/globals";
import { testYaml } from "../../../trainer/import/write/test-yaml.ts";
import { imported } from "./support.ts";

const quiz = `Quiz title: Week 1
% a comment

Title: Addition
Points: 2
1.  What is $2+3$?
    More of it.
... General.
a)  6
... No.
*c) 5
+   Well done.

2.  Which are shells?
[*] bash
[ ] vim
[*] zsh

3.  Root of 2?
=   1.4142 +- 0.0001

4.  Who?
*   Santa
*   Saint Nick

5.  Write.
____

6.  No answer.
`;

test("text2qti: questions of each kind are taken", async () => {
  const { format, questions, skipped } = await imported(quiz);
  expect(format).toBe("text2qti");
  expect(questions).toMatchObject([
    {
      type: "single",
      title: "Addition",
      points: "2",
      text: "What is $2+3$?\nMore of it.",
      right: "b",
      feedback: "General.\n\n- 6: No.\n- right: Well done.",
      category: ["Week 1"],
      place: { line: 6 },
    },
    { type: "multiple", right: ["a", "c"] },
    { type: "number", number: { value: "1.4142", within: "0.0001" } },
    { type: "text", accept: ["Santa", "Saint Nick"] },
  ]);
  expect(skipped).toEqual([
    "26 Write.: is an essay, which no rule can grade",
    "29 No answer.: has no answer",
  ]);
});

const grouped = (pick: string, ...questions: readonly string[]): string =>
  ["1. First?", "= 1", "", "GROUP", ...(pick === "" ? [] : [`pick: ${pick}`]), "points per question: 2"]
    .concat(questions, "END_GROUP", "", "5. Last?", "= 5", "")
    .join("\n");
const inGroup = (n: number): string => `${n}. Is it ${n}?\n= ${n}\n`;
const essay = "9. Write.\n____\n";

test("text2qti: questions of which some are picked become a group to draw from", async () => {
  const { questions } = await imported(grouped("2", inGroup(2), inGroup(3), inGroup(4)));
  expect(questions.flatMap(({ losses }) => losses)).toEqual([]);
  expect(testYaml("Week 1", { areAnswersMixed: false }, questions)).toBe(`title: Week 1
questions:
  - text: First?
    number: 1

  - draw: 2
    from:
      - text: Is it 2?
        number: 2
        points: 2

      - text: Is it 3?
        number: 3
        points: 2

      - text: Is it 4?
        number: 4
        points: 2

  - text: Last?
    number: 5
`);
});

test.each<[string, string, number, string[]]>([
  ["one is picked where no number is said", grouped("", inGroup(2), inGroup(3)), 2, []],
  ["all of them are picked", grouped("2", inGroup(2), inGroup(3)), 0, []],
  [
    "too few can be taken",
    grouped("2", inGroup(2), inGroup(3), essay),
    0,
    Array(2).fill("loses its group, from which 2 are drawn: no more than 2 could be taken"),
  ],
  ["the number is none", grouped("some", inGroup(2)), 0, ["loses its group, from which some are drawn"]],
])("text2qti: a group from which %s", async (_, text, drawn, losses) => {
  const { questions } = await imported(text);
  expect(questions.filter((question) => question.drawn).length).toBe(drawn);
  expect(questions.flatMap((question) => question.losses)).toEqual(losses);
});

test("text2qti: a block of code is never run, and what it would print is not taken for a question", async () => {
  const text = '1.  A?\n*a) x\nb)  y\n\n```{.python .run}\nprint("2. B?\\n*a) x")\n3.  C?\n```\n';
  const { questions, skipped } = await imported(text);
  expect(questions).toHaveLength(1);
  expect(skipped).toEqual([
    "5 a block of code: is a block of code that text2qti would run; it is not run here",
  ]);
});

test("CSV: the course's own columns, with letters, numbers, texts and several right answers", async () => {
  const { format, questions, skipped } = await imported(
    "type;text;a;b;c;right;points;feedback\n;Which?;bash;vim;zsh;b;2;because\nmultiple;Which?;bash;vim;zsh;a, c;;\nnumber;Pi?;;;;3,14 +- 0,01;;\ntext;List?;;;;ls|dir;;\ntruefalse;So?;;;;F;;\n;How many?;3;2;1;3;;\n;None?;x;y;;z;;\n;;;;;;;\n;Open?;;;;yes;;\n",
    "bank.csv",
  );
  expect(format).toBe("csv");
  expect(questions).toMatchObject([
    { type: "single", right: "b", points: "2", feedback: "because", place: { line: 2 } },
    { type: "multiple", right: ["a", "c"] },
    { type: "number", number: { value: "3.14", within: "0.01" } },
    { type: "text", accept: ["ls", "dir"] },
    { type: "single", right: "b", answers: [{ text: "True" }, { text: "False" }] },
  ]);
  expect(skipped).toEqual([
    '7 How many?: has the right answer "3", which may be one of two: the place or the text of an answer',
    '8 None?: has the right answer "z", which is none of its answers',
    "10 Open?: has no answers, and its type is not text, number or truefalse",
  ]);
});

test.each([
  ["Kahoot", ",Question,Answer1,Answer2,Time,Correct\n1,Which?,bash,vim,60,2\n", "b"],
  [
    "answers in one cell",
    'Quiz title,HTML of the question,Answer,"Options, separated by |"\nQ,<p>Which?</p>,B,bash|vim\n',
    "b",
  ],
  ["no names of columns", "MC,,5,Which?,2,a,b,c,,,,General\n", "b"],
])("CSV: %s", async (_, text, right) => {
  expect((await imported(text, "bank.csv")).questions).toMatchObject([
    { type: "single", text: "Which?", right },
  ]);
});

const form = (...items: readonly object[]): string =>
  JSON.stringify({ formId: "f", info: { title: "Week 1" }, items });
const choices = (type: string, right: readonly string[]): object => ({
  title: "Which?",
  questionItem: {
    question: {
      grading: {
        pointValue: 2,
        correctAnswers: { answers: right.map((value) => ({ value })) },
        whenWrong: { text: "No" },
      },
      choiceQuestion: { type, options: [{ value: "bash" }, { value: "vim" }, { isOther: true }] },
    },
  },
});

test("Google Forms: questions of a quiz are taken, and what is no question is not counted", async () => {
  const { format, questions, skipped } = await imported(
    form(
      choices("RADIO", ["vim"]),
      choices("CHECKBOX", ["bash", "vim"]),
      { title: "Page", pageBreakItem: {} },
      choices("RADIO", []),
      { title: "When?", questionItem: { question: { dateQuestion: {} } } },
      { title: "Rate", questionGroupItem: {} },
    ),
    "form.json",
  );
  expect(format).toBe("google-forms");
  expect(questions).toMatchObject([
    { type: "single", right: "b", points: "2", feedback: "- wrong: No", category: ["Week 1"] },
    { type: "multiple", right: ["a", "b"] },
  ]);
  expect(skipped).toEqual([
    "- Which?: has no right answer, and none is guessed",
    "- When?: is a date, a scale or the like, which a question here can't ask for",
    "- Rate: is a grid of several questions",
  ]);
});
