import { afterEach, expect, test } from "@jest/globals";
import { CourseFolderError } from "../../../trainer/course-folder/problems.ts";
import { readCourse } from "../../../trainer/course-folder/read-course.ts";
import { type CourseFiles, courseFolders, goodCourse } from "../support/course-files.ts";

const folders = courseFolders();
afterEach(folders.removeAll);

/** What is said of a course with these files in place of the good one's: warnings, or problems where there are some. */
const saidOf = (changes: CourseFiles): string[] => {
  const folder = folders.make(changes);
  try {
    return readCourse(folder).warnings.map(({ file, line, message }) => `${file}:${line}: ${message}`);
  } catch (error) {
    if (error instanceof CourseFolderError) return error.message.split("\n");
    throw error;
  }
};

const withAnswer = (answer: string): CourseFiles => ({
  "linux/boot.yaml": `questions:\n  - text: x\n    answers:\n      a: ${answer}\n      b: none of these\n    right: a\n`,
});
const withText = (text: string): CourseFiles => ({
  "linux/boot.yaml": `questions:\n  - text: ${text}\n    answers: { a: "1", b: "2" }\n    right: a\n`,
});
const withSetting = (from: string, to: string): CourseFiles => ({
  "course.yaml": goodCourse["course.yaml"].replace(from, to),
});

const answerRead = "linux/boot.yaml:4: questions[1].answers.a is read";
const textRead = "linux/boot.yaml:2: questions[1].text is read";
const inQuotes = "If it belongs to the text, put all of the text in quotes";
const backslash = "in double quotes a backslash begins an escape. Where a backslash is meant, write \\\\";
const orSingle = ", or put the text in single quotes; a text of several lines stands below |";
const withBar = "To keep them apart, write it with | after the colon and all of the text below, indented";

test.each<[string, CourseFiles, string]>([
  [
    "a text that a comment cuts",
    withAnswer("ls # list"),
    `${answerRead} as "ls": # after a blank begins a comment, here "# list". ${inQuotes}; if not, give it a line of its own`,
  ],
  [
    "a text that a line of comment cuts",
    withText("What follows root's prompt,\n      # or $ where it is not root's?"),
    `${textRead} as "What follows root's prompt,": # after a blank begins a comment, here "# or $ where it is not root's?". ${inQuotes}; if not, give it a line of its own`,
  ],
  [
    "a title that a comment cuts",
    withSetting("Evening class", "Learn C # and F #"),
    `course.yaml:1: title is read as "Learn C": # after a blank begins a comment, here "# and F #". ${inQuotes}; if not, give it a line of its own`,
  ],
  [
    "an anchor before a text",
    withAnswer("&p points"),
    `${answerRead} as "points": &p is an anchor. ${inQuotes}`,
  ],
  [
    "a tag before a text",
    withAnswer("!!str 5"),
    `${answerRead} as "5": a word that begins with ! is a tag. ${inQuotes}`,
  ],
  [
    "escapes that are no letters any more",
    withAnswer('"C:\\new\\temp"'),
    `${answerRead} with U+000A (line feed) for \\n, U+0009 (tab) for \\t: ${backslash}${orSingle}`,
  ],
  [
    "formulas in double quotes",
    withText('"Angle $\\theta$ and $\\nabla f$"'),
    `${textRead} with U+0009 (tab) for \\t, U+000A (line feed) for \\n: ${backslash}${orSingle}`,
  ],
  [
    "an escape by its number",
    withText('"one\\x09two"'),
    `${textRead} with U+0009 (tab) for \\x09: ${backslash}${orSingle}`,
  ],
  [
    "code whose lines are joined",
    withText("What does this print?\n      for i in 1 2\n        do echo $i\n      done"),
    `${textRead} as one line: its 4 lines are joined. ${withBar}`,
  ],
  [
    "lines in quotes that are joined",
    withText("'x = 1\n      print(x)'"),
    `${textRead} as one line: its 2 lines are joined. ${withBar}`,
  ],
  [
    "lines that are joined below >",
    withText(">\n      x = 1\n      print(x)"),
    `${textRead} as one line: its 2 lines are joined. To keep them apart, write it with | in place of >`,
  ],
  [
    "a character that does not show",
    withAnswer("a\u2060b"),
    "linux/boot.yaml:4: questions[1].answers.a holds U+2060 (word joiner), which does not show; delete it if it is not meant",
  ],
  [
    "a number that is written as few read it",
    withSetting("deadline: Monday 23:00", "deadline: Monday 23:00\nscale: 012"),
    "course.yaml:6: scale is read as the number 12: write it so, not 012",
  ],
])("%s is warned of with file and line", (_, changes, warning) => {
  expect(saidOf(changes)).toEqual([warning]);
});

test("a text that is the alias of another is warned of where either stands", () => {
  const answers = "answers: { a: &p one, b: *p, c: two }";
  expect(saidOf({ "linux/boot.yaml": `questions:\n  - text: x\n    ${answers}\n    right: a\n` })).toEqual([
    `linux/boot.yaml:3: questions[1].answers.a is read as "one": &p is an anchor. ${inQuotes}`,
    `linux/boot.yaml:3: questions[1].answers.b is read as "one", what &p marks: *p is an alias. ${inQuotes}`,
    "linux/boot.yaml:3: question 1: the answers a and b are the same",
  ]);
});

test.each<[string, CourseFiles]>([
  ["a comment after what no student reads", withSetting("Monday 23:00", "Monday 23:00   # weekly")],
  ["a comment after a text in quotes", withAnswer("'ls' # the right one")],
  ["a comment on a line of its own", withAnswer("ls\n      # the other answer")],
  ["a # inside a word", withAnswer("C# and F#")],
  ["a backslash without double quotes", withAnswer("C:\\new\\temp")],
  ["a letter by its number", withAnswer('"caf\\u00e9"')],
  [
    "prose that is broken where its line is full",
    withText("Which of the calls of the kernel makes a process that has\n      a memory of its own?"),
  ],
  ["lines below |", withText("|\n      x = 1\n      print(x)")],
  ["what YAML of old took for truth, nothing, a time or an octal number", withText("yes")],
  ["nothing as a word", withAnswer("null")],
  ["a tilde", withAnswer("~")],
  ["a time", withAnswer("12:30")],
  ["an octal number", withAnswer("012")],
  [
    "a group that an alias repeats",
    {
      "linux/boot.yaml":
        "questions:\n  - text: x\n    answers: &both { a: one, b: two }\n    right: a\n  - text: y\n    answers: *both\n    right: b\n",
    },
  ],
])("%s is nothing to warn of", (_, changes) => {
  expect(saidOf(changes)).toEqual([]);
});

test.each(["yes", "012", "1e3", "0.10", "12:30", "~", "null", "1_000", "2026-11-23"])(
  "the answer %s stays as it is written",
  (answer) => {
    const [boot] = readCourse(folders.make(withAnswer(answer))).tests;
    expect(boot?.questions[0]?.answers[0]?.answerBody).toBe(answer);
  },
);

const needsQuotes = (sign: string): string =>
  `linux/boot.yaml:4: a text that begins with ${sign} must stand in quotes`;
const isEmptyBy = (sign: string): string =>
  `linux/boot.yaml:4: questions[1].answers.a is empty; a text that begins with ${sign} must stand in quotes`;

test.each([
  ["*p", needsQuotes("*")],
  ["**bold** text", needsQuotes("*")],
  ["&", needsQuotes("&")],
  ["&p", isEmptyBy("&")],
  ["&&", isEmptyBy("&")],
  ["!important rule", needsQuotes("!")],
  ["!", isEmptyBy("!")],
  ["!= 3", needsQuotes("!")],
  ["%d", needsQuotes("%")],
  ["@home", needsQuotes("@")],
  ["`ls`", needsQuotes("`")],
  ["|", isEmptyBy("|")],
  ["| grep x", needsQuotes("|")],
  ["||", needsQuotes("|")],
  [">", isEmptyBy(">")],
  [">2", isEmptyBy(">")],
  ["> file", needsQuotes(">")],
  [">=", needsQuotes(">")],
  ["- x", needsQuotes("-")],
  ["? x", needsQuotes("?")],
  [", x", needsQuotes(",")],
  ["] x", needsQuotes("]")],
  ["[x] y", needsQuotes("[")],
  [
    "{x}",
    "linux/boot.yaml:4: questions[1].answers.a must be text; a text that begins with { must stand in quotes",
  ],
  [
    "#include <stdio.h>",
    "linux/boot.yaml:4: questions[1].answers.a is empty; # begins a comment: put a text that begins with # in quotes",
  ],
  ["a: b", "linux/boot.yaml:4: a text that holds ': ' must stand in quotes"],
  ["Note:", "linux/boot.yaml:4: a text that ends with ':' must stand in quotes"],
  [
    "'it's'",
    "linux/boot.yaml:4: the text in quotes ends before the line does: put all of it in quotes, and write a quote inside it as ''",
  ],
  ['"x', "linux/boot.yaml:4: the quote that begins here is not closed"],
  [
    '"\\d+"',
    "linux/boot.yaml:4: \\d is no escape: in double quotes write a backslash twice, or put the text in single quotes",
  ],
])("the answer %s is no text without quotes, and its line is named", (answer, problem) => {
  expect(saidOf(withAnswer(answer))).toEqual([problem]);
});

test.each<[string, string, string[]]>([
  [
    "a colon without a blank",
    "questions:\n  - text:x\n    answers: { a: 1, b: 2 }\n    right: a\n",
    ["linux/boot.yaml:2: a blank must follow the colon after text"],
  ],
  [
    "colons without blanks below a key",
    "questions:\n  - text: x\n    answers:\n      a:one\n      b:two\n    right: a\n",
    [
      'linux/boot.yaml:3: questions[1].answers must be a group of keys, not "a:one b:two"; a blank must follow the colon after a',
    ],
  ],
  [
    "a dash without a blank",
    "questions:\n  -text: x\n  -text: y\n",
    ["linux/boot.yaml:3: a blank must follow the - that begins an item of a list"],
  ],
  [
    "a comma in a text inside braces",
    "questions:\n  - text: x\n    answers: { a: one, two, b: three }\n    right: a\n",
    [
      "linux/boot.yaml:3: questions[1].answers.two is empty; inside { } a comma ends a text: put a text that holds one in quotes",
    ],
  ],
  [
    "braces that a comment leaves open",
    "questions:\n  - text: x\n    answers: { a: one # two, b: three }\n    right: a\n",
    [
      "linux/boot.yaml:3: the { that stands here is not closed; a # after a blank begins a comment and hides the rest of its line",
    ],
  ],
  [
    "a blank that is none",
    "questions:\n  - text:\u00a0x\n    right: a\n",
    ["linux/boot.yaml:2: the line holds U+00A0 (no-break space), which is no blank to YAML: write it anew"],
  ],
  [
    "a tab as indentation",
    "questions:\n\t- text: x\n",
    ["linux/boot.yaml:2: indent with spaces, not with tabs"],
  ],
  [
    "an alias inside what it stands for",
    "questions:\n  - text: x\n    answers: &all { a: *all, b: 2 }\n    right: a\n",
    ["linux/boot.yaml:3: *all stands inside what &all marks"],
  ],
  [
    "aliases beyond measure",
    `title: x\na: &a [${"x,".repeat(20)}]\nb: &b [${"*a,".repeat(20)}]\nc: [${"*b,".repeat(20)}]\n`,
    ["linux/boot.yaml:3: its aliases (*) stand for more than can be read"],
  ],
  [
    "a second document",
    "title: x\n---\nquestions: []\n",
    ["linux/boot.yaml:2: a second document begins here ('---' or '...'); a file holds one"],
  ],
])("%s is named with its line", (_, yaml, problems) => {
  expect(saidOf({ "linux/boot.yaml": yaml })).toEqual(problems);
});

test.each([
  [
    "title: Evening class",
    "title: 012",
    'course.yaml:1: title must be text, not 12; if it is a text, put it in quotes: "012"',
  ],
  [
    "title: Evening class",
    "title: ~",
    'course.yaml:1: title is empty; if it is a text, put it in quotes: "~"',
  ],
  [
    "name: Ada Nowak",
    "name: true",
    'course.yaml:2: trainer.name must be text, not true; if it is a text, put it in quotes: "true"',
  ],
  ["deadline:", "feedback: yes\ndeadline:", 'course.yaml:5: feedback must be true or false, not "yes"'],
  ["deadline:", "scale: 5,5\ndeadline:", 'course.yaml:5: scale must be a number, not "5,5"'],
  ["deadline:", "keepMonths: 1_0\ndeadline:", 'course.yaml:5: keepMonths must be a number, not "1_0"'],
])("in course.yaml %s is no %s", (from, to, problem) => {
  expect(saidOf(withSetting(from, to))).toEqual([problem]);
});

test("of the earlier system's files only a backslash that was hardly meant as an escape is warned of", () => {
  const question = (questionId: string, text: string) =>
    `{ "questionId": "${questionId}", "question": "${text}",\n "answers": [{ "answerId": "a", "answerBody": "1" }, { "answerId": "b", "answerBody": "2" }] }`;
  const texts = ["for i in 1\\n\\tdo x\\ndone", "$\\theta$", "C:\\new", "Name:\\nAda"];
  const questions = texts.map((text, index) => question(`${index}`, text));
  const key = texts.map((_, index) => ({ questionId: `${index}`, answer: "a" }));
  expect(
    saidOf({
      "subjects/os/t1/questions.json": `[${questions.join(",\n")}]`,
      "subjects/os/t1/questionsKey.json": JSON.stringify(key),
    }),
  ).toEqual([
    `subjects/os/t1/questions.json:3: [2].question is read with U+0009 (tab) for \\t: ${backslash}`,
    `subjects/os/t1/questions.json:5: [3].question is read with U+000A (line feed) for \\n: ${backslash}`,
  ]);
});
