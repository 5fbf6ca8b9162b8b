import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { readCourse } from "../../../trainer/course-folder/read-course.ts";
import { trainer, trainerWith } from "../support/course-cloud.ts";
import { courseFolders } from "../support/course-files.ts";

const folders = courseFolders();
afterEach(folders.removeAll);

const bank = `$CATEGORY: $course$/top/Unix/Shells & Co

// [id:shell-1]
::Shells::Which is a shell? {=bash ~vim}

::Essay::Tell me. {}
`;

const courseWith = (file: string, content: string) => {
  const folder = folders.make({ [file]: content });
  return { folder, bank: join(folder, file), test: join(folder, "unix/shells-co.yaml") };
};

test("questions become a test of the course's own, by category, as a person would have written it", async () => {
  const { folder, bank: file, test: written } = courseWith("bank.gift", bank);
  const { code, out, err } = await trainer("import", file, "--into", folder);
  expect(out.split("\n")).toEqual([
    "GIFT (Moodle): 2 items read, 1 taken (0 with a loss), 1 skipped",
    "  unix/shells-co.yaml  written  1 question  1 single",
    `${file}:6: "Essay" is skipped: it is an essay, which no rule can grade`,
    `Look them over, then: bin/trainer check ${folder}`,
  ]);
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("1 item could not be imported.") });
  expect(readFileSync(written, "utf8")).toBe(
    "title: Shells & Co\nquestions:\n  - id: shell-1\n    text: Which is a shell?\n    answers: { a: bash, b: vim }\n    right: a\n",
  );
  expect((await trainer("check", folder)).code).toBe(0);
});

test("the result as JSON counts every item once", async () => {
  const { folder, bank: file } = courseWith("bank.gift", bank);
  const { out } = await trainer("import", file, "--into", folder, "--json");
  expect(JSON.parse(out)).toEqual({
    counts: { read: 2, imported: 1, skipped: 1 },
    byType: { single: 1 },
    questions: [{ file, line: 4, id: "shell-1", test: "unix/shells-co.yaml", type: "single", right: "a" }],
    skipped: [{ file, line: 6, what: "Essay", why: "is an essay, which no rule can grade" }],
    losses: [],
    files: [{ path: "unix/shells-co.yaml", state: "new", isKept: false }],
  });
});

const everyType = `<?xml version="1.0"?><quiz>
<question type="multichoice"><questiontext format="markdown"><text>yes: "no" # &lt;b&gt;</text></questiontext><single>true</single><answer fraction="100" format="plain_text"><text>0123</text></answer><answer fraction="0" format="plain_text"><text>~</text></answer></question>
<question type="multichoice"><questiontext format="html"><text>&lt;pre&gt;  a: b\n\n  c&lt;/pre&gt;</text></questiontext><single>false</single><answer fraction="50"><text>null</text></answer><answer fraction="50"><text>true</text></answer><answer fraction="-33.33333"><text>{ x }</text></answer></question>
<question type="numerical"><questiontext><text>Pi?</text></questiontext><answer fraction="100"><text>3.14</text><tolerance>0.01</tolerance></answer></question>
<question type="shortanswer"><questiontext><text>List?</text></questiontext><usecase>1</usecase><answer fraction="100"><text>ls -l: x</text></answer><answer fraction="100"><text>1e3</text></answer></question>
<question type="matching"><questiontext><text>Match</text></questiontext><subquestion><text>a: b</text><answer><text>1</text></answer></subquestion><subquestion><text>#c</text><answer><text>2</text></answer></subquestion><subquestion><text/><answer><text>3</text></answer></subquestion></question>
<question type="ordering"><questiontext><text>Sort</text></questiontext><answer fraction="1"><text>- one</text></answer><answer fraction="2"><text>two</text></answer></question>
<question type="cloze"><questiontext><text>Is {1:SHORTANSWER:=one~=1}, {1:NUMERICAL:=3:1}, {1:MULTICHOICE:no~=yes}.</text></questiontext></question>
</quiz>`;

test("what is written of each type is read by the course as it was meant", async () => {
  const { folder, bank: file } = courseWith("bank.xml", everyType);
  expect((await trainer("import", file, "--into", folder)).code).toBe(0);
  const read = readCourse(folder).tests.find(({ testId }) => testId === "bank");
  expect(
    read?.questions.map(({ question, answers }) =>
      [question, ...answers.map(({ answerBody }) => answerBody)].slice(0, 4),
    ),
  ).toEqual([
    ['yes: "no" # <b>', "0123", "~"],
    ["```\n  a: b\n\n  c\n```", "null", "true", "{ x }"],
    ["Pi?"],
    ["List?"],
    ["Match", ...["1", "2", "3"].map(() => expect.stringMatching(/^[123]$/))],
    ["Sort", expect.any(String), expect.any(String)],
    ["Is [[1]], [[2]], [[3]]."],
  ]);
  expect(read?.answerKey).toMatchObject([
    { answer: "a" },
    { type: "multiple", weights: { a: "1/2", b: "1/2", c: "-1/3" } },
    { type: "number", value: "3.14", within: "0.01" },
    { type: "text", accept: ["ls -l: x", "1e3"], exact: true },
    { type: "match", credit: "each" },
    { type: "order" },
    {
      type: "blanks",
      blanks: { 1: { accept: ["one", "1"] }, 2: { value: "3", within: "1" }, 3: { answer: "b" } },
      credit: "each",
    },
  ]);
});

test("a dry run shows what would be written, and writes nothing", async () => {
  const { folder, bank: file, test: written } = courseWith("bank.gift", bank);
  const { out } = await trainer("import", file, "--into", folder, "--dry-run");
  expect(out).toContain("unix/shells-co.yaml q1  single  Which is a shell?  right: bash");
  expect(existsSync(written)).toBe(false);
});

test("a dry run says in words what would be right, for each type", async () => {
  const { folder, bank: file } = courseWith("bank.xml", everyType);
  const { out } = await trainer("import", file, "--into", folder, "--dry-run");
  expect(out.match(/(?<=right: ).*/g)).toEqual([
    "0123",
    "null, true",
    "3.14 ± 0.01",
    "ls -l: x or 1e3",
    "a: b = 1, #c = 2",
    "\\- one → two",
    "1: one or 1, 2: 3 ± 1, 3: yes",
  ]);
});

test("a second import changes nothing, and what the trainer changed since is not written over without a word", async () => {
  const {
    folder,
    bank: file,
    test: written,
  } = courseWith("bank.aiken", "Which?\nA. bash\nB. vim\nANSWER: A\n");
  const test = join(folder, "imported/bank.yaml");
  await trainer("import", file, "--into", folder);
  const again = await trainer("import", file, "--into", folder);
  expect({ code: again.code, out: again.out }).toEqual({
    code: 0,
    out: expect.stringContaining("unchanged"),
  });
  writeFileSync(test, `# mine\n${readFileSync(test, "utf8")}`);
  const changed = await trainerWith({ answer: null }, "import", file, "--into", folder);
  expect({ code: changed.code, err: changed.err }).toEqual({
    code: 1,
    err: expect.stringContaining("imported/bank.yaml. Move away what you want written anew"),
  });
  expect(readFileSync(test, "utf8")).toContain("# mine");
  expect(existsSync(written)).toBe(false);
});

test.each<[string, string[], number, string]>([
  ["no such format", ["--as", "word"], 2, 'there is no format "word"'],
  ["no such subject", ["--subject", "../x"], 2, "can't be a subject"],
])("%s is refused", async (_, options, code, sentence) => {
  const { folder, bank: file } = courseWith("bank.gift", bank);
  const result = await trainer("import", file, "--into", folder, ...options);
  expect({ code: result.code, err: result.err }).toEqual({ code, err: expect.stringContaining(sentence) });
});

test("what is no bank of questions is named, and nothing is written", async () => {
  const { folder, bank: file } = courseWith("notes.txt", "Only some notes.\n");
  const { code, out } = await trainer("import", file, "--into", folder);
  expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining("in no format that is known") });
});

test("a course's questions go out, and what the format can't hold is said and asked about first", async () => {
  const { folder, bank: file } = courseWith("bank.xml", everyType);
  await trainer("import", file, "--into", folder);
  const to = join(folder, "out.gift");
  const exported = ["export-questions", folder, "imported/bank", "--as", "gift", "--to", to];
  const asked = await trainerWith({ answer: null }, ...exported);
  expect({ code: asked.code, out: asked.out.split("\n"), isThere: existsSync(to) }).toEqual({
    code: 1,
    out: [
      'imported/bank q7: "Is [[1]], [[2]], [[3]]." is left out: it has blanks, which GIFT has not',
      'imported/bank q4: "List?" takes its answers in capitals and small letters alike',
    ],
    isThere: false,
  });
  expect(asked.err).toContain(
    "1 question would be left out; 1 thing would be lost, and there is no terminal",
  );
  expect((await trainerWith({ answer: "y" }, ...exported)).out).toContain(
    `GIFT (Moodle): 6 questions of 1 test written to ${to}`,
  );
  const again = await trainer(...exported, "--yes", "--json");
  expect(JSON.parse(again.out)).toMatchObject({ isWritten: true, questions: 6, leftOut: [{ id: "q7" }] });
  expect((await trainer("import", to, "--into", folder, "--dry-run", "--json")).out).toContain(
    '"imported":6',
  );
});

test("what is to go out is a subject or a test of the course, in a format that is there", async () => {
  const folder = folders.make({});
  const none = await trainer("export-questions", folder, "nothing", "--as", "gift");
  expect({ code: none.code, err: none.err }).toEqual({
    code: 1,
    err: expect.stringContaining('There is no subject and no test "nothing" in the course; there are '),
  });
  expect((await trainer("export-questions", folder, "--as", "word")).code).toBe(2);
});

test("what a test says of itself as a whole, and a void question, are named before its questions go out", async () => {
  const folder = folders.make({
    "linux/rules.yaml":
      "title: Rules\nattempts: 2\ncounts: best\nshuffle: questions\nquestions:\n  - { text: Which?, answers: { a: x, b: y }, right: a, void: true }\n  - { text: And?, answers: { a: x, b: y }, right: b }\n",
  });
  const { out } = await trainerWith(
    { answer: "n" },
    "export-questions",
    folder,
    "linux/rules",
    "--as",
    "gift",
  );
  expect(out.split("\n")).toEqual([
    'linux/rules: "Rules" loses how often it may be sent in: 2',
    'linux/rules: "Rules" loses which submission counts: best',
    'linux/rules: "Rules" loses what is mixed for each student: questions',
    'linux/rules q1: "Which?" is void here, and would count there',
  ]);
});

test("a question with a fixed answer goes out unmixed where a format mixes all answers or none", async () => {
  const folder = folders.make({
    "linux/rules.yaml":
      "shuffle: answers\nquestions:\n  - { text: Which?, answers: { a: x, b: y, c: none of these }, right: a, fixed: c }\n  - { text: And?, answers: { a: x, b: y }, right: b }\n",
  });
  const lost = async (format: string) => {
    const to = ["--to", join(folder, format)];
    return (
      await trainerWith({ answer: "n" }, "export-questions", folder, "linux/rules", "--as", format, ...to)
    ).out;
  };
  expect(await lost("moodle-xml")).toBe(
    'linux/rules q1: "Which?" is not mixed, so that c stays in its place',
  );
  expect(await lost("qti-2.1")).not.toContain("stays in its place");
});

const manyRules = `title: Rules
attempts: 2
counts: best
shuffle: questions, answers
questions:
  - text: Which?
    answers: { a: x, b: y, c: z }
    right: b
    acceptAlso: c

  - text: How many?
    number: 3
    acceptAlso: [ 5, 7 ]

  - draw: 1
    from:
      - text: One?
        number: 1
        points: 2

      - text: Two?
        number: 2
        points: 2

  - text: Broken?
    answers: { a: x, b: y }
    right: a
    void: true
`;

test("what a test draws, mixes, accepts as well and leaves uncounted goes out to Canvas, and comes back", async () => {
  const folder = folders.make({ "linux/rules.yaml": manyRules });
  const file = join(folder, "rules.zip");
  const sent = await trainer(
    "export-questions",
    folder,
    "linux/rules",
    "--as",
    "qti-1.2",
    "--to",
    file,
    "--json",
  );
  expect(JSON.parse(sent.out)).toMatchObject({ isWritten: true, questions: 5, losses: [], leftOut: [] });
  await trainer("import", file, "--into", folder, "--subject", "back");
  expect(readFileSync(join(folder, "back/rules.yaml"), "utf8")).toBe(manyRules);
});

test("what a format can't hold of a test's draws and further right answers is named before it goes out", async () => {
  const folder = folders.make({
    "linux/rules.yaml": `title: Rules
counts: first
questions:
  - draw: 2
    from:
      - { text: Three?, order: [x, y, z], acceptAlso: [[y, x, z]] }
      - { text: Four?, number: 4, acceptAlso: 5 }
      - { text: Five?, accept: five, void: { points: all } }
  - text: "It is [[1]]."
    blanks: { 1: { accept: six } }
    acceptAlso: { 1: [{ accept: VI }, { accept: Six, exact: true }] }
`,
  });
  const lossesAs = async (format: string) => {
    const { out } = await trainer(
      "export-questions",
      folder,
      "linux/rules",
      "--as",
      format,
      "--yes",
      "--json",
      "--to",
      join(folder, format),
    );
    const { losses, leftOut } = JSON.parse(out);
    return [...losses, ...leftOut].map(({ id, what, why }) => `${id} ${what ?? why}`);
  };
  expect(await lossesAs("qti-1.2")).toEqual([
    " loses which submission counts: first",
    "q3 gives its points to everybody here, and would be graded there",
    "q4 loses 1 answer to a blank that it accepts as well",
    "q4 gives each blank its share of the points instead of all or nothing",
    " loses a draw of 2: no more than 2 of its questions go out",
    "q1 puts things in order, which Canvas and others don't read from QTI 1.2",
  ]);
  expect(await lossesAs("csv")).toEqual([
    " loses which submission counts: first",
    "q2 loses its draw: it is one of several, of which 2 are asked",
    "q2 loses 1 answer that it accepts as well: 5",
    "q3 gives its points to everybody here, and would be graded there",
    "q3 loses its draw: it is one of several, of which 2 are asked",
    "q1 is of the type order, which has no place in a table",
    "q4 is of the type blanks, which has no place in a table",
  ]);
});

test("a category's name becomes a title that the course reads, whatever characters it holds", async () => {
  const folder = folders.make({
    "bank.csv": `text,a,b,right,category\nWhich?,x,y,a,\u0013Shel\u0090ls \u202e\u{1f600}${"z".repeat(130)}\n`,
  });
  await trainer("import", join(folder, "bank.csv"), "--into", folder);
  const [test] = readCourse(folder).tests.filter(({ subject }) => subject === "bank");
  expect(test?.title).toBe(`Shells \u{1f600}${"z".repeat(111)}`);
});
