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
  expect(boot?.answerKey.map(({ answer }) => answer)).toEqual(["8", "1.0"]);
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

test.each([
  ["rows of empty cells", ",,\nstudentId,email,name\n,,\nadam,adam@example.com,Adam\n , ,\n,,,,\n"],
  ["empty columns at the end", "studentId,email,name,,\n,,,,\nadam,adam@example.com,Adam,,\n,,,,\n"],
  ["empty cells after a row", "studentId;email;name\n;;\nadam;adam@example.com;Adam;;;\n"],
])("a spreadsheet may leave %s", (_, csv) => {
  const { students } = readCourse(folders.make({ "students.csv": csv }));
  expect(students).toEqual([{ studentId: "adam", email: "adam@example.com", name: "Adam", extensions: [] }]);
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
    { file: "linux/notes.txt", line: 1, message: "is not read: tests are files that end in .yaml" },
    { file: "students.csv", line: 3, message: "beata has the address of adam; scores of both will go there" },
  ]);
});

test.each(["linux-evening", "earlier-class"])("the example %s has nothing wrong in it", (example) => {
  expect(readCourse(`examples/${example}`).warnings).toEqual([]);
});
