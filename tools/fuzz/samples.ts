import { unzipSync, zipSync } from "fflate";
import { exportFormats } from "../../trainer/export/formats.ts";
import type { NeutralQuestion, QuestionBody } from "../../trainer/import/model.ts";

const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

const choices = ["bash", "`vim`", "**zsh** ![z](z.png)"].map((text, index) => ({
  id: "abc".charAt(index),
  text,
}));

const bodies: readonly QuestionBody[] = [
  { type: "single", answers: choices, right: "a" },
  { type: "multiple", answers: choices, right: ["a", "c"] },
  { type: "multiple", answers: choices, right: ["a", "c"], weights: { a: "1/2", c: "1/2", b: "-1/3" } },
  { type: "number", number: { value: "3.14", within: "0.01" } },
  { type: "text", accept: ["ls", "ls -l"], patterns: ["ls .*"] },
  {
    type: "match",
    pairs: [
      { left: "kernel", right: "schedules" },
      { left: "shell", right: "reads" },
    ],
    others: ["draws"],
    isShared: true,
  },
  { type: "order", order: ["firmware", "kernel", "init"], isShared: true },
  {
    type: "blanks",
    blanks: new Map([
      ["1", { accept: ["init"] }],
      ["2", { accept: ["0"] }],
    ]),
    isShared: true,
  },
];

const questions = bodies.map(
  (body, index): NeutralQuestion => ({
    ...{ id: `own-${index}`, title: "", points: "2", category: ["linux", "Shells"] },
    ...(index < 3 && { drawn: { group: "1", count: "1", of: 3 } }),
    isMixed: index % 2 === 0,
    text:
      "blanks" in body
        ? "Zażółć [[1]] and [[2]]."
        : "Zażółć?\n\n```bash\nls *\n```\n\n| a | b |\n| --- | --- |\n| $x$ | 2 |",
    feedback: "- because *so*",
    pictures: new Map([["z.png", pixel]]),
    ...body,
  }),
);

const rules = { isMixed: true, attempts: 2, counts: "best" } as const;

/** Each question in a file of its own, where a change is sure to meet it, and some in one. */
const exported = exportFormats.map((format): readonly [string, readonly Uint8Array[]] => {
  const fitted = questions.flatMap((question) => {
    const own = format.fit(question, () => {});
    return typeof own === "string" ? [] : [own];
  });
  const files = [...fitted.map((question) => [question]), fitted.slice(0, 3), fitted.slice(-2)];
  return [
    format.name,
    files.map((held) => format.write([{ subject: "linux", title: "Shells", rules, questions: held }])),
  ];
});

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

const zip = (files: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, text(content)])));

/** QTI 2.2 is QTI 2.1 under other names. */
const asQti22 = (qti21: Uint8Array): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(unzipSync(qti21)).map(([name, content]) => [
        name,
        name.endsWith(".xml")
          ? text(
              Buffer.from(content)
                .toString()
                .replaceAll(/(imsqti_\w*?|qti_)v2p1/g, "$1v2p2"),
            )
          : content,
      ]),
    ),
  );

const pool = `<POOL><TITLE value="Shells"/><QUESTIONLIST><QUESTION id="q1" points="2"/></QUESTIONLIST>
<QUESTION_MULTIPLECHOICE id="q1"><BODY><TEXT>&lt;p&gt;Which?&lt;/p&gt;</TEXT></BODY><ANSWER id="a1"><TEXT>bash</TEXT></ANSWER><ANSWER id="a2"><TEXT>vim</TEXT></ANSWER><GRADABLE><FEEDBACK_WHEN_CORRECT>Yes</FEEDBACK_WHEN_CORRECT><CORRECTANSWER answer_id="a1"/></GRADABLE></QUESTION_MULTIPLECHOICE>
<QUESTION_MULTIPLEANSWER id="q2"><BODY><TEXT>Several?</TEXT></BODY><ANSWER id="a1"><TEXT>bash</TEXT></ANSWER><ANSWER id="a2"><TEXT>vim</TEXT></ANSWER><ANSWER id="a3"><TEXT>zsh</TEXT></ANSWER><GRADABLE><CORRECTANSWER answer_id="a1"/><CORRECTANSWER answer_id="a3"/></GRADABLE></QUESTION_MULTIPLEANSWER>
<QUESTION_TRUEFALSE id="q3"><BODY><TEXT>So?</TEXT></BODY><ANSWER id="a1"><TEXT>true</TEXT></ANSWER><ANSWER id="a2"><TEXT>false</TEXT></ANSWER><GRADABLE><CORRECTANSWER answer_id="a2"/></GRADABLE></QUESTION_TRUEFALSE>
<QUESTION_FILLINBLANK id="q4"><BODY><TEXT>It is __.</TEXT></BODY><ANSWER id="a1"><TEXT>l*s</TEXT></ANSWER></QUESTION_FILLINBLANK>
<QUESTION_MATCH id="q5"><BODY><TEXT>Match</TEXT></BODY><ANSWER id="a1"><TEXT>kernel</TEXT></ANSWER><ANSWER id="a2"><TEXT>shell</TEXT></ANSWER><CHOICE id="c1"><TEXT>schedules</TEXT></CHOICE><CHOICE id="c2"><TEXT>reads</TEXT></CHOICE><GRADABLE><CORRECTANSWER answer_id="a1" choice_id="c1"/><CORRECTANSWER answer_id="a2" choice_id="c2"/></GRADABLE></QUESTION_MATCH>
<QUESTION_ESSAY id="q6"><BODY><TEXT>Why?</TEXT></BODY></QUESTION_ESSAY></POOL>`;

const cloze = `<quiz><question type="cloze"><questiontext format="html"><text><![CDATA[<p>It {1:SHORTANSWER:=a~%50%b#so} {2:NM:=3:0.1} {:MC:=x~y}</p>]]></text></questiontext></question>
<question type="gapselect"><questiontext><text>The [[1]] sat</text></questiontext><selectoption><text>cat</text><group>1</group></selectoption><selectoption><text>dog</text></selectoption></question>
<question type="gapfill"><questiontext><text>The [cat|dog] sat</text></questiontext></question></quiz>`;

const filesIn = (format: string): readonly Uint8Array[] =>
  exported.flatMap(([name, files]) => (name === format ? files : []));

/** Files that a change makes hostile, by the name of the format in \`--format\`; the tables of people are their own kind. */
export const questionSamples: Readonly<Record<string, readonly Uint8Array[]>> = {
  ...Object.fromEntries(exported),
  "moodle-xml": [...filesIn("moodle-xml"), text(cloze)],
  "qti-2.2": filesIn("qti-2.1").map(asQti22),
  blackboard: [text(pool), zip({ "pool.dat": pool, "imsmanifest.xml": "<manifest/>" })],
  aiken: [text("Which is a shell?\nA. bash\nB) vim\nC. zażółć\nANSWER: A\n\nAnd?\nA. 1\nB. 2\nANSWER: B\n")],
  text2qti: [
    text(
      "Quiz title: Shells\n\nTitle: One\nPoints: 2\n1. Which?\n... because\n*a) bash\nb) vim\n\n2. Several?\n[*] a\n[ ] b\n[*] c\n\nGROUP\npick: 1\npoints per question: 2\n\n3. Text?\n* ls\n* dir\n\n4. Number?\n= 3.14 +- 0.01\n\nEND_GROUP\n\n```{.python .run}\nprint(1)\n```\n\n5. Range?\n= [1, 5]\n",
    ),
  ],
  "google-forms": [
    text(
      JSON.stringify({
        info: { title: "Shells" },
        items: ["RADIO", "CHECKBOX", "DROP_DOWN"].map((type) => ({
          title: "Which?",
          questionItem: {
            question: {
              grading: {
                pointValue: 2,
                correctAnswers: { answers: [{ value: "bash" }] },
                generalFeedback: { text: "so" },
              },
              choiceQuestion: { type, options: [{ value: "bash" }, { value: "vim" }] },
            },
          },
        })),
      }),
    ),
  ],
};

const canvas =
  'Student,ID,SIS User ID,SIS Login ID,Section,Quiz 1 (23)\n    Points Possible,,,,,10.00\n"Wilk, Adam",1001,S1001,adam@example.com,CS 1-01,8.00\n"Żółć; Beata",1002,S1002,beata,CS 1-02,\n"Student, Test",1003,,77fe,CS 1-01,\n';
const rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

export const peopleSamples: Readonly<Record<string, readonly Uint8Array[]>> = {
  "people-csv": [
    text(canvas),
    text(
      '\ufeff"First name";"Last name";"Email address";Groups\nAdam;Wilk;adam@example.com;A\nBeata;Sowa;beata@example.com;B\n',
    ),
    text("f25,adam@example.com,Wilk,Adam,SCS,CS,2,L,15-213,1,A\n"),
  ],
  "people-addresses": [
    text('Adam Wilk <adam@example.com>; beata@example.com\n"Sowa, Żaneta" <z@example.com>,\n'),
  ],
  "people-ims-enterprise": [
    text(
      '<?xml version="1.0" encoding="ISO-8859-1"?>\n<enterprise><person><sourcedid><id>1</id></sourcedid><userid>awilk</userid><name><fn>Adam Wilk</fn></name><email>adam@example.com</email></person><membership><member><sourcedid><id>1</id></sourcedid><role roletype="01"/></member></membership></enterprise>',
    ),
  ],
  "people-oneroster": [
    zip({
      "users.csv":
        "sourcedId,status,username,givenName,familyName,identifier,email\nu1,active,awilk,Adam,Wilk,,adam@example.com\nu2,active,tess,Tess,Trainer,,tess@example.com\n",
      "roles.csv": "sourcedId,userSourcedId,role\nr1,u1,student\nr2,u2,teacher\n",
      "classes.csv": "sourcedId,title\nc1,Evening A\n",
      "enrollments.csv": "sourcedId,status,classSourcedId,userSourcedId\ne1,active,c1,u1\n",
    }),
  ],
  "people-xlsx": [
    zip({
      "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
      "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${rels}"><sheets><sheet name="Class" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      "xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${rels}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      "xl/worksheets/sheet1.xml": `<worksheet xmlns="${main}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Student ID</t></is></c><c r="B1" t="inlineStr"><is><t>E-Mail</t></is></c></row><row r="2"><c r="A2"><v>1001</v></c><c r="B2" t="inlineStr"><is><t>adam@example.com</t></is></c></row></sheetData></worksheet>`,
    }),
  ],
};
