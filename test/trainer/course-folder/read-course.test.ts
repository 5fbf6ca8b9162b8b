import { afterEach, expect, test } from "@jest/globals";
import { markingFor } from "../../../course/questions/markings.ts";
import { readCourse } from "../../../trainer/course-folder/read-course.ts";
import { courseFolders, goodCourse } from "../support/course-files.ts";

const folders = courseFolders();
afterEach(folders.removeAll);

const earlierCourse = {
  "course.yaml": goodCourse["course.yaml"],
  "studentsList/studentsList.json": '[{"student_id": "007", "email": "bond@example.com"}]',
  "subjects/operating-systems/test01/questions.json": JSON.stringify([
    {
      questionId: "1",
      question: "What is a process?",
      answers: [
        { answerId: "a", answerBody: "a running program" },
        { answerId: "b", answerBody: "a file" },
      ],
    },
  ]),
  "subjects/operating-systems/test01/questionsKey.json": '[{"questionId": "1", "answer": "a"}]',
};

test("a test's questions and answer key are read, the key apart from what students may see", () => {
  const [boot] = readCourse(folders.make()).tests;
  expect(boot).toEqual({
    subject: "linux",
    testId: "boot",
    file: "linux/boot.yaml",
    title: "Booting",
    opens: "2026-11-17T19:00:00.000Z",
    deadline: "2026-11-23T22:00:00.000Z",
    attemptsAllowed: null,
    pictures: new Map(),
    questions: [
      {
        questionId: "q1",
        question: "What starts every other process?",
        answers: [
          { answerId: "a", answerBody: "init" },
          { answerId: "b", answerBody: "the shell" },
        ],
      },
      {
        questionId: "q2",
        question: "What holds the kernel's parameters?",
        answers: [
          { answerId: "a", answerBody: "/proc/cmdline" },
          { answerId: "b", answerBody: "/dev/null" },
          { answerId: "c", answerBody: "0.10" },
        ],
      },
    ],
    answerKey: [
      { questionId: "q1", answer: "a", feedback: "PID 1 is started by the kernel." },
      { questionId: "q2", answer: "a" },
    ],
  });
});

test("students are read in the order of the file, with their extensions", () => {
  const { students } = readCourse(
    folders.make({ "extensions.csv": "studentId,subject,testId,until\nbeata,linux,boot,2026-11-25 23:00\n" }),
  );
  expect(students).toEqual([
    { studentId: "adam", email: "adam@example.com", name: "Adam Wilk", extensions: [] },
    {
      studentId: "beata",
      email: "beata@example.com",
      name: "Beata Sowa",
      extensions: [{ subject: "linux", testId: "boot", deadline: "2026-11-25T22:00:00.000Z" }],
    },
  ]);
});

test("a deadline left out is the first weekly deadline after the test opens, across a clock change", () => {
  const yaml = goodCourse["linux/boot.yaml"].replace(
    "opens: 2026-11-17 20:00\ndeadline: 2026-11-23 23:00",
    "",
  );
  const opensBeforeChange = `opens: 2026-10-20 20:00\n${yaml}`;
  const [boot] = readCourse(folders.make({ "linux/boot.yaml": opensBeforeChange })).tests;
  expect(boot).toMatchObject({ opens: "2026-10-20T18:00:00.000Z", deadline: "2026-10-26T22:00:00.000Z" });
});

test("a test that says neither when it opens nor when it ends leaves its deadline to the publishing", () => {
  const yaml = goodCourse["linux/boot.yaml"].replace(/^(opens|deadline): .*\n/gm, "");
  const [boot] = readCourse(folders.make({ "linux/boot.yaml": yaml })).tests;
  expect(boot).toMatchObject({ opens: null, deadline: null });
});

test("attempts limit a test, and ids of questions may be given", () => {
  const yaml = goodCourse["linux/boot.yaml"]
    .replace("title", "attempts: 3\ntitle")
    .replace("- text: What starts", "- id: first\n    text: What starts");
  const [boot] = readCourse(folders.make({ "linux/boot.yaml": yaml })).tests;
  expect(boot?.attemptsAllowed).toBe(3);
  expect(boot?.questions.map(({ questionId }) => questionId)).toEqual(["first", "q2"]);
});

test("answers, names and ids stay as they are typed", () => {
  const yaml = `questions: [{ text: 1.50, answers: { 1: null, 02: yes, x: 010 }, right: 02 }]`;
  const csv = "studentId;email;name\n007;bond@example.com;James\n";
  const { tests, students } = readCourse(folders.make({ "linux/boot.yaml": yaml, "students.csv": csv }));
  expect(tests[0]?.questions[0]).toEqual({
    questionId: "q1",
    question: "1.50",
    answers: [
      { answerId: "1", answerBody: "null" },
      { answerId: "02", answerBody: "yes" },
      { answerId: "x", answerBody: "010" },
    ],
  });
  expect(tests[0]?.answerKey).toEqual([{ questionId: "q1", answer: "02" }]);
  expect(students[0]?.studentId).toBe("007");
});

test("answer ids that a number would make one are two, and answers keep the file's order", () => {
  const yaml = `questions:
  - { text: How many?, answers: { none: none of these, 32: a, 8: b, 16: c }, right: 8 }
  - { text: Which?, answers: { 10: a, 010: b, 1: c, 1.0: d, 0x1: e, null: f }, right: 1.0 }`;
  const [boot] = readCourse(folders.make({ "linux/boot.yaml": yaml })).tests;
  expect(boot?.questions.map(({ answers }) => answers.map(({ answerId }) => answerId))).toEqual([
    ["none", "32", "8", "16"],
    ["10", "010", "1", "1.0", "0x1", "null"],
  ]);
  expect(boot?.answerKey.map((entry) => markingFor(entry).right(entry).right)).toEqual(["8", "1.0"]);
});

test("a byte order mark and Windows line ends make no difference", () => {
  const windows = Object.fromEntries(
    Object.entries(goodCourse).map(([file, text]) => [file, `\ufeff${text.replaceAll("\n", "\r\n")}`]),
  );
  expect(readCourse(folders.make(windows))).toEqual(readCourse(folders.make()));
});

test("a name may hold commas in quotes, and a student without a name is called by the id", () => {
  const csv = 'email,name,studentId\nadam@example.com,"Wilk, Adam",adam\nbeata@example.com,,beata\n';
  const { students } = readCourse(folders.make({ "students.csv": csv }));
  expect(students.map(({ name }) => name)).toEqual(["Wilk, Adam", "beata"]);
});

test("a student may be in several groups, between blanks or semicolons", () => {
  const csv =
    "studentId,groups,email\nadam,evening; more-time evening,adam@example.com\nbeata,,beata@example.com\n";
  const { students } = readCourse(folders.make({ "students.csv": csv }));
  expect(students.map(({ groups }) => groups)).toEqual([["evening", "more-time"], undefined]);
});

test.each([
  ["rows of empty cells", ",,\nstudentId,email,name\n,,\nadam,adam@example.com,Adam\n , ,\n,,,,\n"],
  ["empty columns at the end", "studentId,email,name,,\n,,,,\nadam,adam@example.com,Adam,,\n,,,,\n"],
  ["empty cells after a row", "studentId;email;name\n;;\nadam;adam@example.com;Adam;;;\n"],
])("a spreadsheet may leave %s", (_, csv) => {
  const { students } = readCourse(folders.make({ "students.csv": csv }));
  expect(students).toEqual([{ studentId: "adam", email: "adam@example.com", name: "Adam", extensions: [] }]);
});

const list = "studentId;email;name\nadam;adam@example.com;Za\u017c\u00f3\u0142\u0107, G\n";
const swapped = (text: string): Buffer => Buffer.from(text, "utf16le").swap16();

test.each<[string, string | Buffer]>([
  ["after a line that names its delimiter", `sep=;\r\n${list}`],
  ["after that line as a spreadsheet saved it again", `"sep=;"\n${list}`],
  ["after that line, with a delimiter of its own", `sep=|\n${list.replaceAll(";", "|")}`],
  ["with a byte order mark", `\ufeff${list}`],
  ["with line ends of an old Mac", list.replaceAll("\n", "\r")],
  ["in UTF-16", Buffer.from(`\ufeff${list}`, "utf16le")],
  ["in UTF-16 with its bytes the other way round", swapped(`\ufeff${list}`)],
  ["with a name in quotes in its first line", list.replace("name", '"name"')],
])("students are read from a list %s", (_, csv) => {
  const { students } = readCourse(folders.make({ "students.csv": csv }));
  expect(students).toEqual([
    { studentId: "adam", email: "adam@example.com", name: "Za\u017c\u00f3\u0142\u0107, G", extensions: [] },
  ]);
});

test("letters that are written from right to left, and joiners inside words, are texts like others", () => {
  const name = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u05d0\u05d3\u05dd";
  const csv = `studentId,email,name\nadam,adam@example.com,${name}\n`;
  const yaml = `questions:\n  - text: ${name}\u200f?\n    answers: { a: ${name}, b: \u05d1 }\n    right: a\n`;
  const { students, tests } = readCourse(folders.make({ "students.csv": csv, "linux/boot.yaml": yaml }));
  expect(students[0]?.name).toBe(name);
  expect(tests[0]?.questions[0]?.answers[0]?.answerBody).toBe(name);
});

test.each<[string, Record<string, string>, string[]]>([
  [
    "students",
    {
      "students.csv":
        "studentId,email\nadam,a@example.com\nAdam,b@example.com\n7,c@example.com\n007,d@example.com\n",
    },
    ['students.csv:3: "Adam" differs from "adam" by', 'students.csv:5: "007" differs from "7" by'],
  ],
  [
    "tests",
    { "linux/Boot.yaml": goodCourse["linux/boot.yaml"], "Linux/boot.yaml": goodCourse["linux/boot.yaml"] },
    [
      'linux/Boot.yaml:1: the test "linux/Boot" differs from "Linux/boot" by',
      'linux/boot.yaml:1: the test "linux/boot" differs from "linux/Boot" by',
    ],
  ],
  [
    "questions and answers",
    {
      "linux/boot.yaml":
        "questions:\n  - { id: a1, text: x, answers: { a: 1, A: 2 }, right: a }\n  - { id: A01, text: y, answers: { a: 1, b: 2 }, right: a }\n",
    },
    [
      'linux/boot.yaml:2: question 1: "A" differs from "a" by',
      'linux/boot.yaml:3: "A01" differs from "a1" by',
    ],
  ],
])("ids of %s that differ by capitals or leading zeros only are warned of", (_, files, sentences) => {
  const { warnings } = readCourse(folders.make(files));
  const why = " capitals or leading zeros only: people, mail systems and spreadsheets take the two for one";
  expect(warnings.map(({ file, line, message }) => `${file}:${line}: ${message}`)).toEqual(
    sentences.map((sentence) => sentence + why),
  );
});

test("answers that differ by blanks or capitals only are warned of, in both formats", () => {
  const yaml =
    "questions:\n  - text: x\n    answers:\n      a: ls -l\n      b: LS  -l\n      c: cat\n    right: a\n";
  const question = {
    questionId: "1",
    question: "x",
    answers: [
      { answerId: "a", answerBody: "ls -l" },
      { answerId: "b", answerBody: "ls-l" },
    ],
  };
  const { warnings } = readCourse(
    folders.make({
      ...earlierCourse,
      "linux/boot.yaml": yaml,
      "subjects/operating-systems/test01/questions.json": JSON.stringify([question]),
    }),
  );
  const likeness =
    "the answers a and b differ only by blanks or capitals; if students are to tell them apart, say so in the question";
  expect(warnings).toEqual([
    { file: "linux/boot.yaml", line: 5, message: `question 1: ${likeness}` },
    {
      file: "subjects/operating-systems/test01/questions.json",
      line: 1,
      message: `question "1": ${likeness}`,
    },
  ]);
});

test("the earlier system's folder is read beside a course.yaml", () => {
  const { tests, students } = readCourse(folders.make({}, earlierCourse));
  expect(students).toEqual([{ studentId: "007", email: "bond@example.com", name: "007", extensions: [] }]);
  expect(tests).toEqual([
    {
      subject: "operating-systems",
      testId: "test01",
      file: "subjects/operating-systems/test01/questions.json",
      title: "test01",
      opens: null,
      deadline: null,
      attemptsAllowed: null,
      pictures: new Map(),
      questions: JSON.parse(earlierCourse["subjects/operating-systems/test01/questions.json"]),
      answerKey: [{ questionId: "1", answer: "a" }],
    },
  ]);
});

test("both formats may stand in one folder", () => {
  const { tests, students } = readCourse(folders.make(earlierCourse));
  expect(tests.map(({ subject, testId }) => `${subject}/${testId}`)).toEqual([
    "linux/boot",
    "operating-systems/test01",
  ]);
  expect(students.map(({ studentId }) => studentId)).toEqual(["adam", "beata", "007"]);
});

test("what is probably a mistake is a warning", () => {
  const { warnings } = readCourse(
    folders.make({
      "students.csv": "studentId,email\nadam,one@example.com\nbeata,One@example.com\n",
      "linux/boot.yaml":
        "questions:\n  - text: x\n    answers:\n      a: same\n      b: same\n    right: a\n",
      "linux/notes.txt": "to do",
    }),
  );
  expect(warnings).toEqual([
    { file: "linux/boot.yaml", line: 5, message: "question 1: the answers a and b are the same" },
    {
      file: "linux/notes.txt",
      line: 1,
      message: "is not read: tests are files that end in .yaml, and no text shows it as a picture",
    },
    { file: "students.csv", line: 3, message: "beata has the address of adam; scores of both will go there" },
  ]);
});

test.each(["linux-evening", "earlier-class"])("the example %s has nothing wrong in it", (example) => {
  expect(readCourse(`examples/${example}`).warnings).toEqual([]);
});

test.each(["linux-evening", "earlier-class"])(
  "the example %s works on any day: no date in it passes",
  (example) => {
    const { tests, students } = readCourse(`examples/${example}`);
    expect(tests.map(({ opens, deadline }) => [opens, deadline])).toEqual(tests.map(() => [null, null]));
    expect(students.flatMap(({ extensions }) => extensions)).toEqual([]);
  },
);

test("a course's language is that of its tests' texts, unless a test says another", () => {
  const course = `${goodCourse["course.yaml"]}language: pl\n`;
  const inLanguages = (boot: string) =>
    readCourse(folders.make({ "course.yaml": course, "linux/boot.yaml": boot })).tests.map(
      ({ language }) => language,
    );
  expect(inLanguages(goodCourse["linux/boot.yaml"])).toEqual(["pl"]);
  expect(inLanguages(`language: he\n${goodCourse["linux/boot.yaml"]}`)).toEqual(["he"]);
  expect(readCourse(folders.make()).tests[0]).not.toHaveProperty("language");
});

test("weights and dropped scores are read as they are written", () => {
  const rules = 'weights: { linux: 2, "linux/boot": 0.5 }\ndrop: { linux: 0 }\n';
  const { settings } = readCourse(folders.make({ "course.yaml": `${goodCourse["course.yaml"]}${rules}` }));
  expect(settings).toMatchObject({ weights: { linux: 2, "linux/boot": 0.5 }, drop: { linux: 0 } });
});

test("as many dropped scores as tests are warned of, as one score always counts", () => {
  const read = (drop: string) =>
    readCourse(folders.make({ "course.yaml": `${goodCourse["course.yaml"]}drop: ${drop}\n` }));
  const warnings = (drop: string) => read(drop).warnings.map(({ message }) => message);
  expect(warnings("1")).toContain("drop is 1, and the course has 1 test: one always counts");
  expect(warnings("{ linux: 1 }")).toContain("drop.linux is 1, and linux has 1 test: one always counts");
  expect(warnings("0")).not.toContainEqual(expect.stringContaining("drop"));
});
