import { afterEach, expect, test } from "@jest/globals";
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

/** The good course, with another line of settings. */
const settingsAnd = (line: string): CourseFiles => ({
  "course.yaml": `${goodCourse["course.yaml"]}${line}\n`,
});

test.each<[string, CourseFiles, unknown[]]>([
  [
    "weights that add up to nothing",
    settingsAnd('weights: { linux: 1, "linux/boot": 0 }'),
    ["course.yaml:7: weights: every test has the weight 0, so nothing would count"],
  ],
  [
    "weights of what there isn't",
    settingsAnd("weights: { linus: 2 }"),
    ['course.yaml:7: weights: "linus" is no subject or test of this course; is it "linux"?'],
  ],
  [
    "a weight below 0",
    settingsAnd("weights: { linux: -1 }"),
    ["course.yaml:7: weights.linux must be at least 0, not -1"],
  ],
  [
    "more dropped scores than tests",
    settingsAnd("drop: 2"),
    [
      "course.yaml:7: drop is 2, and the course has 1 test: drop no more than there are, and raise it as tests come",
    ],
  ],
  [
    "more dropped scores than tests of a subject, and dropped scores of no subject",
    settingsAnd("drop: { linux: 2, networks: 1 }"),
    [
      "course.yaml:7: drop.linux is 2, and linux has 1 test: drop no more than there are, and raise it as tests come",
      'course.yaml:7: drop: "networks" is no subject of this course',
    ],
  ],
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
    "a zone that is a time",
    settingsWith("Europe/Warsaw", "12:30"),
    ['course.yaml:4: timeZone must be a time zone such as "Europe/Warsaw", not "12:30"'],
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
    "a language by its name",
    settingsWith("deadline:", "language: polish\ndeadline:"),
    ['course.yaml:5: language must be a language such as "pl" or "pt-BR", not "polish"'],
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
    ["linux/boot.yaml:3: question 1 offers 1 answer; it needs two or more"],
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
    ['linux/boot.yaml:2: questions[1].text holds U+001B (escape), a control character: "x\\u001b[31m"'],
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
      "two words:1: the subject may hold letters, digits, '.', '_' and '-' only, not \"two words\"",
      "two words/a+b.yaml:1: the test id may hold letters, digits, '.', '_' and '-' only, not \"a+b\"",
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
    "a group that can't be one",
    { "students.csv": "studentId,email,groups\nadam,a@example.com,evening; more/time\n" },
    [
      'students.csv:2: groups: "more/time" can\'t be a group; use letters, digits, dots, dashes and underscores, at most 40, and write a blank or a semicolon between two groups',
    ],
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
      expect.stringMatching(
        /^students\.csv:1: the first line must be studentId,email,name,groups: there is no column "studentId"; there is no such column as "id"\. A list of another system is taken in with: bin\/trainer students import \S+\/students\.csv --into \S+$/,
      ),
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
    "a line with a cell too few",
    { "students.csv": "studentId,email,name\nadam,a@example.com,Adam\nTotal: 2\n" },
    [
      "students.csv:3: has 1 cell where the first line has 3: cells are missing. Complete the line, or delete it",
    ],
  ],
  [
    "a line whose cells another sign divides",
    { "students.csv": "studentId,email,name\nadam;a@example.com;Adam\n" },
    [
      "students.csv:2: has 1 cell where the first line has 3: put a comma between cells, as the first line has, in place of a semicolon",
    ],
  ],
  [
    "what follows a cell of several lines and empty lines",
    { "students.csv": 'studentId,email,name\n\nadam,a@example.com,"Adam\n\nWilk"\n\nbob,nobody,Bob\n' },
    [
      'students.csv:3: name must stand on one line, without control characters, not "Adam\\n\\nWilk"',
      'students.csv:7: email must be an e-mail address, not "nobody"',
    ],
  ],
  [
    "a quote that is not closed",
    { "students.csv": 'studentId,email,name\nadam,a@example.com,"Adam\nbob,b@example.com,Bob\n' },
    ["students.csv:2: the quote that begins here is not closed"],
  ],
  [
    "a quote inside a cell",
    { "students.csv": 'studentId,email,name\nadam,a@example.com,Adam "The Wolf" Wilk\n' },
    [
      "students.csv:2: a quote stands inside a cell: put the whole cell in quotes, and write each quote in it twice",
    ],
  ],
  [
    "a fault below the line by which a spreadsheet names its delimiter",
    { "students.csv": "sep=;\r\nstudentId;email;name\r\nadam;nobody;Adam\r\n" },
    ['students.csv:3: email must be an e-mail address, not "nobody"'],
  ],
  [
    "a character that does not show",
    {
      "students.csv":
        "studentId,email,name\nadam,\u200badam@example.com,Ad\u200bam\nb\u00adob,b@example.com,Bob\n",
    },
    [
      'students.csv:2: email holds U+200B (zero width space), which does not show; delete it: "\\u200badam@example.com"',
      'students.csv:2: name holds U+200B (zero width space), which does not show; delete it: "Ad\\u200bam"',
      'students.csv:3: studentId holds U+00AD (soft hyphen), which does not show; delete it: "b\\u00adob"',
    ],
  ],
  [
    "a character that does not show in the name of a column",
    { "students.csv": "studentId,e\u2060mail,name\nadam,a@example.com,Adam\n" },
    ['students.csv:1: the column "e\\u2060mail" holds U+2060 (word joiner), which does not show; delete it'],
  ],
  [
    "a letter that looks like another one",
    { "students.csv": "studentId,email\n\u0430dam,a@example.com\n" },
    [
      "students.csv:2: studentId may hold letters, digits, '.', '_' and '-' only, not \"\u0430dam\" (\u0430 is U+0430)",
    ],
  ],
  [
    "an id that begins or goes on as no name may",
    { "students.csv": "studentId,email\n_adam,a@example.com\n-bob,b@example.com\nc..d,c@example.com\n" },
    [
      'students.csv:2: studentId must begin with a letter or digit, not "_adam"',
      'students.csv:3: studentId must begin with a letter or digit, not "-bob"',
      'students.csv:4: studentId may not hold two dots in a row, not "c..d"',
    ],
  ],
  [
    "an answer's name that is none",
    testWith('  - text: x\n    answers: { "a)": one, b: two }\n    right: b\n'),
    [
      "linux/boot.yaml:3: questions[1].answers: a name here may hold letters, digits, '.', '_' and '-' only, not \"a)\"",
    ],
  ],
  [
    "what turns a text round",
    {
      ...settingsWith("Evening class", '"Evening \u202essalc"'),
      ...testWith("  - { text: x\u2067y, answers: { a: 1, b: 2 }, right: a }\n"),
      "students.csv": "studentId,email,name\nadam,a@example.com,Ad\u202eam\n",
    },
    [
      'course.yaml:1: title holds U+202E (right-to-left override), which turns the text round; delete it: "Evening \\u202essalc"',
      'linux/boot.yaml:2: questions[1].text holds U+2067 (right-to-left isolate), which turns the text round; delete it: "x\\u2067y"',
      'students.csv:2: name holds U+202E (right-to-left override), which turns the text round; delete it: "Ad\\u202eam"',
    ],
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
    "an extension with characters that do not show",
    {
      "extensions.csv":
        "studentId,subject,testId,until\na\u200bdam,linux,boot,2026-11-25 23:00\nadam,linux,boot,2026-11-25\u00a023:00\n",
    },
    [
      'extensions.csv:2: student "a\\u200bdam" (it holds U+200B (zero width space), which does not show) is not on the list',
      'extensions.csv:3: until holds U+00A0 (no-break space), which is no plain blank; write it anew: "2026-11-25\u00a023:00"',
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

const utf16 = Buffer.from("studentId,email\nadam,a@example.com\n", "utf16le");

test.each<[string, Buffer, string]>([
  [
    "an Excel workbook",
    Buffer.from("PK\x03\x04\x14\0\0\0\0\0[Content_Types].xml … xl/workbook.xml"),
    "is an Excel workbook (.xlsx), whatever its name says: open it in the spreadsheet, and save it as CSV in UTF-8",
  ],
  [
    "a spreadsheet of LibreOffice",
    Buffer.from("PK\x03\x04\x14\0\0\0\0\0mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK"),
    "is an OpenDocument spreadsheet (.ods), whatever its name says: open it in the spreadsheet, and save it as CSV in UTF-8",
  ],
  [
    "a Word document",
    Buffer.from("PK\x03\x04\x14\0\0\0\0\0[Content_Types].xml … word/document.xml"),
    "is a Word document (.docx), whatever its name says: save it as plain text in UTF-8",
  ],
  ["a PDF", Buffer.from("%PDF-1.7\n"), "is a PDF, whatever its name says: save it as plain text in UTF-8"],
  [
    "a packed file",
    Buffer.from([0x1f, 0x8b, 8, 0]),
    "is a file packed with gzip (.gz), whatever its name says: unpack it with gunzip",
  ],
  [
    "a web page",
    Buffer.from("\n<!DOCTYPE html><title>Sign in</title>"),
    "is a web page, whatever its name says: it was perhaps saved in place of the file that its link names",
  ],
  [
    "UTF-16 without its mark",
    utf16,
    "is UTF-16 text without a byte order mark: save the file with the encoding UTF-8",
  ],
])("%s in place of a text is called that", (_, content, sentence) => {
  expect(problemsOf({ "students.csv": content })).toEqual([`students.csv:1: ${sentence}`]);
  expect(problemsOf({ "linux/boot.yaml": content })).toEqual([`linux/boot.yaml:1: ${sentence}`]);
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
