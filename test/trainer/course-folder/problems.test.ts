import { CourseFolderError } from "../../../trainer/course-folder/problems.ts";
import { readCourse } from "../../../trainer/course-folder/read-course.ts";
import { type CourseFiles, courseFolders, goodCourse } from "../support/course-files.ts";

const folders = courseFolders();
afterEach(folders.removeAll);

/** The problems of the good course with these files in place of its own. */
const problemsOf = (changes: CourseFiles): string[] => {
  const folder = folders.make(changes);
  try {
    readCourse(folder);
  } catch (error) {
    if (error instanceof CourseFolderError) return error.message.split("\n");
    throw error;
  }
  return [];
};

const testWith = (question: string): CourseFiles => ({ "linux/boot.yaml": `questions:\n${question}` });
const settingsWith = (from: string, to: string): CourseFiles => ({
  "course.yaml": goodCourse["course.yaml"].replace(from, to),
});
const earlier = (questions: unknown, key: unknown): CourseFiles => ({
  "subjects/os/t1/questions.json": JSON.stringify(questions, null, 1),
  "subjects/os/t1/questionsKey.json": JSON.stringify(key, null, 1),
});
const question = (questionId: string, ...answerIds: string[]) => ({
  questionId,
  question: "Which?",
  answers: answerIds.map((answerId) => ({ answerId, answerBody: `answer ${answerId}` })),
});

test.each<[string, CourseFiles, string[]]>([
  [
    "no course.yaml",
    { "course.yaml": undefined },
    [
      "course.yaml:1: is not there; it names the course, the trainer, the sender, the time zone and the deadline",
    ],
  ],
  ["an empty file", { "linux/boot.yaml": " \n" }, ["linux/boot.yaml:1: is empty"]],
  [
    "text that is not UTF-8",
    { "students.csv": Buffer.from("studentId,email,name\na,a@example.com,G\u00f3ra\n", "latin1") },
    ["students.csv:2: is not UTF-8 text: save the file with the encoding UTF-8"],
  ],
  [
    "a title and a name of several lines",
    settingsWith(
      "Evening class\ntrainer: { name: Ada Nowak",
      '"Evening\\nclass"\ntrainer: { name: "Ada\\tNowak"',
    ),
    [
      'course.yaml:1: title must stand on one line, without control characters, not "Evening\\nclass"',
      'course.yaml:2: trainer.name must stand on one line, without control characters, not "Ada\\tNowak"',
    ],
  ],
  [
    "a setting of the wrong kind",
    settingsWith("Europe/Warsaw", "Warsaw"),
    ['course.yaml:4: timeZone must be a time zone such as "Europe/Warsaw", not "Warsaw"'],
  ],
  [
    "a zone that knows no summer time",
    settingsWith("Europe/Warsaw", "IST"),
    [
      'course.yaml:4: timeZone must be a time zone that is named by a region, such as "Asia/Kolkata", "Europe/Dublin" or "Asia/Jerusalem", not "IST"',
    ],
  ],
  [
    "a setting left out",
    settingsWith("sender: no-reply@example.com\n", ""),
    ["course.yaml:1: sender is missing"],
  ],
  [
    "a setting that does not exist",
    settingsWith("deadline:", "mailRate: 5\ndeadline:"),
    ["course.yaml:5: mailRate: there is no such key"],
  ],
  [
    "a nested setting",
    settingsWith("trainer@example.com", "nobody"),
    ['course.yaml:2: trainer.email must be an e-mail address, not "nobody"'],
  ],
  [
    "a weekly deadline that is none",
    settingsWith("Monday 23:00", "Mondays at 11"),
    ['course.yaml:5: deadline must be a weekday and a time such as "Monday 23:00", not "Mondays at 11"'],
  ],
  [
    "YAML that is not well-formed",
    testWith("  - text: What is this: a trap?\n    answers: { a: x, b: y }\n    right: a\n"),
    ["linux/boot.yaml:2: a text that holds ': ' must stand in quotes"],
  ],
  [
    "an answer id that stands twice",
    testWith("  - text: x\n    answers:\n      a: 1\n      a: 2\n    right: a\n"),
    ["linux/boot.yaml:5: this key stands here for the second time"],
  ],
  [
    "right not among the answers",
    testWith("  - text: x\n    answers: { a: 1, b: 2 }\n    right: c\n"),
    ['linux/boot.yaml:4: question 1: right is "c", which is not one of its answers (a, b)'],
  ],
  [
    "a question with one answer",
    testWith("  - text: x\n    answers: { a: 1 }\n    right: a\n"),
    ["linux/boot.yaml:3: question 1 offers 1 answers; it needs two or more"],
  ],
  [
    "a question without its text",
    testWith("  - answers: { a: 1, b: 2 }\n    right: a\n"),
    ["linux/boot.yaml:2: questions[1].text is missing"],
  ],
  [
    "a question id that stands twice",
    testWith(
      "  - { text: x, answers: { a: 1, b: 2 }, right: a }\n  - { id: q1, text: y, answers: { a: 1, b: 2 }, right: a }\n",
    ),
    ['linux/boot.yaml:3: question 2 has the id "q1", as question 1 has'],
  ],
  [
    "control characters",
    testWith('  - { text: "x\\e[31m", answers: { a: 1, b: 2 }, right: a }\n'),
    ['linux/boot.yaml:2: questions[1].text holds control characters, not "x\\u001b[31m"'],
  ],
  [
    "a deadline before the opening",
    { "linux/boot.yaml": goodCourse["linux/boot.yaml"].replace("11-23 23:00", "11-16 23:00") },
    ["linux/boot.yaml:3: the deadline 2026-11-16 23:00 is not later than the opening 2026-11-17 20:00"],
  ],
  [
    "a date that does not exist",
    { "linux/boot.yaml": goodCourse["linux/boot.yaml"].replace("11-23 23:00", "11-31 23:00") },
    ['linux/boot.yaml:3: deadline: "2026-11-31 23:00" is no date and time of the calendar'],
  ],
  [
    "a date that does not exist beside a question that is wrong",
    {
      "linux/boot.yaml": `${goodCourse["linux/boot.yaml"].replace("11-23 23:00", "11-31 23:00")}  - text: x\n`,
    },
    [
      'linux/boot.yaml:3: deadline: "2026-11-31 23:00" is no date and time of the calendar',
      expect.stringContaining("answers is missing"),
      expect.stringContaining("right is missing"),
    ],
  ],
  [
    "names that could leave their folder or be misread",
    { "linux/..boot.yaml": undefined, "two words/a+b.yaml": goodCourse["linux/boot.yaml"] },
    [
      "two words:1: the subject \"two words\" may hold letters, digits, '.', '_' and '-' only",
      "two words/a+b.yaml:1: the test id \"a+b\" may hold letters, digits, '.', '_' and '-' only",
    ],
  ],
  [
    "the same test twice",
    { "linux/boot.yml": goodCourse["linux/boot.yaml"] },
    ["linux/boot.yml:1: is the test linux/boot, as linux/boot.yaml is"],
  ],
  [
    "no test",
    { "linux/boot.yaml": undefined },
    ["course.yaml:1: has no test beside it; write one as <subject>/<testId>.yaml"],
  ],
  [
    "no students",
    { "students.csv": undefined },
    ["students.csv:1: is not there; write a line studentId,email,name and one line a student"],
  ],
  [
    "a list without students",
    { "students.csv": "studentId,email,name\n" },
    ["students.csv:1: lists no student"],
  ],
  [
    "a student twice",
    { "students.csv": "studentId,email\nadam,a@example.com\nadam,b@example.com\n" },
    ['students.csv:3: student "adam" is there already: students.csv:2'],
  ],
  [
    "a student id that is a path",
    { "students.csv": "studentId,email\n../adam,a@example.com\n" },
    ["students.csv:2: studentId may hold letters, digits, '.', '_' and '-' only, not \"../adam\""],
  ],
  [
    "a student without an address",
    { "students.csv": "studentId,email\nadam,\n" },
    ['students.csv:2: email must be an e-mail address, not ""'],
  ],
  [
    "a column that is not there",
    { "students.csv": "id,email\nadam,a@example.com\n" },
    [
      'students.csv:1: there is no column "studentId"; the first line must be studentId,email,name',
      'students.csv:1: there is no such column as "id"; the first line must be studentId,email,name',
    ],
  ],
  [
    "a cell beside the columns, after rows and columns that a spreadsheet left empty",
    { "students.csv": "studentId,email,name,,\n,,,,\nadam,a@example.com,Adam,,\nbob,b@example.com,Bob,,x\n" },
    ["students.csv:4: has 5 cells where the first line has 3; put a cell that holds a comma in quotes"],
  ],
  [
    "a line with a comma too many",
    { "students.csv": "studentId,email,name\nadam,a@example.com,Wilk, Adam\n" },
    ["students.csv:2: has 4 cells where the first line has 3; put a cell that holds a comma in quotes"],
  ],
  [
    "an extension of nothing known",
    { "extensions.csv": "studentId,subject,testId,until\nzoe,linux,shell,Friday\n" },
    [
      'extensions.csv:2: until: "Friday" is not a date and time such as "2026-11-23 23:00"',
      'extensions.csv:2: student "zoe" is not on the list',
      'extensions.csv:2: there is no test "linux/shell"',
    ],
  ],
  [
    "a test extended twice for a student",
    {
      "extensions.csv":
        "studentId,subject,testId,until\nadam,linux,boot,2026-11-25 23:00\nadam,linux,boot,2026-11-26 23:00\n",
    },
    ["extensions.csv:3: adam linux/boot is extended twice"],
  ],
  [
    "an earlier key without its question and a question without its key",
    earlier([question("q1", "a", "b")], [{ questionId: "q2", answer: "a" }]),
    [
      'subjects/os/t1/questions.json:3: the question "q1" has no answer in questionsKey.json',
      'subjects/os/t1/questionsKey.json:3: the question "q2" is not in questions.json',
    ],
  ],
  [
    "an earlier key with an answer that is not offered",
    earlier([question("q1", "a", "b")], [{ questionId: "q1", answer: "c" }]),
    ['subjects/os/t1/questionsKey.json:4: question "q1": "c" is not one of its answers (a, b)'],
  ],
  [
    "ids that stand twice in an earlier test",
    earlier(
      [question("q1", "a", "a"), question("q1", "a", "b")],
      [
        { questionId: "q1", answer: "a" },
        { questionId: "q1", answer: "b" },
      ],
    ),
    [
      'subjects/os/t1/questions.json:11: question "q1" has the answer "a" twice',
      'subjects/os/t1/questions.json:17: question "q1" is there twice',
      'subjects/os/t1/questionsKey.json:7: question "q1" is there twice',
    ],
  ],
  [
    "an earlier test without its key",
    { "subjects/os/t1/questions.json": JSON.stringify([question("q1", "a", "b")]) },
    [expect.stringMatching(/^subjects\/os\/t1\/questionsKey\.json:1: can't be read: /)],
  ],
])("%s is named with its file and line", (_, changes, problems) => {
  expect(problemsOf(changes)).toEqual(problems);
});

test("everything that is wrong is said at once, by file and line", () => {
  expect(
    problemsOf({
      ...settingsWith("Monday 23:00", "never"),
      "linux/boot.yaml": "title: ''\nquestions:\n  - text: x\n    answers: { a: 1, b: 2 }\n    right: c\n",
      "students.csv": "studentId,email\nadam,nowhere\n",
    }).map((problem) => problem.split(": ")[0]),
  ).toEqual(["course.yaml:5", "linux/boot.yaml:1", "linux/boot.yaml:5", "students.csv:2"]);
});

test("an extension of a test that can't be read is no problem of its own", () => {
  const extended = { "extensions.csv": "studentId,subject,testId,until\nadam,linux,boot,2026-11-25 23:00\n" };
  expect(problemsOf({ ...testWith("  - nonsense\n"), ...extended })).toEqual([
    'linux/boot.yaml:2: questions[1] must be a group of keys, not "nonsense"',
  ]);
});

test("a folder that is not there is said so", () => {
  expect(() => readCourse("/no/such/course")).toThrow(
    "/no/such/course is not a folder. Give the course's folder, the one with course.yaml in it.",
  );
});

test("a weekly deadline that a clock change skips is named with the next date of that, as no run would start", () => {
  expect(problemsOf(settingsWith("Monday 23:00", "Sunday 02:30"))).toEqual([
    expect.stringMatching(
      /^course\.yaml:5: deadline is Sunday 02:30, which clocks in Europe\/Warsaw skip next on \d{4}-03-\d\d: no run would start that day\. Choose an hour that every week has$/,
    ),
  ]);
});
